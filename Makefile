# The course in one command: make course. What else there is: make help.

# Some containers switch off the cache of compiled modules, which makes every start slower.
export PYTHONDONTWRITEBYTECODE :=

PORT := 8000
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" pyproject.toml

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c '$(NEW_ENOUGH)' 2>/dev/null && echo "$$p" && break; done)

.PHONY: help course grade test lint bench wheel hub lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

course: $(VENV)/course.stamp ## Install what is needed and open the first lesson
	@$(BIN)/bzdcourse study

grade: $(VENV)/course.stamp ## Grade your own answers and write your feedback page
	@$(BIN)/bzdcourse grade --mine

test: $(VENV)/test.stamp ## Run every test: the code, the notebooks, the browser
	@$(BIN)/python tests/programs.py
	@$(BIN)/pytest

lint: $(VENV)/test.stamp ## Check the code's style, and that lessons, questions and sources fit
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/bzdcourse check

bench: $(VENV)/bench.stamp ## Measure: a class graded, one click saved, one slider moved, the models
	@$(BIN)/python benchmarks/grade_class.py
	@$(BIN)/python benchmarks/click_to_saved.py
	@$(BIN)/python benchmarks/slider_to_picture.py
	@$(BIN)/python benchmarks/models.py

wheel: $(VENV)/test.stamp ## Build into dist/ what can be installed elsewhere: the course, the keys
	@$(BIN)/python -m hatchling build --target wheel --directory $(CURDIR)/dist
	@cd packaging/instructor && $(CURDIR)/$(BIN)/python -m hatchling build --target wheel --directory $(CURDIR)/dist

hub: wheel ## Try the course on a JupyterHub of this machine's own (Linux, as root): docs/hub
	@$(BIN)/python docs/hub/trial.py --port $(PORT)

lock: $(BIN)/uv ## Choose the newest versions of all packages anew
	@$(COMPILE) --output-file requirements.lock
	@$(COMPILE) --extra test --constraint requirements.lock --output-file requirements-test.lock

clean: ## Remove the environment and the caches; your answers in my_course stay
	@rm -rf $(VENV) .pytest_cache .ruff_cache

$(VENV)/course.stamp: requirements.lock pyproject.toml | $(BIN)/uv
	@echo "Installing the course (once; a minute or two) ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --editable .
	@touch $@

$(VENV)/test.stamp: requirements-test.lock pyproject.toml | $(BIN)/uv
	@echo "Installing the course and what its tests need ..."
	@$(INSTALL) --require-hashes -r requirements-test.lock
	@$(INSTALL) --no-deps --editable .
	@touch $@

$(VENV)/bench.stamp: $(VENV)/test.stamp
	@$(INSTALL) --editable '.[bench]'
	@touch $@

$(BIN)/uv:
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { echo "The course needs Python 3.11 or newer, and found none. Install it from python.org or with your system's packages;"; echo "if it has an unusual name, say so: make course PYTHON=/path/to/python3"; exit 1; }
	@echo "Making an environment of its own for the course in $(VENV)/ ..."
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "Python could not make an environment. On Debian or Ubuntu, install its venv module: sudo apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
