# The demo company: built once, kept, updated when an add-on has changed.
# shellcheck shell=bash

DEMO_PASSWORD=property
DEMO_LOGINS=$ROOT/bin/lib/demo_logins.csv
PORT=${PROPERTY_SERVICE_PORT:-8069}

# build_demo NAME: a database of that name, whole or not at all.
build_demo() {
    local name=$1 log=$SITE/log/$1.log
    say "demo company (once, a few minutes)"
    clone_database "$TEMPLATE" "${name}_part"
    PROPERTY_SERVICE_PASSWORD=$DEMO_PASSWORD PROPERTY_SERVICE_LOGINS=$DEMO_LOGINS \
        odoo_command shell -c "$CONF" -d "${name}_part" --no-http \
        <"$ROOT/bin/lib/demo_company.py" >"$log" 2>&1 ||
        die "the demo company could not be built (see $log)" "Mend what its end says and run this again"
    rename_database "${name}_part" "$name"
}

update_demo() {
    local log=$SITE/log/demo.log
    say "the add-ons have changed: updating the demo database"
    # Words that were translated anew are to be seen, too.
    odoo_command -c "$CONF" -d demo --no-http -u "$(addons_list)" --i18n-overwrite --stop-after-init >"$log" 2>&1 ||
        die "the demo database could not be updated (see $log)" "Run: bin/demo --rebuild"
    addons_key >"$SITE/demo.key"
}

make_demo() {
    if ! has_database demo; then
        build_demo demo
        addons_key >"$SITE/demo.key"
    elif [ "$(cat "$SITE/demo.key" 2>/dev/null)" != "$(addons_key)" ]; then
        update_demo
    fi
}

check_port() {
    "$VENV_PYTHON" - "$PORT" 2>/dev/null <<'PY' || die "port $PORT is taken" "Choose another one: PROPERTY_SERVICE_PORT=$((PORT + 1)) bin/demo"
import socket, sys
with socket.socket() as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(sys.argv[1])))
PY
}

print_logins() {
    printf '\n  %s\n\n' "http://127.0.0.1:$PORT"
    tail -n +2 "$DEMO_LOGINS" | while IFS=, read -r login role _; do
        printf '  %-14s  %s  %s\n' "$login" "$DEMO_PASSWORD" "$role"
    done
    printf '  %-14s  %-8s  %s\n\n' admin admin 系统管理员
}

# serve: runs until Ctrl-C; prints address and logins as soon as the server answers.
serve() {
    local log=$SITE/log/server.log server
    check_port
    # Not through a function: that would be a shell, and its end not the server's.
    "$VENV_PYTHON" -m odoo -c "$CONF" -d demo --db-filter '^demo$' >"$log" 2>&1 &
    server=$!
    trap 'kill "$server" 2>/dev/null || true; wait "$server" || true; exit 0' INT TERM
    until "$VENV_PYTHON" -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$PORT/web/login', timeout=60)" 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || die "the server has stopped (see $log)" "Mend what its end says"
        sleep 0.3
    done
    print_logins
    say "Ctrl-C ends the server; its log is $log"
    wait "$server"
}
