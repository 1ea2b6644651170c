# `make` alone lists the targets.
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest -n auto --dist loadgroup
ON_SQLITE := env -u DATABASE_URL
ON_POSTGRES := $(PYTHON) -m tools.postgres run --

.DEFAULT_GOAL := help
.PHONY: help run check test lint format bench lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

# DATABASE_URL means production, where invented places and known passwords have no business.
run: ## Install, prepare the demo network and serve it on HOST:PORT (127.0.0.1:8000)
	@sh tools/setup.sh run
	@$(PYTHON) manage.py prepare $(if $(DATABASE_URL),,--demo)
	@exec $(PYTHON) -m gunicorn -c config/gunicorn.py config.wsgi

check: lint ## The daily loop: lint, types and the quick tests on SQLite
	$(ON_SQLITE) $(PYTEST) -m "not browser and not slow and not faults"

test: ## Everything: lint, types and all tests, with Chromium, on SQLite and on PostgreSQL
	@sh tools/setup.sh test
	@$(MAKE) --no-print-directory lint
	$(ON_SQLITE) $(PYTEST)
	$(ON_POSTGRES) $(PYTEST)

lint: ## Ruff, mypy and djLint
	@sh tools/setup.sh dev
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	$(PYTHON) -m djlint --quiet network/templates

format: ## Let Ruff put the Python code in order
	@sh tools/setup.sh dev
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

bench: ## Measure the tables of the README
	@sh tools/setup.sh bench
	$(PYTHON) -m bench

lock: ## Resolve the dependencies of pyproject.toml anew (needs uv)
	@sh tools/lock.sh

clean: ## Remove what can be made again; the data under var/ stays
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
