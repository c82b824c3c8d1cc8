# Every way to run Ratusz in one line each; the work is done in tools/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
SOURCES := platform grants partnerships trainings advisory reports tests benchmarks manage.py

.PHONY: help demo test test-fast check format messages bench verify setup setup-dev lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: setup ## Set up, load the demo, serve it and make a donor report (SERVE=0: stop after the report; PORT=8001)
	@$(PY) manage.py demo $(if $(filter 0,$(SERVE)),--no-serve) $(if $(PORT),--port $(PORT))

test: setup-dev ## The whole suite on SQLite, then on PostgreSQL and Redis where they answer
	@tools/test

test-fast: setup-dev ## The fast part on SQLite
	@$(PY) -m pytest -n 2 -q -m "not (race or fault or browser)"

verify: setup-dev ## As test, with every round of the races and kills
	@RATUSZ_VERIFY=1 tools/test

check: setup-dev ## Format, lint, types, import order, migrations, deployment, HTML, translations
	@tools/check

format: setup-dev ## Write the code as the formatter wants it
	@$(PY) -m ruff format $(SOURCES) && $(PY) -m ruff check --fix $(SOURCES)

messages: setup-dev ## Collect what is to be translated, and compile what is
	@tools/messages

bench: setup-dev ## Measure ours beside its floor in the same run
	@for what in enrol lists exports report; do $(PY) -m benchmarks.$$what || exit 1; done

lock: ## Write the lock files anew (needs uv)
	@tools/lock

setup: ## Only make .venv, the front-end files and the translations
	@tools/setup base

setup-dev: ## As setup, with the tools of the developers
	@tools/setup dev

clean: ## Throw away what the demo wrote
	@rm -rf var
