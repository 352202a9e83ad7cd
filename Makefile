# A user needs Python 3.11 or later with its venv module, and make. No root, no Node.
PYTHON ?= python3
PORT ?= 8000
NAME ?= rollup
VENV := .venv
BIN := $(VENV)/bin
# Offices often stand behind a proxy whose certificate only the system knows.
export UV_NATIVE_TLS ?= true
# Compiled modules are kept: without them every start of a process compiles each module anew.
unexport PYTHONDONTWRITEBYTECODE
READY := $(VENV)/.ready
CATALOGUES := $(shell find guong -name '*.po')

.DEFAULT_GOAL := help
.PHONY: help setup demo test soak pictures lint format bench build messages requirements clean

help:
	@echo "make demo      a sample organisation on http://localhost:$(PORT)/ (PORT=8001 for another port)"
	@echo "make test      every check, on SQLite, PostgreSQL and in Chromium"
	@echo "make lint      the static checks alone          make format    let ruff format the code"
	@echo "make soak      the long runs                    make bench     a benchmark (NAME=$(NAME))"
	@echo "make pictures  every screen as a picture, in screenshots/"
	@echo "make build     the wheel, in dist/              make messages  gather the texts to translate"
	@echo "make setup     the environment in $(VENV)        make clean     remove what the others made"

setup: $(READY) $(VENV)/.catalogues

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Gương needs Python 3.11 or later; choose one with PYTHON=…" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "This Python lacks its venv module (on Debian: apt-get install python3-venv)." >&2; exit 2; }
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv

$(READY): requirements/base.txt requirements/dev.txt pyproject.toml | $(BIN)/uv
	@echo "Installing the pinned libraries …"
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip sync -q --require-hashes requirements/base.txt requirements/dev.txt
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install -q --no-deps --no-build-isolation -e .
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install -q uv
	@touch $@

$(VENV)/.catalogues: $(READY) $(CATALOGUES)
	@$(BIN)/python -m guong.ops.catalogues compile
	@touch $@

demo: setup
	@$(BIN)/guong demo --port $(PORT)

test: setup
	@$(BIN)/python -m scripts.check static sqlite system postgres browser

lint: setup
	@$(BIN)/python -m scripts.check static

soak: setup
	@RUNS="$(RUNS)" $(BIN)/python -m scripts.check soak

# The browser tests with their pictures, in screenshots/.
pictures: setup
	@PICTURES=1 $(BIN)/python -m scripts.check browser

format: setup
	@$(BIN)/ruff check -q --fix-only .
	@$(BIN)/ruff format .

bench: setup
	@$(BIN)/guong bench $(NAME)

build: setup
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .

messages: setup
	@$(BIN)/python -m guong.ops.catalogues extract

# For maintainers: pin again after a change of the .in files.
requirements: $(BIN)/uv
	@for file in base dev; do \
	  $(BIN)/uv pip compile -q --upgrade --generate-hashes --no-header --no-annotate --no-emit-index-url \
	    --python-version 3.11.0 requirements/$$file.in -o requirements/$$file.txt || exit 1; \
	done

clean:
	@rm -rf $(VENV) build dist *.egg-info .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache screenshots
	@find guong tests -name __pycache__ -prune -exec rm -rf {} + -o -name '*.mo' -exec rm -f {} +
