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
        "$(core_modules | cat - "$ROOT/bin/lib/image.sh" "$ROOT/bin/lib/odoo.sh" "${REQUIREMENTS[@]}" | hash_of -)"
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
    local image=$1
    [ ! -e "$image" ] || return 0
    say "core database (once, about two minutes)"
    drop_database core
    odoo_command -c "$CONF" -d core -i "$(core_modules)" --without-demo --stop-after-init --no-http \
        >"$SITE/log/core.log" 2>&1 &&
        odoo_command i18n loadlang -c "$CONF" -d core -l zh_CN >>"$SITE/log/core.log" 2>&1 ||
        die "the core database could not be built (see $SITE/log/core.log)" "Report this with that file"
    mkdir -p "$(dirname "$image")"
    "$PGBIN/pg_dump" -h "$SOCKET" -U "$DB_USER" -Fd -Z1 -j2 -f "$SITE/core.dump" core
    mkdir -p "$SITE/data/filestore/core"
    tar -czf "$image.part" -C "$SITE" core.dump -C "$SITE/data/filestore" core
    rm -rf "$SITE/core.dump"
    mv "$image.part" "$image"
    printf '%s' "$image" >"$SITE/core.image"
}

ensure_core() {
    local image
    image=$(core_image)
    if has_database core && [ "$(cat "$SITE/core.image" 2>/dev/null)" = "$image" ]; then return 0; fi
    locked image build_core "$image"
    if has_database core && [ "$(cat "$SITE/core.image" 2>/dev/null)" = "$image" ]; then return 0; fi
    drop_database core
    mkdir -p "$SITE/data/filestore"
    tar -xzf "$image" -C "$SITE" core.dump
    tar -xzf "$image" -C "$SITE/data/filestore" core
    "$PGBIN/createdb" -h "$SOCKET" -U "$DB_USER" core
    "$PGBIN/pg_restore" -h "$SOCKET" -U "$DB_USER" -j2 -d core "$SITE/core.dump"
    rm -rf "$SITE/core.dump"
    printf '%s' "$image" >"$SITE/core.image"
}
