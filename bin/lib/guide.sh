# The run of the guide's commands; tests/guide/run.py says more.
# shellcheck shell=bash

run_guide() {
    export PGBIN GUIDE_CACHE=$CACHE
    cd "$ROOT"
    exec "$VENV_PYTHON" -m tests.guide.run "$@"
}
