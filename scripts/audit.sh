#!/bin/sh
# Compares the pinned packages with the published advisories. Needs pip-audit (or uv, which fetches it) and the
# network: the advisories come with the package index or, given --vulnerability-service osv, from OSV.
# A package without advisories to compare it with is a failure. Arguments are handed on to pip-audit.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

if command -v pip-audit >/dev/null 2>&1; then
    set -- pip-audit "$@"
elif command -v uv >/dev/null 2>&1; then
    set -- uv tool run pip-audit "$@"
else
    echo "Auditing needs pip-audit; type: python3 -m pip install pip-audit" >&2
    exit 1
fi
exec "$@" --strict --require-hashes --disable-pip --requirement requirements/run.txt
