# Two commands are enough: `make demo` to see it, `make test` to change it. `make help` lists all.

.DELETE_ON_ERROR:
.PHONY: help setup demo test verify bench check lint messages lock clean
.DEFAULT_GOAL := help

V := .venv
PY := $(V)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet
NEW_ENOUGH := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
# The system's own first: it is built to be fast, which one that was compiled by hand mostly is not.
PYTHON ?= $(shell for p in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$p -c '$(NEW_ENOUGH)' 2>/dev/null; then echo $$p; break; fi; done)
PIN := $(V)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

help:  ## show this
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-16s%s\n", $$1, $$2}'

setup: $(V)/.threering  ## install everything into .venv, build the web assets and the texts
	@$(PY) scripts/build_assets.py

demo: setup  ## start a full demo at http://127.0.0.1:8000 (data in ./data)
	@THREERING_DATA=$${THREERING_DATA:-$(CURDIR)/data} exec $(V)/bin/threering start --demo

test: setup $(V)/.dev  ## everything that must be green before a commit, at most 15 minutes
	@scripts/test.sh

check: setup $(V)/.dev  ## the checks of `make test` without its tests: a minute
	@scripts/check.sh

lint: $(V)/.dev  ## format and mend what can be mended
	@$(V)/bin/ruff format . && $(V)/bin/ruff check --fix .

messages: setup  ## gather all texts, renew the translations' files, say what is missing
	@$(PY) scripts/messages.py

verify: setup $(V)/.dev  ## the full-size acceptance, resumable: make verify [ISSUE=house]
	@scripts/packages.sh
	@$(PY) scripts/verify.py $(ISSUE)

bench: setup $(V)/.dev  ## one table of figures, as ratios to a floor measured beside them
	@$(PY) -m bench

lock: $(V)/.dev  ## renew the pinned and hashed requirements
	@$(PIN) --upgrade --group build pyproject.toml -o requirements/core.txt
	@$(PIN) --upgrade -c requirements/core.txt --group build --group dev pyproject.toml \
		-o requirements/dev.txt
	@$(PIN) --upgrade requirements/node.in -o requirements/node.txt

clean:  ## remove what was built and installed; your data stays
	@rm -rf $(V) node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache \
		.hypothesis threering/web/static threering/web/static_root threering/locale/*/ dist *.egg-info

# --- what stands behind them ------------------------------------------------------------------

$(V)/.core: requirements/core.txt
	@test -n "$(PYTHON)" || { echo "Threering needs Python 3.11 or newer with its venv module, and none\
	 is here. On Debian 12 or newer: apt install python3 python3-venv"; exit 1; }
	@echo "Installing into $(V); this takes a minute or two."
	@test -x $(PY) || $(PYTHON) -m venv $(V)
	@$(PIP) --require-hashes -r requirements/core.txt
	@touch $@

$(V)/.threering: $(V)/.core pyproject.toml
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(V)/.dev: $(V)/.threering requirements/dev.txt
	@echo "Installing what developers need."
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@
