# Everything that a script in bin/ needs, in the order in which the parts build on one another.
# shellcheck shell=bash
. "$(dirname "${BASH_SOURCE[0]}")/paths.sh"
. "$ROOT/bin/lib/system.sh"
. "$ROOT/bin/lib/odoo.sh"
. "$ROOT/bin/lib/python.sh"
. "$ROOT/bin/lib/postgres.sh"
. "$ROOT/bin/lib/image.sh"
. "$ROOT/bin/lib/suite.sh"
. "$ROOT/bin/lib/checks.sh"
. "$ROOT/bin/lib/demo.sh"
. "$ROOT/bin/lib/guide.sh"
. "$ROOT/bin/lib/pictures.sh"

# The whole installation, then the database server; seconds where it is there already.
setup() {
    check_folders
    if [ ! -e "$PREFIX/.complete" ] || [ ! -e "$VENV/.complete" ]; then
        need_space "$CACHE" 3000 PROPERTY_SERVICE_CACHE
    fi
    need_space "$SITE" 500 PROPERTY_SERVICE_SITES
    locked packages install_packages
    PGBIN=$(pg_bin)
    [ -n "$PGBIN" ] || die "no PostgreSQL server was found" "Run as root: apt-get install postgresql"
    locked odoo unpack_odoo
    locked venv build_venv
    export PGHOST=$SOCKET PGUSER=$DB_USER PATH=$VENV/bin:$PGBIN:$PATH PROPERTY_SERVICE_CONF=$CONF
    export PGOPTIONS="-c client_min_messages=warning"
    site_locked prepare_site
}

prepare_site() {
    write_conf
    start_cluster
    ensure_core
}
