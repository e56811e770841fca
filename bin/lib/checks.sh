# What a test run checks before it runs tests, and what it runs.
# shellcheck shell=bash

# Both add-ons, the tests across them, and OCA helpdesk's own tests beside our changes; its
# test_js.py starts the web client's own suite, which pytest cannot tell from a test of it.
everything() {
    local helpdesk
    helpdesk=$(site_packages)/odoo/addons/helpdesk_mgmt/tests
    printf '%s\n' "${ADDONS[@]}" tests "$helpdesk" "--ignore=$helpdesk/test_js.py"
}

# Slow, hence passed over where nothing has changed since it last found nothing.
check_pylint() {
    local key
    key=$(cd "$ROOT" && find "${ADDONS[@]}" .pylintrc -type f -not -name '*.pyc' -print0 |
        sort -z | xargs -0 sha256sum | hash_of)
    [ "$(cat "$SITE/pylint.key" 2>/dev/null)" != "$key" ] || return 0
    say "pylint"
    pylint --rcfile="$ROOT/.pylintrc" "${ADDONS[@]}" >&2 ||
        die "pylint has found something" "Mend the lines above"
    printf '%s' "$key" >"$SITE/pylint.key"
}
