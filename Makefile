# make run: the workbook on the sample programme. make test: every check but simulations (make slow). make quick: the
# fast ones.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Notebooks have a run of their own; without its plugin each worker starts three seconds sooner.
UNITS := $(addprefix tests/,agreements charter gaps input matching present results review room store)
PLAIN := -p no:nbval

.PHONY: run test slow quick lint unit notebooks hosts extras chromium postgres clean

run: $(READY)
	$(BIN)/reverse-mentoring demo

test: $(READY) chromium lint unit notebooks hosts

quick: $(READY) lint
	$(BIN)/pytest $(PLAIN) -n 2 --dist loadfile -m "not slow and not browser" $(UNITS)

$(READY): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (make PYTHON=python3.12 …)."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

unit: $(READY)
	$(BIN)/pytest $(PLAIN) -n 2 -m "not slow and not browser" tests

# Simulations, whole runs, papers through LibreOffice: minutes, not seconds.
slow: $(READY) chromium postgres extras
	$(BIN)/pytest $(PLAIN) -n 2 -m "slow and not browser" tests

# The extras “fast” and “large” lie beside the rest, so that everything else is tested without them.
extras: $(VENV)/extras
	PYTHONPATH=$(VENV)/extras $(BIN)/pytest $(PLAIN) -n 2 tests/matching/test_large.py tests/run/test_pairs_command.py

$(VENV)/extras: $(READY) tests/extras.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --upgrade --target $@ -r tests/extras.txt
	@touch $@

# The committed pages against a fresh run on the sample; tests/support/execute_notebooks.py renews them.
notebooks: $(READY)
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT \
	  && $(BIN)/reverse-mentoring demo --folder "$$folder/sample" --no-open \
	  && REVERSE_MENTORING_PROGRAMME="$$folder/sample" $(BIN)/pytest -n 2 --dist loadfile --nbval workbook/0*.ipynb

hosts: $(READY) chromium
	$(BIN)/pytest $(PLAIN) -m browser tests

# Chromium opens the pages, LibreOffice prints the Word files; without the latter its tests are skipped with a line.
chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-core >/dev/null; } \
	  || { echo "The browser tests need Chromium: as root, apt-get install chromium"; exit 1; }
	@command -v soffice >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -y -qq --no-install-recommends libreoffice-writer >/dev/null; } \
	  || echo "Without LibreOffice the printed Word files are not looked at: as root, apt-get install libreoffice-writer"

# A real server for the tests of the shared vault; without it they are skipped with a line.
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql >/dev/null; } \
	  || echo "Without PostgreSQL the shared vault is not tested: as root, apt-get install postgresql"

clean:
	rm -rf $(VENV)
