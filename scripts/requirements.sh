#!/bin/sh
# Pins every package with its hashes: requirements/run.txt to run, requirements/test.txt to test,
# requirements/sweep.txt to run with what sweeps on a cluster and lists in PDF need as well,
# requirements/baselines.txt to measure the model against others.
# Needs uv. The files name no index, so that any mirror can serve them.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."
command -v uv >/dev/null 2>&1 || {
    echo "Pinning needs uv; type: python3 -m pip install uv" >&2
    exit 1
}
export UV_CUSTOM_COMPILE_COMMAND="make requirements"

pin() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate "$@"
}

pin pyproject.toml requirements/build.in --output-file requirements/run.txt
pin pyproject.toml requirements/build.in requirements/test.in \
    --constraint requirements/run.txt --output-file requirements/test.txt
pin pyproject.toml requirements/build.in --extra cluster --extra sweep --extra pdf \
    --constraint requirements/run.txt --output-file requirements/sweep.txt
pin pyproject.toml --extra baselines --constraint requirements/run.txt --output-file requirements/baselines.txt
