# Where everything is. Sourced first by every script in bin/.
# shellcheck shell=bash
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

# Root's home is closed to the database server's user, hence the system folders for root.
if [ "$(id -u)" = 0 ]; then
    CACHE=${PROPERTY_SERVICE_CACHE:-/var/cache/property-service}
    SITES=${PROPERTY_SERVICE_SITES:-/var/lib/property-service}
else
    CACHE=${PROPERTY_SERVICE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/property-service}
    SITES=${PROPERTY_SERVICE_SITES:-${XDG_DATA_HOME:-$HOME/.local/share}/property-service}
fi

# A site is what one checkout runs: its database cluster, its databases and their files.
SITE_KEY=$(printf '%s' "$ROOT${PROPERTY_SERVICE_SITES:-}" | sha256sum | cut -c1-10)
SITE=$SITES/$SITE_KEY
CLUSTER=$SITE/cluster
CONF=$SITE/odoo.conf
# A socket's path may have 107 bytes at most, so it cannot live below a deep folder.
SOCKET=/tmp/property-service-$(id -u)-$SITE_KEY
DB_USER=property

say() { printf '%s\n' "$*" >&2; }

# die WHAT REMEDY: one line that says what failed and what to do about it.
die() {
    say "error: $1. $2"
    exit 1
}

hash_of() { cat "${@:--}" | sha256sum | cut -c1-12; }

free_megabytes() { df -Pk "$1" | awk 'NR == 2 {print int($4 / 1024)}'; }

# need_space FOLDER MEGABYTES VARIABLE
need_space() {
    local free
    free=$(free_megabytes "$1")
    [ "$free" -ge "$2" ] || die "only $free MB are free below $1" \
        "Free $2 MB or set $3 to a folder on a larger disk"
}

check_folders() {
    # Odoo reads the folders of its add-ons from one line, separated by commas.
    case "$ROOT" in *,*) die "the checkout's path has a comma in it: $ROOT" "Move it to another folder" ;; esac
    mkdir -p "$CACHE/locks" "$SITE/log" 2>/dev/null || die "cannot write to $CACHE or $SITE" \
        "Set PROPERTY_SERVICE_CACHE and PROPERTY_SERVICE_SITES to folders that you may write"
}

# locked NAME COMMAND...: one process at a time among all checkouts that share the cache.
locked() {
    local name=$1
    shift
    (
        flock 9
        "$@"
    ) 9>"$CACHE/locks/$name"
}

# site_locked COMMAND...: one process at a time in this checkout. The database server
# outlives the command and must not inherit the lock; start_cluster closes it.
site_locked() {
    (
        flock 8
        "$@"
    ) 8>"$SITE/lock"
}
