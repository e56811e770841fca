# The Python environment: pinned packages, and Odoo through a .pth file.
# shellcheck shell=bash

find_python() {
    local candidate
    for candidate in ${PROPERTY_SERVICE_PYTHON:+"$PROPERTY_SERVICE_PYTHON"} python3 python3.12 python3.11 python3.13 python3.10; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
}

PYTHON=$(find_python)
[ -n "$PYTHON" ] || die "no Python 3.10 to 3.13 was found" "Run as root: apt-get install python3, or set PROPERTY_SERVICE_PYTHON"
PYTHON_IS_SYSTEM=no
case "$PYTHON" in /usr/bin/*) PYTHON_IS_SYSTEM=yes ;; esac
REQUIREMENTS=("$ROOT/requirements.txt" "$ROOT/requirements-odoo.txt" "$ROOT/requirements-test.txt")
CONSTRAINTS=$ROOT/constraints.txt
VENV=$CACHE/venv/$("$PYTHON" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')-$(
    printf '%s\n' "$ODOO_KEY" | hash_of - "${REQUIREMENTS[@]}" "$CONSTRAINTS"
)
VENV_PYTHON=$VENV/bin/python

site_packages() { "$VENV_PYTHON" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])'; }

build_venv() {
    local log=$CACHE/pip.log
    [ ! -e "$VENV/.complete" ] || return 0
    say "Python packages (once, about a minute)"
    rm -rf "$VENV"
    "$PYTHON" -m venv "$VENV" >"$log" 2>&1 || die "the Python environment could not be made (see $log)" \
        "Run as root: apt-get install python3-venv"
    printf '%s\n' "$ODOO_DIST" >"$(site_packages)/odoo-19.pth"
    "$VENV_PYTHON" -m pip install --quiet -c "$CONSTRAINTS" "${REQUIREMENTS[@]/#/-r}" >>"$log" 2>&1 ||
        die "the Python packages could not be installed (see $log)" \
            "Check the network and the package index, then run this again"
    touch "$VENV/.complete"
}

# Folders that Odoo loads add-ons from: core, OCA from the package index, this checkout.
addons_path() { printf '%s,%s,%s' "$ODOO_DIST/odoo/addons" "$(site_packages)/odoo/addons" "$ROOT"; }
