# make run    the app on this machine          make test    everything the project promises, checked
# make bench  the speeds in README, measured   make lint    style
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := PYTHONDONTWRITEBYTECODE=1 $(BIN)/python

.PHONY: run test bench fuzz lint clean

run: $(VENV)/.run
	@$(BIN)/python -m streamlit run app.py $(if $(PORT),--server.port $(PORT)) $(ARGS)

test: $(VENV)/.test browser
	@$(RUN) -m ruff check -q . && $(RUN) -m ruff format -q --check .
	@$(RUN) -m pytest -n $(or $(WORKERS),2) --dist worksteal $(ARGS)

bench: $(VENV)/.test browser
	@$(RUN) -m benchmarks $(ARGS)

# Minutes of fuzzing the reader: make fuzz SECONDS=1800 ARGS=loading
fuzz: tests/fuzz/requirements.txt $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/fuzz/requirements.txt
	@$(RUN) -m tests.fuzz --seconds $(or $(SECONDS),600) $(ARGS)

lint: $(VENV)/.test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

$(VENV)/.run: requirements.txt | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test: tests/requirements.txt $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

# Debian and Ubuntu ship Python without the part that makes virtual environments.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; $(PYTHON) is not. Name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call install,python3-venv)
	@$(PYTHON) -m venv $(VENV)

.PHONY: browser
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || $(call install,chromium)

# Installs a package of Debian when it may, else says what to type.
install = { if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
  then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1) >/dev/null; \
  else echo "Please install $(1) first:  sudo apt-get install $(1)" >&2; exit 1; fi; }

clean:
	rm -rf $(VENV) .bench-venv .pytest_cache .hypothesis .ruff_cache
