# yishi (议事). `make run` and `make test` need python3 (3.11 or newer) with venv, and nothing else.

PYTHON ?= python3
BIN := .venv/bin
RUN_STAMP := .venv/.run-installed
DEV_STAMP := .venv/.dev-installed
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes

BENCHES := startup pages
FAST := not journey and not fault and not real_data

.PHONY: help run test check lint journeys bench faults real-data clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(RUN_STAMP) ## the demo town on one machine: http://127.0.0.1:8000 (YISHI_PORT, YISHI_DATA)
	@exec $(BIN)/flask --app yishi up --demo

test: $(DEV_STAMP) ## the fast tests, on servers they start themselves
	$(BIN)/pytest -n 2 -q -m "$(FAST)"

check: lint test ## style, types, layers, templates, then the fast tests

lint: $(DEV_STAMP) ## style, types, layers and templates alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

journeys: $(DEV_STAMP) ## through the browser: needs Chromium
	$(BIN)/pytest -q -m journey

faults: $(DEV_STAMP) ## breaks things on purpose
	$(BIN)/pytest -q -m fault

real-data: $(DEV_STAMP) ## reads the real appeals in ../shared/data, where they are
	$(BIN)/pytest -q -m real_data

bench: $(DEV_STAMP) ## measures the promises; each prints a table and a line RESULT
	@set -e; for name in $(BENCHES); do echo "== $$name"; $(BIN)/python -m benchmarks.$$name; done

clean: ## removes what was built; the data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/bin/pip:
	$(PYTHON) -m venv .venv

$(RUN_STAMP): requirements.txt | .venv/bin/pip
	$(PIP) -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt | .venv/bin/pip
	$(PIP) -r requirements-dev.txt
	@touch $@ $(RUN_STAMP)
