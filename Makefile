# policy-kg: `make run` builds the graph from seed/ and serves the search page; `make test` runs every check.
# Both set up what they need in .venv first. Variables: PYTHON, HOME_DIR (the graph's folder), HOST, PORT, WHEELS (a folder
# of wheels to look into before the package index, e.g. one with a CPU build of torch).

PYTHON ?= python3
HOME_DIR ?= .policykg
HOST ?= 127.0.0.1
PORT ?= 8000
WHEELS ?=
BIN := .venv/bin
LINKS := $(if $(WHEELS),--find-links $(WHEELS),)

.PHONY: run test lint types unit strong neo4j-jars bench clean

.venv/installed: pyproject.toml requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

run: .venv/installed
	$(BIN)/policykg --home $(HOME_DIR) build
	$(BIN)/policykg --home $(HOME_DIR) serve --host $(HOST) --port $(PORT)

test: .venv/installed lint types neo4j-jars
	$(BIN)/python -m pytest

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed
	$(BIN)/mypy

# A real Neo4j Community for the tests: its jars from Maven Central, checked by Maven, kept under build/.
neo4j-jars:
	@if command -v mvn >/dev/null && command -v java >/dev/null; then \
	    mvn --quiet --batch-mode --file tests/neo4j/pom.xml dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/build/neo4j/lib; \
	else echo "没有 Java 或 Maven：不运行 Neo4j 测试 / Java or Maven is missing: the Neo4j tests do not run"; fi

# The strong encoder's tests need torch and sentence-transformers: make strong WHEELS=<folder with a CPU torch wheel>
strong: .venv/installed
	$(BIN)/python -m pip install --quiet $(LINKS) --requirement requirements-strong.lock

bench: .venv/installed
	$(BIN)/python -m bench

clean:
	rm -rf .venv build .policykg .mypy_cache .ruff_cache .pytest_cache .hypothesis
