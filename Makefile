# Every target works as the first command in a fresh clone, with Python >= 3.11.5 and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   ?= demo_vault

.PHONY: install demo test check bench refresh-sample docs clean

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

demo: install            ## the main job on a copy of the sample vault
	if [ -d $(DEMO) ]; then $(BIN)/vaultval refresh $(DEMO); else $(BIN)/vaultval demo $(DEMO); fi
	@echo "$(DEMO) keeps what you change there; 'make clean' takes it away."

test: install
	$(BIN)/python -m pytest -n auto

check: install           ## what CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

bench: install           ## time and memory of a million draws, and of the audit of 800 long reports
	$(BIN)/python -m benchmarks.simulation
	$(BIN)/python -m benchmarks.audit

refresh-sample: install  ## after a change in what is computed or rendered
	rm -rf build/sample
	$(BIN)/vaultval demo build/sample
	cp -R build/sample/. sample_vault/

docs: install            ## docs that are generated from the tables in the code
	$(BIN)/python -m tests.generate_docs

clean:
	rm -rf $(VENV) $(DEMO) .mypy_cache .ruff_cache .pytest_cache .hypothesis
