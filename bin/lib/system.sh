# Debian packages: the database server, the browser, the printer, Chinese fonts.
# shellcheck shell=bash

# as_root COMMAND...: as root, or through sudo where it asks for no password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q ' installed$' ||
            printf '%s\n' "$package"
    done
}

install_packages() {
    local wanted=(postgresql postgresql-contrib chromium fonts-noto-cjk libpq-dev gcc gettext) missing=()
    command -v dpkg-query >/dev/null || die "this is not a Debian system" \
        "Use Debian 12 or 13, or install the add-ons into your own Odoo 19 as the README shows"
    # A patched wkhtmltopdf prints faster; Debian 13 has none and Chromium prints instead.
    if apt-cache show wkhtmltopdf >/dev/null 2>&1; then wanted+=(wkhtmltopdf); fi
    [ "$PYTHON_IS_SYSTEM" = no ] || wanted+=(python3-venv python3-dev)
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    [ "${#missing[@]}" -gt 0 ] || return 0
    say "Debian packages: ${missing[*]}"
    as_root true || die "Debian packages are missing and this user may not install them" \
        "Run as root: apt-get install ${missing[*]}"
    mkdir -p "$SITE/log"
    {
        # An installation that was killed leaves packages half configured.
        as_root dpkg --configure -a && as_root apt-get -q update &&
            as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install "${missing[@]}"
    } >"$SITE/log/apt.log" 2>&1 || die "apt-get install failed (see $SITE/log/apt.log)" \
        "Check the network and the Debian sources, then run: apt-get install ${missing[*]}"
}
