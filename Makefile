# Every target sets up what it needs; a second start finds it done. All state is in var/, which git ignores.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
RUN := var/venv/bin/python
# Two cores are enough; more only help a little.
WORKERS ?= logical
# Sets read in one order, so that both workers collect the same tests.
export PYTHONHASHSEED ?= 0
export UV_CACHE_DIR ?= $(CURDIR)/var/cache/uv

.PHONY: help ready browser demo demo-reset test check format audit trust bench docs migration lock words

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

ready:
	@$(PYTHON) setup/install.py
	@$(RUN) setup/vendor.py

browser: ready
	@$(RUN) setup/browser.py

demo: ready ## a complete demo on http://127.0.0.1:8000 (PORT= to choose), until you stop it
	@exec var/venv/bin/maatwerk demo --port $(PORT)

demo-reset: ready ## the same, starting over with fresh data
	@exec var/venv/bin/maatwerk demo --port $(PORT) --reset

test: browser ## every test except the benchmarks
	@exec $(RUN) -m pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile

check: ready ## formatting, lint, types, import contracts, catalogues, words, licences
	@exec $(RUN) setup/check.py

format: ready ## puts every file in the house's form
	@$(RUN) -m ruff format --quiet
	@exec $(RUN) -m ruff check --fix --quiet

audit: ready ## known vulnerabilities in the pinned packages
	@exec $(RUN) -m pip_audit --disable-pip --require-hashes -r requirements-dev.lock --progress-spinner off --strict

trust: browser ## the full isolation, access and privacy figures, under var/trust/
	@mkdir -p var/trust
	@MAATWERK_TRUST=full $(RUN) -m pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile -rA \
		--junitxml=var/trust/report.xml tests/tenancy tests/access 2>&1 | tee var/trust/report.txt

bench: ready ## the benchmarks, with a JSON file under var/bench/
	@mkdir -p var/bench
	@exec $(RUN) -m pytest -s -q tests/bench

docs: ready ## the documentation, under var/docs/
	@exec $(RUN) -m sphinx -W -q -b html -d var/docs/.doctrees docs var/docs

migration: ready ## writes the core's first migration anew from the models
	@exec $(RUN) setup/migration.py

lock: ready ## pins everything anew from requirements*.in and package.json
	@exec $(RUN) setup/lock.py

words: ready ## brings every catalogue up to date with the code
	@exec $(RUN) setup/words.py
