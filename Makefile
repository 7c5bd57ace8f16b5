# `make demo` and `make test` do all their own set-up; the other targets are for those who change the project.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test test-all test-thorough lint types layers unit wheel data check-own-words lock bench clean help

help:
	@echo "make demo       set up .venv, build the graph, check it, show it, write build/mitigraph.ttl and .jsonld"
	@echo "make test       set up .venv, then lint, types, layers, tests, and the wheel in a clean environment"
	@echo "make test-all   the same with the tests that take long"
	@echo "make data       rewrite what ships but is made from schemes and tables"
	@echo "make check-own-words DATABASE=FILE  no sentence of the published CSV stands in what ships"
	@echo "make bench      side-by-side benchmarks (minutes)"
	@echo "make lock       resolve requirements.lock anew"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "mitigraph needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing (on Debian: apt install python3-venv)"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY)
	@mkdir -p build
	$(BIN)/mitigraph check
	$(BIN)/mitigraph coverage --rows actor --columns stage --format table
	$(BIN)/mitigraph query measures-by-facet -p actor=developer -p stage=build-and-use-model -p function=manage --format table
	$(BIN)/mitigraph export turtle -o build/mitigraph.ttl
	$(BIN)/mitigraph export jsonld -o build/mitigraph.jsonld

test: $(READY) lint types layers unit wheel

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports --no-cache

unit: $(READY)
	$(BIN)/python -m mitigraph.release --check
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-all: $(READY) lint types layers test-thorough wheel

test-thorough: $(READY)
	HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -n 2 --dist worksteal -m "thorough or not thorough"

wheel: $(READY)
	$(BIN)/python tests/wheel/check_wheel.py

data: $(READY)
	$(BIN)/python -m mitigraph.release

check-own-words: $(READY)
	@test -n "$(DATABASE)" || { echo "say where the published CSV is: make check-own-words DATABASE=mitigations.csv"; exit 2; }
	$(BIN)/python -m mitigraph.release.own_words "$(DATABASE)"

bench: $(READY)
	$(BIN)/python benchmarks/run.py

lock:
	uv pip compile pyproject.toml --group dev --all-extras --generate-hashes --no-header --no-emit-index-url --no-annotate --universal --python-version 3.11 --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
