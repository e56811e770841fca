# The pictures of README and guide: what they are taken from, and who takes them.
# shellcheck shell=bash

take_pictures() { "$VENV_PYTHON" -m docs.pictures "$@"; }

# The pictures have a demo of their own, since their "today" must be today's.
make_pictures_demo() {
    local key
    key=$(date +%F)-$(addons_key)
    if has_database pictures && [ "$(cat "$SITE/pictures.key" 2>/dev/null)" = "$key" ]; then return 0; fi
    build_demo pictures
    printf '%s' "$key" >"$SITE/pictures.key"
}

# serve_pictures ARGUMENT...: on a free port, without jobs that would change what is shown.
serve_pictures() {
    local log=$SITE/log/pictures_server.log port server
    port=$("$VENV_PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    # Not through a function: that would be a shell, and its end not the server's.
    "$VENV_PYTHON" -m odoo -c "$CONF" -d pictures --db-filter '^pictures$' --http-port "$port" --max-cron-threads 0 >"$log" 2>&1 &
    server=$!
    # shellcheck disable=SC2064
    trap "kill $server 2>/dev/null || true; wait $server || true" EXIT
    until "$VENV_PYTHON" -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/web/login', timeout=60)" 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || die "the server has stopped (see $log)" "Mend what its end says"
        sleep 0.3
    done
    take_pictures --address "http://127.0.0.1:$port" --database pictures "$@"
}
