PYTHON ?= python3
VENV := .venv
STAMP := $(VENV)/.installed

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */\1: /'

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Copydesk needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --require-hashes -r requirements-dev.lock
	$(VENV)/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# The tests run against a real PostgreSQL server; only root can install one, others skip those tests.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null; }

test: $(STAMP) postgresql ## run the tests
	$(VENV)/bin/python -m pytest

check: $(STAMP) ## lint and type-check
	$(VENV)/bin/ruff check model store tests
	$(VENV)/bin/ruff format --check model store tests
	$(VENV)/bin/mypy

.PHONY: help test check postgresql
