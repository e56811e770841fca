# The core image: a database with Odoo's and OCA's add-ons but not ours, made once for all checkouts.
# shellcheck shell=bash

# What both add-ons depend on, without themselves, and the chart of accounts that the setup
# wizard loads; Odoo would install that one late, when the first Chinese company is made.
core_modules() {
    "$VENV_PYTHON" - "$ROOT" <<'PY'
import ast, pathlib, sys
own = {"property_service", "property_service_reports"}
names = {"l10n_cn"}
for addon in own:
    manifest = pathlib.Path(sys.argv[1], addon, "__manifest__.py").read_text()
    names.update(ast.literal_eval(manifest)["depends"])
print(",".join(sorted(names - own)))
PY
}

core_image() {
    local version
    version=$("$PGBIN/postgres" --version | grep -oE '[0-9]+' | head -n 1)
    printf '%s/images/core-%s-%s.tar.gz' "$CACHE" "$version" \
        "$({ core_modules && printf '%s\n' "$ODOO_KEY"; } | hash_of - "${REQUIREMENTS[@]}")"
}

write_conf() {
    mkdir -p "$SITE/data" "$SITE/log" "$SITE/screenshots"
    cat >"$CONF" <<CONF
[options]
addons_path = $(addons_path)
data_dir = $SITE/data
db_host = $SOCKET
db_user = $DB_USER
http_interface = 127.0.0.1
http_port = ${PROPERTY_SERVICE_PORT:-8069}
server_wide_modules = base,rpc,web,queue_job
max_cron_threads = 1
limit_time_cpu = 600
limit_time_real = 1200
limit_time_real_cron = 3600
screenshots = $SITE/screenshots
list_db = False

[queue_job]
channels = root:2
CONF
}

odoo_command() { "$VENV_PYTHON" -m odoo "$@"; }

build_core() {
    local image=$1 log=$SITE/log/core.log
    [ ! -e "$image" ] || return 0
    say "core database (once, about a minute)"
    drop_database core
    {
        odoo_command -c "$CONF" -d core -i "$(core_modules)" --without-demo --stop-after-init --no-http &&
            odoo_command i18n loadlang -c "$CONF" -d core -l zh_CN &&
            "$PGBIN/vacuumdb" -q -h "$SOCKET" -U "$DB_USER" -z core
    } >"$log" 2>&1 || die "the core database could not be built (see $log)" \
        "Look for the reason at its end, most often a full disk, and run this again"
    mkdir -p "$(dirname "$image")" "$SITE/data/filestore/core"
    rm -rf "$SITE/core.dump" "$image.part"
    {
        "$PGBIN/pg_dump" -h "$SOCKET" -U "$DB_USER" -Fd -Z1 -j2 -f "$SITE/core.dump" core &&
            tar -czf "$image.part" -C "$SITE" core.dump -C "$SITE/data/filestore" core
    } >>"$log" 2>&1 || die "the core database could not be saved (see $log)" \
        "Free some space below $CACHE and run this again"
    rm -rf "$SITE/core.dump"
    mv "$image.part" "$image"
    printf '%s' "$image" >"$SITE/core.image"
}

restore_core() {
    local log=$SITE/log/core.log
    drop_database core
    rm -rf "$SITE/core.dump"
    mkdir -p "$SITE/data/filestore"
    {
        tar -xzf "$1" -C "$SITE" core.dump &&
            tar -xzf "$1" -C "$SITE/data/filestore" core &&
            "$PGBIN/createdb" -h "$SOCKET" -U "$DB_USER" -T template0 -E UTF8 --lc-collate=C core &&
            "$PGBIN/pg_restore" -h "$SOCKET" -U "$DB_USER" -j2 -d core "$SITE/core.dump" &&
            "$PGBIN/vacuumdb" -q -h "$SOCKET" -U "$DB_USER" -z core
    } >"$log" 2>&1 || die "the core database could not be restored (see $log)" \
        "Remove $1 and run this again; it is then built anew"
    rm -rf "$SITE/core.dump"
    printf '%s' "$1" >"$SITE/core.image"
}

core_is_current() { [ "$(cat "$SITE/core.image" 2>/dev/null)" = "$1" ] && has_database core; }

ensure_core() {
    local image
    image=$(core_image)
    if core_is_current "$image"; then return 0; fi
    # Written last: a core that was left half-way counts as none.
    rm -f "$SITE/core.image"
    locked image build_core "$image"
    core_is_current "$image" || restore_core "$image"
}
