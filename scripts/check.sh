#!/usr/bin/env bash
# The laws of the house that need no test: style, types, who may import whom.
set -euo pipefail
cd "$(dirname "$0")/.."

# Reading the settings must not make a data folder on the developer's machine.
export THREERING_SECRET_KEY=${THREERING_SECRET_KEY:-only-for-checks}
export DJANGO_SETTINGS_MODULE=threering.runtime.settings

step() { echo "── $*" && "$@"; }
step .venv/bin/ruff check --quiet .
step .venv/bin/ruff format --check --quiet .
step .venv/bin/mypy
step .venv/bin/lint-imports
