# Everything that a person or CI does here, by name. `make help` lists it.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet
SOURCES := extractors patterns flows corpus
SAMPLE := corpus/samples/sample.scan.pdf

.PHONY: help demo test test-all lint format schema samples bench lock clean
.DEFAULT_GOAL := help

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

$(VENV)/.made: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo 'Juesuan needs Python 3.11: apt-get install python3.11 python3.11-venv'; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo 'The venv module is missing: apt-get install python3.11-venv'; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) 'setuptools>=77' wheel
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.made-dev: $(VENV)/.made requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.made ## Set up, read the sample scan, print what it says
	$(BIN)/juesuan extract $(SAMPLE) --output output
	$(BIN)/juesuan summary output/sample.scan.json

lint: $(VENV)/.made-dev ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.made-dev ## Bring the code to its format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: lint ## Style, types and the tests that take minutes at most
	$(BIN)/python -m pytest -q -m 'not slow'

test-all: lint ## The same with whole scanned documents
	$(BIN)/python -m pytest -q

schema: $(VENV)/.made ## Write docs/record.schema.json from the types
	$(BIN)/juesuan schema > docs/record.schema.json

samples: $(VENV)/.made ## Write the committed samples again
	$(BIN)/python -m corpus.generate --family lakes --seed 7 --no-tables --scan office200 --out corpus/samples --name sample.scan
	$(BIN)/python -m corpus.generate --family mof --seed 5 --out corpus/samples --name sample.digital

bench: $(VENV)/.made ## Measure extraction against bare OCR, side by side (SCAN=a.pdf DIGITAL=b.pdf)
	$(BIN)/python benchmarks/extract.py $(if $(SCAN),--scan $(SCAN)) $(if $(DIGITAL),--digital $(DIGITAL))

lock: $(VENV)/.made-dev ## Resolve the dependencies again
	$(PIP) uv
	$(BIN)/uv pip compile pyproject.toml --no-config --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --upgrade -o requirements.lock -q
	$(BIN)/uv pip compile pyproject.toml --extra dev --no-config --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -c requirements.lock -o requirements-dev.lock -q

clean: ## Remove what was made
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
