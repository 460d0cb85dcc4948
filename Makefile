# The two commands of the README set everything up themselves: `make demo`, `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DBT := .venv-dbt

.PHONY: demo test lint bench samples translations lock clean

# Exact versions from requirements.lock, then the project itself in place.
$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

# dbt has an environment of its own: it pins libraries that others of ours need newer.
$(DBT)/.ready: dbt/requirements.txt
	test -x $(DBT)/bin/python || $(PYTHON) -m venv $(DBT)
	$(DBT)/bin/python -m pip install --quiet --disable-pip-version-check -r dbt/requirements.txt
	touch $(DBT)/.ready

demo: $(READY)
	$(BIN)/juesuan convert $(foreach kind,pdf txt html docx xlsx,$(wildcard samples/*.$(kind))) -o out
	$(BIN)/python -m samples.demo out

test: $(READY) $(DBT)/.ready lint
	$(BIN)/python -m pytest -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python -m bench

samples: $(READY)
	$(BIN)/python -m samples.generator

# The sentences in Chinese, after a change of one of their catalogues.
translations: $(READY)
	for said in extractor/locale/*/LC_MESSAGES/*.po; do \
		$(BIN)/pybabel compile --input-file $$said --output-file $${said%.po}.mo || exit 1; \
	done

# Made anew after a change of pyproject.toml, in an environment of its own.
lock:
	rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check '.[dev]'
	.venv-lock/bin/python -m pip freeze --exclude juesuan > requirements.lock
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) $(DBT) out build dist
