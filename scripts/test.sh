#!/usr/bin/env bash
# `make test`: the checks, then the tests. The last line is pytest's.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/packages.sh
scripts/check.sh
echo "── pytest"
exec .venv/bin/python -m pytest -m "not full"
