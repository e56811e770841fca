# Odoo 19.0 from Debian's package file, unpacked into a folder of ours; nothing is installed system-wide.
# shellcheck shell=bash

ODOO_PACKAGE=odoo-19
ODOO_VERSION=19.0.0+dfsg-1
# Odoo's package links into these; the fonts of the stable suite still have the file names it links to.
LINKED_UNSTABLE=(libjs-jquery libjs-jquery-form libjs-underscore fonts-roboto-unhinted fonts-ocr-b fonts-montserrat)
LINKED_STABLE=(fonts-font-awesome fonts-inconsolata)
# Keyed by what is pinned, so that a change of these scripts fetches nothing anew.
ODOO_KEY=$(printf '%s\n' "$ODOO_PACKAGE=$ODOO_VERSION" "${LINKED_UNSTABLE[@]}" "${LINKED_STABLE[@]}" | hash_of)
PREFIX=$CACHE/odoo/$ODOO_KEY
ODOO_DIST=$PREFIX/usr/lib/python3/dist-packages

# The address of the Debian archive, taken from this machine's own sources.
debian_address() {
    {
        awk '/^URIs:/ {print $2}' /etc/apt/sources.list.d/*.sources 2>/dev/null || true
        sed -nE 's/^deb (\[[^]]*\] )?([^ ]+) .*/\2/p' /etc/apt/sources.list \
            /etc/apt/sources.list.d/*.list 2>/dev/null || true
    } | grep -E '/debian/?$' | head -n 1
}

# apt_unstable VERB...: apt with a state folder of its own that knows the unstable suite only.
apt_unstable() {
    local state=$CACHE/apt
    "$1" -q -o Dir::State::Lists="$state/lists" -o Dir::Cache="$state/cache" \
        -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null "${@:2}"
}

prepare_apt() {
    local address state=$CACHE/apt
    address=$(debian_address)
    [ -n "$address" ] || die "no Debian archive is named in /etc/apt" \
        "Add a line for the main Debian archive to /etc/apt/sources.list"
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$CACHE/downloads"
    printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s sid main\n' \
        "$address" >"$state/sources.list"
    apt_unstable apt-get -o Acquire::Retries=2 update || return 1
    # The stable suite's lists are the machine's own.
    [ "$(id -u)" != 0 ] || apt-get -q update || return 1
}

# Moved to their place when all are there, so that half a file is never unpacked.
download() {
    local package pinned=$ODOO_PACKAGE=$ODOO_VERSION part=$CACHE/downloads.part
    rm -rf "$part"
    mkdir -p "$part" && cd "$part" || return 1
    if ! apt_unstable apt-get download "$pinned"; then
        say "note: $pinned has left the archive; taking the newest $ODOO_PACKAGE"
        apt_unstable apt-get download "$ODOO_PACKAGE" || return 1
    fi
    for package in "${LINKED_UNSTABLE[@]}"; do apt_unstable apt-get download "$package" || return 1; done
    for package in "${LINKED_STABLE[@]}"; do apt-get -q download "$package" || return 1; done
    mv ./*.deb "$CACHE/downloads/"
}

downloaded() { find "$CACHE/downloads" -name "$1_*.deb" -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1 | cut -d' ' -f2-; }

all_downloaded() {
    local package
    [ -n "$(downloaded "$ODOO_PACKAGE")" ] || return 1
    for package in "${LINKED_UNSTABLE[@]}" "${LINKED_STABLE[@]}"; do
        [ -n "$(downloaded "$package")" ] || return 1
    done
}

unpack_odoo() {
    local package broken
    [ ! -e "$PREFIX/.complete" ] || return 0
    say "Odoo 19.0 (123 MB, once)"
    if ! all_downloaded; then
        { prepare_apt && (download); } >"$CACHE/download.log" 2>&1 ||
            die "Odoo's package could not be fetched (see $CACHE/download.log)" \
                "Check the network and that the Debian archive is reachable, then run this again"
        grep -h '^note:' "$CACHE/download.log" >&2 || true
    fi
    rm -rf "$PREFIX"
    mkdir -p "$PREFIX"
    for package in "$ODOO_PACKAGE" "${LINKED_UNSTABLE[@]}" "${LINKED_STABLE[@]}"; do
        dpkg-deb -x "$(downloaded "$package")" "$PREFIX" 2>>"$CACHE/download.log" || {
            rm -f "$CACHE/downloads/$package"_*.deb
            die "$package could not be unpacked (see $CACHE/download.log)" \
                "Check the free space below $CACHE and run this again"
        }
    done
    broken=$(find "$PREFIX" -xtype l | head -n 3)
    [ -z "$broken" ] || die "Odoo's package links to missing files: $broken" \
        "Report this with the file $CACHE/download.log"
    touch "$PREFIX/.complete"
}
