#!/bin/sh
# Writes requirements.lock (what runs) and requirements-dev.lock (that and what checks it).
set -eu
cd "$(dirname "$0")/.."

command -v uv >/dev/null || {
    echo "uv is missing: install it with “pip install uv”, then run make lock again." >&2
    exit 1
}

# The machine's own package sources must not reach the lock files: no settings, wheels only.
unset UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_DEFAULT_INDEX UV_FIND_LINKS
compile() {
    uv pip compile pyproject.toml --no-config --quiet --universal --python-version 3.11 \
        --generate-hashes --no-build --no-header --no-annotate "$@"
}

compile --upgrade --output-file requirements.lock
compile --upgrade --group dev --constraint requirements.lock --output-file requirements-dev.lock
