# A private PostgreSQL cluster per checkout, for demo and tests: no network port, no password,
# and no waiting for the disk (a cluster that can be built again in a minute need not survive a power cut).
# shellcheck shell=bash

pg_bin() { find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/postgres' 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname; }

# The server refuses to run as root: root hands it to the user that Debian's package makes.
as_pg() {
    if [ "$(id -u)" = 0 ]; then
        # From a folder that this user may enter, else every command warns.
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

pg_running() { as_pg "$PGBIN/pg_ctl" -D "$CLUSTER" status >/dev/null 2>&1; }

new_cluster() {
    local part=$CLUSTER.part
    as_pg rm -rf "$part"
    as_pg "$PGBIN/initdb" -D "$part" -U postgres -E UTF8 --locale=C.UTF-8 --auth=trust \
        >"$SITE/log/cluster.log" 2>&1 ||
        die "the database cluster could not be made (see $SITE/log/cluster.log)" \
            "Check the rights and the free space of $SITE"
    as_pg tee -a "$part/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
max_connections = 80
random_page_cost = 1.1
jit = off
max_locks_per_transaction = 256
CONF
    # Renamed last, so that a cluster that was left half-way is never started.
    as_pg mv "$part" "$CLUSTER"
}

make_socket_folder() {
    mkdir -p "$SOCKET" && [ -O "$SOCKET" ] || [ "$(id -u)" = 0 ] ||
        die "$SOCKET belongs to somebody else" "Remove that folder and run this again"
    if [ "$(id -u)" = 0 ]; then
        chmod 755 "$SITES" "$SITE"
        chown postgres "$SOCKET" "$SITE"
    fi
    chmod 700 "$SOCKET"
}

start_cluster() {
    make_socket_folder
    if [ ! -e "$CLUSTER/PG_VERSION" ]; then new_cluster; fi
    # Machines that clean /tmp take the socket away from a server that runs for weeks.
    if [ ! -S "$SOCKET/.s.PGSQL.5432" ]; then stop_cluster; fi
    if ! pg_running; then
        # The server must not inherit the lock of site_locked.
        as_pg "$PGBIN/pg_ctl" -D "$CLUSTER" -w -t 60 -s -l "$CLUSTER/server.log" \
            -o "-c unix_socket_directories='$SOCKET'" start 8>&- >/dev/null 2>&1 ||
            die "the database server does not start (see $CLUSTER/server.log)" \
                "Remove $SITE to begin anew (its databases are lost) and run this again"
    fi
    if ! as_pg "$PGBIN/psql" -h "$SOCKET" -U postgres -qtAc "SELECT 1 FROM pg_roles WHERE rolname = '$DB_USER'" postgres | grep -q 1; then
        as_pg "$PGBIN/createuser" -h "$SOCKET" -U postgres -d "$DB_USER"
    fi
}

stop_cluster() { if pg_running; then as_pg "$PGBIN/pg_ctl" -D "$CLUSTER" -w -s -m fast stop; fi; }

psql_as() { "$PGBIN/psql" -h "$SOCKET" -U "$DB_USER" -qtAX "$@"; }

has_database() { psql_as -c "SELECT 1 FROM pg_database WHERE datname = '$1'" postgres | grep -q 1; }

drop_database() {
    "$PGBIN/dropdb" -h "$SOCKET" -U "$DB_USER" --if-exists --force "$1" >/dev/null 2>&1
    rm -rf "$SITE/data/filestore/$1"
}

# clone_database FROM TO: the rows and the files.
clone_database() {
    drop_database "$2"
    "$PGBIN/createdb" -h "$SOCKET" -U "$DB_USER" -T "$1" "$2"
    mkdir -p "$SITE/data/filestore"
    if [ -d "$SITE/data/filestore/$1" ]; then cp -a "$SITE/data/filestore/$1" "$SITE/data/filestore/$2"; fi
}

# rename_database FROM TO: the last step of building one, so that TO is always whole.
rename_database() {
    drop_database "$2"
    psql_as -c "ALTER DATABASE \"$1\" RENAME TO \"$2\"" postgres
    if [ -d "$SITE/data/filestore/$1" ]; then mv "$SITE/data/filestore/$1" "$SITE/data/filestore/$2"; fi
}
