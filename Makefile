# Two commands to know: `make demo` and `make test`. Everything else is for those who change the code.
PYTHON    ?= python3
VENV      := .venv
BIN       := $(VENV)/bin
INSTALL   := $(BIN)/pip install -q --disable-pip-version-check --no-compile --require-hashes
PYTEST    := $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder
CATALOGUE := bot/locales/zh_Hans/LC_MESSAGES/messages.po

# What one process compiles, the next need not: the tests' workers, and `bot demo` after them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo test coverage bench soak check lint types layers audit messages lock clean

setup: $(VENV)/ready           ## the virtual environment alone

demo: $(VENV)/ready            ## the playground: http://127.0.0.1:8400, or with PORT=8401 there
	$(BIN)/python -m bot demo $(if $(PORT),--port $(PORT))

test: $(VENV)/dev              ## all tests, on SQLite and on a real PostgreSQL
	$(PYTEST)

coverage: $(VENV)/dev          ## the same, with what no test reaches; it takes twice as long
	$(PYTEST) --cov --cov-report=term:skip-covered

bench: $(VENV)/dev             ## how fast it is: the tables of docs/performance.md
	$(BIN)/python -m benchmarks

soak: $(VENV)/dev              ## the tests that take minutes: tables of docs/reliability.md
	$(BIN)/python -m pytest -m soak -s

check: lint types layers       ## what must be clean before a commit

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev
	$(BIN)/mypy bot tests benchmarks

layers: $(VENV)/dev
	$(BIN)/lint-imports

audit: $(VENV)/dev             ## known faults of what we depend on, where they can be looked up
	$(BIN)/python .ci/audit.py

messages: $(VENV)/dev          ## bring the catalogue of translations up to date
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ -k Button:1 -k label -k form:2 -k field:2 --sort-output --no-wrap --no-location --omit-header -o messages.pot bot
	sed '/^$$/q' $(CATALOGUE) > messages.po  # its own short header
	$(BIN)/pybabel -q update -i messages.pot -o $(CATALOGUE) -l zh_Hans --no-fuzzy-matching --ignore-obsolete --no-wrap --omit-header
	cat $(CATALOGUE) >> messages.po
	mv messages.po $(CATALOGUE)
	rm messages.pot

lock:                          ## pin what pyproject.toml asks for
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 pyproject.toml --group dev -o requirements-dev.txt

$(VENV)/ready: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements.txt
	touch $@

$(VENV)/dev: requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements-dev.txt
	touch $@ $(VENV)/ready

clean:
	rm -rf $(VENV) var .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
