# Every target works by hand on a machine with Python 3.11 or newer and make. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# A stamp is newer than the pins it was made from; touching the pins installs again. The stamps hold whole sets of
# packages, so `make run` never waits for the tools of the tests.
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
NPM_STAMP := tools/node_modules/.package-lock.json

.PHONY: help
help: ## list what can be done
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: $(RUN_STAMP) ## set everything up and serve the site on http://127.0.0.1:8000
	$(BIN)/claimcheck serve --host $(HOST) --port $(PORT)

.PHONY: test
test: setup ## set everything up and run every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/claimcheck lint
	$(BIN)/pytest

.PHONY: setup
setup: $(DEV_STAMP) ## make the environment with everything for working on the project

.PHONY: lint
lint: $(DEV_STAMP) ## check the code's style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(DEV_STAMP) ## check the code's types
	$(BIN)/mypy

.PHONY: claims
claims: $(RUN_STAMP) ## check the evidence base; every mistake at once, with file, field and reason
	$(BIN)/claimcheck lint

.PHONY: bench
bench: $(DEV_STAMP) ## measure speed and memory
	$(BIN)/python bench/check_page.py
	$(BIN)/python bench/kept_page.py

.PHONY: bench-retrieval
bench-retrieval: $(DEV_STAMP) ## score the search for the nearest claim beside others: DATA=folder of a public set
	$(BIN)/python bench/retrieval.py $(DATA)

.PHONY: load
load: $(DEV_STAMP) ## put two workers under load for some minutes; figures in docs/load.md
	$(BIN)/python bench/load.py

.PHONY: contract
contract: $(DEV_STAMP) ## hold the API to its own description with thousands of requests
	CONTRACT_EXAMPLES=300 $(BIN)/pytest -q -s tests/site/test_api_contract.py

.PHONY: fuzz
fuzz: $(DEV_STAMP) ## try texts that nobody would think of, for SECONDS=300 (guided where atheris can be installed)
	FUZZ_EXAMPLES=3000 $(BIN)/pytest -q tests/hostile
	@$(PIP) install --only-binary :all: atheris==3.0.0 || echo "atheris has no ready-made build for this machine."
	@if $(BIN)/python -c "import atheris" 2>/dev/null; then $(BIN)/python tests/hostile/fuzz.py $(SECONDS); fi

SECONDS := 300

.PHONY: audit
audit: $(VENV)/bin/python ## look for known weaknesses in what is pinned (weekly; needs network)
	@test -d $(VENV)/audit || $(BIN)/python -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install pip-audit==2.10.1
	$(VENV)/audit/bin/pip-audit --require-hashes --disable-pip --strict -r requirements-dev.txt
	$(if $(wildcard tools/package-lock.json),npm --prefix tools audit)

.PHONY: links
links: $(DEV_STAMP) ## ask whether the addresses of all sources still stand (weekly; needs network)
	$(BIN)/python bench/links.py

.PHONY: model
model: $(DEV_STAMP) ## train the reading model again from claims/wordings
	$(BIN)/claimcheck train

.PHONY: lighthouse
lighthouse: $(DEV_STAMP) $(NPM_STAMP) ## measure the site as a phone sees it (needs Node and Chromium)
	$(BIN)/python bench/lighthouse.py

.PHONY: html
html: $(DEV_STAMP) $(NPM_STAMP) ## check every kind of page as HTML (needs Node and Java)
	$(BIN)/pytest tests/site/test_html.py

.PHONY: picture
picture: $(DEV_STAMP) ## take the README's picture again (needs Chromium)
	$(BIN)/python docs/take_picture.py

.PHONY: format
format: $(DEV_STAMP) ## set the code in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: pins
pins: $(DEV_STAMP) ## work out the pinned versions again from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra postgres --extra redis $(PIN_FLAGS) -o requirements.txt
	uv pip compile pyproject.toml --extra dev $(PIN_FLAGS) -c requirements.txt -o requirements-dev.txt

PIN_FLAGS := --universal --generate-hashes --no-emit-index-url --no-header --quiet

.PHONY: clean
clean: ## take away the environment and everything made (not the database in `var/`)
	rm -rf $(VENV) tools/node_modules .ruff_cache .mypy_cache .hypothesis

$(NPM_STAMP): tools/package.json tools/package-lock.json
	npm --prefix tools ci
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes --requirement requirements.txt
	$(PIP) install --no-deps --editable .
	@touch $@

$(DEV_STAMP): requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes --requirement requirements-dev.txt
	$(PIP) install --no-deps --editable .
	@touch $@ $(RUN_STAMP)
