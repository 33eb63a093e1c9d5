PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check -qq
CODE := model service store training tests benchmarks hatch_build.py
# Whatever of these changes, Copydesk is installed anew, and what was made of it is compiled.
BUILT := pyproject.toml hatch_build.py model/_kernel.c $(wildcard model/c/*.h model/*.py service/*.py service/checks/*.py service/protocols/native/*.py store/*.py)
# What `make run` listens on, and what `make train` learns from.
PORT := 8080
CORPUS ?=
# How `make test` runs the tests: three at once, since they wait for processes and browsers for two fifths of their time.
# Not by files (`--dist loadfile`): of Schemathesis' tests, which share one id, only one would be run.
# `make test PYTEST=-x` runs them one after the other, to the first that fails.
PYTEST := -n 3 --dist worksteal
# Further options of `make bench`: --quick, --only service,batch, --long, --json, …
BENCH ?=
export NO_COLOR := 1
.DELETE_ON_ERROR:

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */\1: /'

run: $(VENV)/.serving ## serve on 127.0.0.1:8080, with what is stored under var (PORT=9000 for another port)
	@$(BIN)/copydesk serve --port $(PORT)

reader: $(VENV)/.serving ## install what the second reader needs; `make run` uses it from then on
	@$(PIP) install --require-hashes -r requirements-reader.lock

test: $(VENV)/.developing postgresql chromium ## run the tests
	@tests/clients/install.sh $(VENV)/clients
	@$(BIN)/python -m pytest $(PYTEST)

check: $(VENV)/.developing ## lint, check types and who may import whom
	@$(BIN)/ruff check --quiet $(CODE)
	@$(BIN)/ruff format --check --quiet $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(VENV)/.developing wrk postgresql ## measure speed and memory, beside a reference in the same run (BENCH=--quick)
	@$(BIN)/python -m benchmarks $(if $(CORPUS),--corpus $(CORPUS)) $(BENCH)

# Without TRAIN=--left-out it takes a third of the time, and the card says nothing of sources that it never saw.
TRAIN := --left-out

train: $(if $(CORPUS),$(VENV)/.developing) ## train the model that ships: make train CORPUS=corpus.parquet (TRAIN= for a quick one)
	@test -n "$(CORPUS)" || { echo "name the labelled comments to learn from: make train CORPUS=corpus.parquet"; exit 2; }
	@$(BIN)/copydesk-train fit --corpus $(CORPUS) --out var/models $(TRAIN)

# What each step of docs/quality.md is measured with.
PLAIN := --no-even-terms --labels-as-given --synthetic 0 --untold 0
ABROAD = $(BIN)/copydesk-train evaluate --leave-one-source-out --corpus $(CORPUS)
AT_HOME = $(BIN)/copydesk-train evaluate $(MODEL) --json
MODEL := default
MEASURED := var/quality

quality: $(if $(CORPUS),$(VENV)/.developing) ## measure how well it judges, into docs/quality.md: make quality CORPUS=corpus.parquet EVALUATION=folder
	@test -n "$(CORPUS)" -a -n "$(EVALUATION)" || { echo "make quality CORPUS=corpus.parquet EVALUATION=folder"; exit 2; }
	@mkdir -p $(MEASURED)
	@$(ABROAD) $(PLAIN) --equal-weights --no-source-intercepts --save $(MEASURED)/plain.npz >$(MEASURED)/plain.txt
	@$(ABROAD) $(PLAIN) --save $(MEASURED)/weighted.npz >$(MEASURED)/weighted.txt
	@$(ABROAD) --no-even-terms --synthetic 0 --untold 0 --save $(MEASURED)/labels.npz >$(MEASURED)/labels.txt
	@$(ABROAD) --no-even-terms --untold 0 --save $(MEASURED)/generated.npz >$(MEASURED)/generated.txt
	@$(ABROAD) --untold 0 --save $(MEASURED)/even.npz >$(MEASURED)/even.txt
	@$(ABROAD) --save $(MEASURED)/untold.npz >$(MEASURED)/untold.txt
	@$(ABROAD) --promises --json >$(MEASURED)/promises.json
	@$(AT_HOME) --on $(EVALUATION)/hatecheck.parquet --by functionality >$(MEASURED)/hatecheck.json
	@$(AT_HOME) --on $(EVALUATION)/multilingual_hatecheck.parquet --by lang >$(MEASURED)/multilingual.json
	@$(AT_HOME) --on $(EVALUATION)/openai_moderation.parquet --on $(EVALUATION)/wiki_context.parquet >$(MEASURED)/others.json
	@$(AT_HOME) --slices >$(MEASURED)/slices.json
	@$(AT_HOME) --on $(CORPUS) --held-out >$(MEASURED)/held-out.json
	@$(BIN)/python -m benchmarks.quality $(STEPS) --promises $(MEASURED)/promises.json --hatecheck $(MEASURED)/hatecheck.json \
		--multilingual $(MEASURED)/multilingual.json --slices $(MEASURED)/slices.json --held-out $(MEASURED)/held-out.json \
		--others $(MEASURED)/others.json --page docs/quality.md

STEPS = --step "Plain: all rows alike=$(MEASURED)/plain.npz" \
	--step "Source weights and intercepts=$(MEASURED)/weighted.npz" \
	--step "Labels implied and doubted=$(MEASURED)/labels.npz" \
	--step "Generated rows=$(MEASURED)/generated.npz" \
	--step "Civil sentences score alike=$(MEASURED)/even.npz" \
	--step "Also learned without groups=$(MEASURED)/untold.npz"

docs: $(VENV)/.developing ## write the tables of the documentation anew from the code
	@$(BIN)/python -m tests.house.documents

# What serves has the versions that the tests ran with.
lock: ## choose the dependencies' versions anew (UPGRADE=--upgrade for the newest); needs uv
	@uv pip compile $(LOCK) --extra dev -o requirements-dev.lock
	@uv pip compile $(LOCK) --extra build -c requirements-dev.lock -o requirements.lock
	@uv pip compile $(LOCK) --extra build --extra reader -c requirements-dev.lock -o requirements-reader.lock

LOCK = pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Copydesk needs Python 3.11 or newer: make PYTHON=python3.13") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)

# Two sets of packages in one environment: what serves is a part of what develops.
$(VENV)/.serving: requirements.lock $(BUILT) | $(VENV)/bin/python
	@echo "Installing what Copydesk needs into $(VENV)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.developing: requirements-dev.lock $(BUILT) | $(VENV)/bin/python
	@echo "Installing what Copydesk and its tests need into $(VENV)"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.serving

# The tests run against a real PostgreSQL server and in a real browser, the benchmarks send requests with wrk; only root
# can install them.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || $(call installed,postgresql)

chromium:
	@[ -x /usr/bin/chromium ] || $(call installed,chromium)

wrk:
	@command -v wrk >/dev/null || $(call installed,wrk)

installed = [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1) >/dev/null; }

.PHONY: help run reader test check bench train quality docs lock postgresql chromium wrk
