# Databases with both add-ons, made from the core image.
# shellcheck shell=bash

ADDONS=(property_service property_service_reports)

addons_list() { (IFS=, && printf '%s' "${ADDONS[*]}"); }

# What a database depends on: all of the add-ons but their tests, translations included.
addons_key() {
    (
        cd "$ROOT"
        find "${ADDONS[@]}" -type f -not -path '*/tests/*' -not -name '*.pyc' -print0 |
            sort -z | xargs -0 sha256sum
    ) | cat - "$ROOT/bin/lib/suite.sh" "$SITE/core.image" | hash_of
}

# build_suite NAME LOG: a clone of the core with both add-ons and ready-made web assets.
build_suite() {
    local name=$1 log=$2
    clone_database core "$name"
    odoo_command -c "$CONF" -d "$name" --no-http -i "$(addons_list)" \
        --stop-after-init >"$log" 2>&1 ||
        die "the add-ons could not be installed (see $log)" "Mend what its end says and run this again"
    if grep -E ' (WARNING|ERROR|CRITICAL) ' "$log" >&2; then
        die "the installation of the add-ons is not clean (see $log)" "Mend the warnings above"
    fi
    odoo_command shell -c "$CONF" -d "$name" --no-http <"$ROOT/bin/lib/prepare_assets.py" >>"$log" 2>&1 ||
        die "the web client's assets could not be built (see $log)" "Mend what its end says"
}

# The database that tests and benchmarks clone; made anew when an add-on has changed.
ensure_template() {
    TEMPLATE=suite_$(addons_key)
    site_locked make_template "$TEMPLATE"
}

make_template() {
    local old
    if has_database "$1"; then return 0; fi
    say "test database (once per change of the add-ons)"
    for old in $(psql_as -c "SELECT datname FROM pg_database WHERE datname ~ '^suite_'" postgres); do
        drop_database "$old"
    done
    build_suite suite_part "$SITE/log/install.log"
    rename_database suite_part "$1"
}
