# Everything that a person or CI does here, by name. `make help` lists it.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
# The first interpreter that runs, is of a version that Juesuan runs on, and can make a virtual environment.
USABLE := import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3; do \
  $$python -c '$(USABLE)' 2>/dev/null && { echo $$python; break; }; done)
# uv where it is installed, for it is faster; both hold what they install against the hashes of the lock files.
UV := $(shell command -v uv)
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip
INSTALL := $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(PIP) install --quiet)
WHEELHOUSE := wheelhouse
# Where the wheelhouse is tried: a name that scripts stumble over. No network, where this machine lets one do without.
TRIED := output/空 目录
OFFLINE := unshare --map-root-user --net sh -c 'ip link set lo up && exec "$$0" "$$@"'
OFFLINE := $(if $(shell $(OFFLINE) true 2>/dev/null && echo yes),$(OFFLINE))
# What other interpreters are tried with: the readers of numbers and texts, the command line, what is written.
PYTHONS ?= $(filter-out $(notdir $(PYTHON)),$(shell for python in python3.11 python3.12 python3.13 python3.14; do \
  $$python -c '$(USABLE)' 2>/dev/null && echo $$python; done))
SMOKE := tests/patterns tests/extractors/model tests/extractors/language tests/extractors/test_formats.py tests/flows/test_cli.py \
  tests/flows/publish
SOURCES := juesuan extractors patterns flows corpus
SAMPLE := corpus/samples/sample.scan.pdf
# Debian packages that some tests use; without them these tests skip and say so.
SYSTEM_TEST_PACKAGES := nginx-light postgresql chromium chromium-driver fonts-noto-cjk libreoffice-calc libreoffice-writer python3-uno

.PHONY: help demo system-test-deps test test-all lint format schema codebook samples baseline check-baseline slips bench \
  bench-digital bench-publish bench-scale bench-tokens mutants wheelhouse test-wheel test-pythons sbom fuzz mutations lock clean
.DEFAULT_GOAL := help

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

$(VENV)/.made: requirements-build.lock requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(USABLE)' 2>/dev/null || \
	  { echo 'Juesuan needs Python 3.11 to 3.14 with its venv module: apt-get install python3 python3-venv'; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r requirements-build.lock
	$(INSTALL) --no-build-isolation --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.made-dev: $(VENV)/.made requirements-dev.lock
	$(INSTALL) --no-build-isolation --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.made ## Set up, read the sample scan, print what it says
	$(BIN)/juesuan extract $(SAMPLE) --output output
	$(BIN)/juesuan summary output/sample.scan.json
	@echo
	@echo 'The command is $(BIN)/juesuan; after `source $(BIN)/activate` this shell knows it as juesuan.'

lint: $(VENV)/.made-dev ## Style, types and knowledge files
	$(BIN)/python -m patterns.check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.made-dev ## Bring the code to its format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: lint ## Style, types and the tests that take minutes at most
	$(BIN)/python -m pytest -q -n auto -m 'not slow'

test-all: lint ## The same with whole scanned documents
	$(BIN)/python -m pytest -q

system-test-deps: ## Install what some tests use of Debian's packages (as root)
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends $(SYSTEM_TEST_PACKAGES)

schema: $(VENV)/.made ## Write docs/record.schema.json from the types
	$(BIN)/juesuan schema > docs/record.schema.json

codebook: $(VENV)/.made ## Write docs/codebook.md from the types and the knowledge files
	$(BIN)/juesuan codebook > docs/codebook.md

samples: $(VENV)/.made ## Write the committed samples again
	$(BIN)/python -m corpus.generate --family lakes --seed 7 --no-tables --scan office200 --out corpus/samples --name sample.scan
	$(BIN)/python -m corpus.generate --family mof --seed 5 --out corpus/samples --name sample.digital

baseline: $(VENV)/.made ## Measure the baseline documents again and write corpus/baseline.json
	$(BIN)/python -m corpus.evaluate.baseline --write

check-baseline: $(VENV)/.made ## Fail where a figure of the baseline fell by more than its noise
	$(BIN)/python -m corpus.evaluate.baseline

slips: $(VENV)/.made ## Set slips of an OCR into documents and measure what repair makes of them
	$(BIN)/python -m corpus.evaluate.slips --seeds 2

bench: $(VENV)/.made ## Measure this pipeline beside RapidOCR and tesseract on the same scans
	$(BIN)/python -m benchmarks.ocr

bench-digital: $(VENV)/.made ## Measure digital pages against PyMuPDF's own text and drawings of them
	$(BIN)/python -m benchmarks.digital

bench-publish: $(VENV)/.made-dev ## Measure publishing ten thousand made Records
	$(BIN)/python -m benchmarks.publish

bench-scale: $(VENV)/.made-dev ## Measure batch, publish and audit over 1 to 10,000 documents: CPU and memory as they grow
	$(BIN)/python -m benchmarks.scale

bench-tokens: $(VENV)/.made-dev ## Read cases with and without words; tell what words cost at the start
	$(BIN)/python -m benchmarks.tokens

mutants: $(VENV)/.made-dev ## Change the code in 300 places, one at a time; fail where the tests notice too few (ROOMS, NUMBER, SEED)
	$(BIN)/python -m benchmarks.mutants $(ROOMS) --number $(or $(NUMBER),300) --seed $(or $(SEED),1)

lock: $(VENV)/.made-dev ## Resolve the dependencies again
	$(INSTALL) uv
	printf 'setuptools>=77\nwheel\n' | $(BIN)/uv pip compile - --no-config --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade -o requirements-build.lock -q
	$(BIN)/uv pip compile pyproject.toml --extra all -c requirements-build.lock --no-config --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --upgrade -o requirements.lock -q
	$(BIN)/uv pip compile pyproject.toml --extra all --extra dev --no-config --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -c requirements.lock -o requirements-dev.lock -q

wheelhouse: $(VENV)/.made ## Gather all packages as wheels, for machines without a network (docs/deployment.md; WHEELHOUSE)
	rm -rf $(WHEELHOUSE)
	$(PIP) wheel --quiet --no-deps --no-build-isolation --require-hashes -w $(WHEELHOUSE) -r requirements.lock
	$(PIP) wheel --quiet --no-deps --no-build-isolation -w $(WHEELHOUSE) .
	$(BIN)/python deploy/wheels.py $(WHEELHOUSE) > $(WHEELHOUSE)/requirements.lock
	@du -sh $(WHEELHOUSE)

test-wheel: wheelhouse ## Install from the wheelhouse without a network, in a folder 空 目录, and run every command there
	@test -n "$(OFFLINE)" || echo 'no network namespace can be made here: tried with the network' >&2
	rm -rf "$(TRIED)" && mkdir -p "$(TRIED)/work"
	$(PYTHON) -m venv "$(TRIED)/venv"
	$(OFFLINE) "$(TRIED)/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index \
	  --find-links $(WHEELHOUSE) --require-hashes -r $(WHEELHOUSE)/requirements.lock
	$(OFFLINE) "$(TRIED)/venv/bin/python" deploy/every_command.py "$(TRIED)/venv/bin" "$(TRIED)/work"
	rm -rf "$(TRIED)"

test-pythons: ## Set up and try each other interpreter that is found, within minutes (PYTHONS)
	@for python in $(PYTHONS); do \
	  echo "$$python: $$($$python --version)"; \
	  $(MAKE) --no-print-directory VENV=.venv-$$python PYTHON=$$python demo .venv-$$python/.made-dev && \
	  .venv-$$python/bin/python -m pytest -q -m 'not slow' $(SMOKE) || exit 1; done

sbom: $(VENV)/.made-dev ## Write output/sbom.cdx.json: every package of the lock file with its hashes (CycloneDX)
	mkdir -p output
	PYTHONWARNINGS=ignore $(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml \
	  --output-reproducible --output-format JSON --output-file output/sbom.cdx.json

fuzz: $(VENV)/.made-dev ## Look for inputs that break readers and numbers, for some minutes (SECONDS=300)
	SECONDS_TO_FUZZ=$(or $(SECONDS),300) $(BIN)/python -m tests.fuzz

mutations: $(VENV)/.made-dev ## Break a thousand documents of every kind and tell what became of them (NUMBER, SEED)
	$(BIN)/python -m corpus.mutations --count $(or $(NUMBER),1000) --seed $(or $(SEED),1)

clean: ## Remove what was made
	rm -rf $(VENV) .venv-python* $(WHEELHOUSE) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
