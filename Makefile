# One word for each habit. `make check` is what every push and CI run.
BIN ?= .venv/bin

.PHONY: check format lint types walls migrations test all-tests search demo bench

check: lint types walls test

format:            ## rewrite the code in the house's style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint:              ## style and common mistakes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:             ## strict types
	$(BIN)/mypy

walls:             ## who may import whom (contracts in setup.cfg)
	$(BIN)/lint-imports --config setup.cfg

migrations:        ## up, same as the models, down, on SQLite and PostgreSQL
	$(BIN)/pytest -q tests/house/test_migrations.py

test:              ## the tests of every push, the migrations' among them
	$(BIN)/pytest

all-tests:         ## those and the longest stories: 3,000 households, more pages in the browser
	HOUSING_PICTURES=1 $(BIN)/pytest -m ""

search:            ## the property tests with new examples, while `test` repeats the same ones
	$(BIN)/pytest -q -m hypothesis --hypothesis-profile search

demo:              ## the main job on the sample county
	$(BIN)/housing demo

bench:             ## the tables in benchmarks/README.md (about an hour)
	$(BIN)/pip install -q -e ".[bench]"
	for part in engine memory files main_job eligibility case_list work_lists sheets tables; do \
	  $(BIN)/python -m benchmarks.$$part || exit 1; done
