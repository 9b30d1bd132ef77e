# Everything runs in .venv, made on first use. PYTHON chooses the interpreter: make test PYTHON=python3.12
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: setup demo test test-long lint site bench accuracy clean

setup: $(STAMP)

$(STAMP): pyproject.toml normalizer/native/scan.c normalizer/native/network.c
	@echo "Setting up .venv with what the checks need, too: a minute or two, once." >&2
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $(STAMP)

define SHOW
@echo '$$ normalizer $(1)'
@$(BIN)/normalizer $(1)
@echo
endef

demo: $(STAMP)
	@echo "The gazetteer is compiled the first time: some ten seconds." >&2
	$(call SHOW,text --diff examples/report.txt)
	$(call SHOW,table examples/actors.csv --column actor)
	$(call SHOW,resolve "Hachd al-Chaabi" "Хашд аш-Шааби" "Qasim Suleimany" "Isis Brantley")

test: lint
	$(BIN)/python -m pytest -m "not slow" --numprocesses auto

test-long: $(STAMP)
	$(BIN)/python -m pytest -m slow

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m normalizer gazetteer lint --strict

site: $(STAMP)
	$(BIN)/python -m normalizer gazetteer site --output site

bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks.speed

clean:
	rm -rf .venv dist build site .mypy_cache .ruff_cache .pytest_cache .hypothesis
