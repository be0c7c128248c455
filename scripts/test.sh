#!/usr/bin/env bash
# `make test`: the checks, then the tests. The last line is pytest's.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/packages.sh
scripts/check.sh
echo "── pytest"
# Two files side by side: half of the time a test waits for a server or a browser of its own.
exec .venv/bin/python -m pytest -m "not full" --numprocesses 2 --dist loadfile
