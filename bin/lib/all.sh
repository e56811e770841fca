# Everything that a script in bin/ needs, in the order in which the parts build on one another.
# shellcheck shell=bash
. "$(dirname "${BASH_SOURCE[0]}")/paths.sh"
. "$ROOT/bin/lib/system.sh"
. "$ROOT/bin/lib/odoo.sh"
. "$ROOT/bin/lib/python.sh"
. "$ROOT/bin/lib/postgres.sh"
. "$ROOT/bin/lib/image.sh"

# The whole installation, then the database server; seconds where it is there already.
setup() {
    need_space
    install_packages
    PGBIN=$(pg_bin)
    [ -n "$PGBIN" ] || die "no PostgreSQL server was found" "Run as root: apt-get install postgresql"
    locked odoo unpack_odoo
    locked venv build_venv
    write_conf
    start_cluster
    export PGHOST=$SOCKET PGUSER=$DB_USER PATH=$VENV/bin:$PATH
    ensure_core
}
