#!/bin/sh
# All checks, then all tests. pytest comes last, so that its summary ends the output.
# With CI=true the slow groups run as well.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."
PATH=$(pwd)/.venv/bin:$PATH
failed=""

check() {
    name=$1
    shift
    echo "== $name: $*"
    "$@" </dev/null || failed="$failed $name"
}

check format ruff format --check --quiet .
check lint ruff check --quiet .
check types mypy
check spelling codespell
check shell shellcheck scripts/*.sh docs/deploy/*.sh .ci/run

echo "== tests${failed:+ (failed before them:$failed)}"
pytest -n 2 --dist worksteal -rs </dev/null || exit
[ -z "$failed" ]
