# `make help` lists what there is. The first `make run` or `make test` makes .venv and installs; later ones only
# when the requirements have changed.

PORT ?= 8000
ENGINE ?= embedded
YES ?= 0
# How many processes share the tests out: `auto` is one for each core, 0 runs them one after another in one.
PROCESSES ?= auto

# The first Python that is new enough, the plain name before the numbered ones.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)

bin := .venv/bin
# The embedded engine needs no address; the other is by default where .ci/services starts it.
site = SEARCH_ENGINE=$(ENGINE) ELASTICSEARCH_URL=$${ELASTICSEARCH_URL:-http://127.0.0.1:9200}
code := $(wildcard intranet home frameworkagreements extranet search tests) manage.py
pip := $(bin)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help run reset test bench lint format messages clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "make %-8s %s\n", $$1, $$2}'

run: .venv/installed ## Serve the site with its demo (PORT=8123, ENGINE=elasticsearch)
	@$(site) exec $(bin)/python manage.py run_site --port $(PORT)

reset: .venv/installed ## Throw the demo in var/ away and build it again (YES=1 doesn't ask)
	@if [ "$(YES)" != 1 ]; then \
		printf 'Everything in the demo database, its files and its search index is removed. Go on? [y/N] '; \
		read -r answer; case "$$answer" in y|Y|yes|j|J|ja) ;; *) echo 'Nothing was changed.'; exit 1;; esac; \
	fi
	@$(site) exec $(bin)/python manage.py run_site --reset-only

test: .venv/installed-dev ## Run all tests, with coverage (PROCESSES=0 in one process)
	$(bin)/pytest -n $(PROCESSES) --maxprocesses 6 --cov --cov-report=term

bench: .venv/installed-dev ## Measure against a bare Wagtail and write docs/benchmarks.md (about half an hour)
	$(bin)/python -m tests.benchmarks

lint: .venv/installed-dev ## Check style, types, templates, import directions and migrations
	$(bin)/ruff check $(code)
	$(bin)/ruff format --check $(code)
	$(bin)/lint-imports --no-logo
	$(bin)/djlint templates --lint --quiet
	$(bin)/mypy
	SECRET_KEY=check DJANGO_SETTINGS_MODULE=intranet.settings.test $(bin)/python manage.py makemigrations --check --dry-run

format: .venv/installed-dev ## Put the code in the form that lint asks for
	$(bin)/ruff check --fix-only --quiet $(code)
	$(bin)/ruff format $(code)

messages: .venv/installed-dev ## Bring the catalogues in locale/ up to date with the code, and compile them
	@SECRET_KEY=messages DJANGO_SETTINGS_MODULE=intranet.settings.test $(bin)/python manage.py messages

clean: ## Remove what tests and tools leave behind (not .venv, not the demo)
	rm -rf .coverage htmlcov .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The stamps are newer than the requirements they were made from.
.venv/installed: requirements.txt
	@if [ -z "$(PYTHON)" ]; then echo 'Python 3.11 or later is needed: install it, or name it (make run PYTHON=/path/to/python3.12).'; exit 1; fi
	@[ -x $(bin)/python ] || { echo 'Making .venv …'; $(PYTHON) -m venv .venv; } \
		|| { rm -rf .venv; echo "$(PYTHON) can't make a virtual environment: install its venv module (Debian: apt install python3-venv)."; exit 1; }
	@echo 'Installing what the site needs …'
	@$(pip) -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo 'Installing what the tests need …'
	@$(pip) -r requirements-dev.txt
	@touch $@
