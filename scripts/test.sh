#!/usr/bin/env bash
# `make test`: the checks, then the tests. The last line is pytest's.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/packages.sh
scripts/check.sh
echo "── pytest"
# Three at a time on two cores: most of them wait for a server or a browser of their own.
exec .venv/bin/python -m pytest -m "not full" --numprocesses 3 --dist loadfile
