# make serve   start the server on this machine; its data lies in ./data
# make test    every check and every test, as continuous integration runs them
# make bench   what it costs, as ratios to well-known servers, against the targets, in half an hour;
#              ARGS="--list" names its rows, ARGS="--only NAME" measures some of them
# make bench-quick  the same with less of everything, in five minutes: finds what is twice its target
# make soak    random operations against two workers, 10,000 of them, each answer held against git's own
# make fix     let the tools put right what they can
# make docs    write the reference pages anew from the tables of the server
# make lock    compile requirements/*.in into *.txt with versions and hashes

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
DATA ?= data
ARGS ?=
# One more than the processors of continuous integration: tests with the real server wait a lot.
WORKERS ?= 3
# By a name of its own: `make -n` runs lines that say $(MAKE), and one of them holds all tests.
STAMP := $(MAKE) --no-print-directory
OPERATIONS ?= 10000
SEED ?= 1
# Byte code is kept: the tests start hundreds of processes of the same sources.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help serve test bench bench-quick soak fix docs lock

help:
	@sed -n 's/^# make/make/p; s/^#    /    /p' Makefile

# Stamps say what is installed, so that a second run is quick.
.venv/.stamp-runtime: requirements/runtime.txt requirements/build.txt pyproject.toml .ci/venv
	@bash .ci/venv
	$(PIP) --require-hashes -r requirements/build.txt
	$(PIP) --require-hashes -r requirements/runtime.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.stamp-test: .venv/.stamp-runtime requirements/test.txt
	$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

serve: .venv/.stamp-runtime
	@$(BIN)/watchword serve --data "$(DATA)" $(ARGS)

# Every check runs, also after one that failed; pytest comes last, so that its summary is the end.
# What needs the network and what needs one processor only goes on beside the rest, but for .ci/venv,
# which may install a package too; mypy says what it found when it is done. One pytest compiles the
# tests, or each worker would compile all of them. It takes files as they come, those of the system
# first (tests/conftest.py), not the ones with the most tests: these are not the longest.
test:
	@bash .ci/venv
	@bash .ci/prerequisites test & installing=$$!; \
	$(STAMP) .venv/.stamp-runtime || { wait; exit 1; }; \
	wait $$installing
	@failed=""; \
	check() { echo "== $$*"; "$$@" || failed="$$failed $$(basename "$$1")"; }; \
	aside() { \
		local said status=0; \
		said=$$("$$@" 2>&1) || status=$$?; \
		printf '\n== %s\n%s\n' "$$*" "$$said"; \
		return $$status; \
	}; \
	{ bash .ci/newer-debian && bash .ci/octokit; } & fetching=$$!; \
	$(STAMP) .venv/.stamp-test || { wait; exit 1; }; \
	aside $(BIN)/mypy & typing=$$!; \
	check $(BIN)/ruff check; \
	check $(BIN)/ruff format --check; \
	check $(BIN)/lint-imports --no-logo; \
	$(BIN)/pytest --collect-only -qq >/dev/null || true; \
	wait $$fetching || { wait; exit 1; }; \
	check $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS); \
	wait $$typing || failed="$$failed mypy"; \
	if [[ -n "$$failed" ]]; then echo "failed:$$failed" >&2; exit 1; fi

bench: .venv/.stamp-runtime
	@bash .ci/prerequisites bench
	@$(BIN)/python -m bench $(ARGS)

bench-quick:
	@$(MAKE) --no-print-directory bench ARGS="--quick $(ARGS)"

soak: .venv/.stamp-test
	@bash .ci/prerequisites test
	@$(BIN)/pytest -q -s tests/surface/git_http/test_coherence.py --operations $(OPERATIONS) --seed $(SEED)

fix: .venv/.stamp-test
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: .venv/.stamp-test
	$(BIN)/python -m docs.reference.generate

lock: .venv/.stamp-test
	$(PIP) --require-hashes -r requirements/dev.txt
	COMPILER=$(CURDIR)/$(BIN)/pip-compile bash .ci/lock --upgrade
