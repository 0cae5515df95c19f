# Two commands do everything on a fresh machine: `make run` and `make test`.
# Each step has a stamp and is skipped when nothing it reads has changed.
SHELL := /bin/bash
.DEFAULT_GOAL := help
# Interpreters to use; empty: tools/find_python.sh chooses by asking each candidate for its version.
PYTHON ?=
PYTHON310 ?=
BIN := .venv/bin
UV := $(BIN)/uv
LANGUAGES := da en ar tr fa ur so pl uk
CATALOGUES := $(LANGUAGES:%=locales/%/LC_MESSAGES/messages.mo)
comma := ,
CODE := bot actions tests rasa_server bench tools
WITH_DATABASE := $(addprefix tests/,app appointments cases course crisis eligibility facts files office onboarding \
	phrasebook plan privacy questionnaire reminders roster submissions workqueue storage adapters/test_scheduler.py)
REAL_RASA := tests/adapters/rasa/test_real_rasa.py
# Write bytecode even where the environment forbids it: tests and training start dozens of processes.
export PYTHONDONTWRITEBYTECODE :=
COMPILE = $(UV) pip compile -q $(UPGRADE) --generate-hashes --no-emit-index-url --universal \
	--custom-compile-command "make requirements"
say = @printf '\033[1m» %s\033[0m\n' "$(1)"

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: ready ## start the assistant: on Telegram when TELEGRAM_BOT_TOKEN is set, else in the terminal
	@$(BIN)/python -m bot run

pair: ready ## a code that connects the consultants' group, to be typed there
	@$(BIN)/python -m bot pair

chat: ready ## start the assistant in the terminal; ARGS="--language tr"
	@$(BIN)/python -m bot chat $(ARGS)

# In parallel: many of the bot's tests wait for timers, while Rasa's set-up, training and tests use
# the CPU. For the same reason pytest starts three processes, also on two cores.
test: .stamps/uv ## run every test in both environments; ARGS="tests/plan" selects some of the bot's
	@$(MAKE) --no-print-directory -j2 test-bot test-rasa

test-bot: .stamps/dev $(CATALOGUES)
	$(call say,Tests of the bot)
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder --ignore=$(REAL_RASA) $(ARGS)

# One process: each process of pytest would start a PostgreSQL server of its own.
test-postgres: .stamps/dev $(CATALOGUES) ## run the bot's tests that use a database on PostgreSQL
	$(call say,Tests of the bot on PostgreSQL)
	@EGEN_TEST_DATABASE=postgresql $(BIN)/python -m pytest -q $(WITH_DATABASE) $(ARGS)

test-rasa: dev model
	$(call say,Tests of the Rasa components)
	@rasa_server/.venv/bin/python -m pytest -q tests/rasa_server
	$(call say,Tests of the bot with Rasa)
	@$(BIN)/python -m pytest -q $(REAL_RASA)

lint: dev ## check format, style, types, import rules, security and pinned packages
	$(call say,Format and style)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	$(call say,Types: the bot$(comma) then the Rasa components on Python 3.10)
	@$(BIN)/mypy
	@$(BIN)/mypy --config-file rasa_server/mypy.ini
	$(call say,Import rules)
	@$(BIN)/lint-imports
	$(call say,Security of the code)
	@$(BIN)/bandit -q -c pyproject.toml -r bot actions rasa_server tools
	@$(MAKE) -s audit

audit: .stamps/dev ## look up known vulnerabilities of the pinned packages
	$(call say,Vulnerabilities of the bot's packages)
	@$(BIN)/python -m tools.audit requirements-dev.txt
	$(call say,Vulnerabilities of the Rasa server's packages: reported only; docs/trust.md says what limits them)
	@$(BIN)/python -m tools.audit rasa_server/requirements-dev.txt --report-only

train: model ## train the Rasa model where its inputs have changed
model: environments
	@$(BIN)/python -m bot train

eval: model ## measure the Rasa model on tests/heldout; EXAM=dir JSON=file for messages of your own
	@rasa_server/.venv/bin/python -m rasa_server.evaluate $(if $(EXAM),--exam $(EXAM)) $(if $(JSON),--json $(JSON))

soak: SECONDS ?= 1800
soak: PEOPLE ?= 50
soak: dev ## simulate fifty users under injected faults for half an hour, then check that nothing was lost; SECONDS=… PEOPLE=… ARGS="--seed 7"
	@$(BIN)/python -m tests.faults.soak --seconds $(SECONDS) --people $(PEOPLE) $(ARGS)

bench: dev model ## measure latency against plain Rasa and a plain echo bot, scaling, throughput, alarms, documents and memory (6 minutes); ARGS="--quick"
	@$(BIN)/python -m bench $(ARGS)

messages: .stamps/dev ## extract the texts and update every catalogue
	@$(BIN)/python -m tools.messages

migration: .stamps/dev ## generate a migration from changes of the tables; NAME="what it does"
	@$(BIN)/python -m tools.migration "$(NAME)"

# The files without -dev are what runs in production; their versions are those that were tested.
requirements: .stamps/bot ## compile the requirement files from pyproject.toml
	@$(COMPILE) --python-version 3.11 --group dev pyproject.toml -o requirements-dev.txt
	@$(COMPILE) --python-version 3.11 -c requirements-dev.txt pyproject.toml -o requirements.txt
	@$(COMPILE) --python-version 3.11 -c requirements-dev.txt --group postgres -o requirements-postgres.txt
	@$(COMPILE) --python-version 3.11 --group uv -o requirements-uv.txt
	@python=$$(tools/find_python.sh rasa "$(PYTHON310)") && \
		$(COMPILE) --python "$$python" --group rasa-dev -o rasa_server/requirements-dev.txt && \
		$(COMPILE) --python "$$python" -c rasa_server/requirements-dev.txt --group rasa -o rasa_server/requirements.txt

# A stamp in .stamps/ records that its environment is installed; catalogues are compiled beside their sources.
# `ready` is what production needs; `dev` adds the tools of tests and lint to both environments.
ready: environments $(CATALOGUES)
environments: .stamps/bot .stamps/rasa
dev: .stamps/dev .stamps/rasa-dev $(CATALOGUES) ## set up the tools of tests and lint, without running any
postgres-tools: .stamps/postgres ## install pg_dump and pg_restore for backups, where the system has none

.stamps/uv: requirements-uv.txt
	$(call say,Setting up: a virtual environment and uv)
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || \
		{ python=$$(tools/find_python.sh bot "$(PYTHON)") && "$$python" -m venv .venv; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: \
		-r requirements-uv.txt
	@mkdir -p .stamps && touch $@

.stamps/bot: requirements.txt .stamps/uv
	$(call say,Setting up: the bot's packages)
	@$(UV) pip install -q --require-hashes -r requirements.txt -p $(BIN)/python
	@touch $@

.stamps/dev: requirements-dev.txt .stamps/bot
	$(call say,Setting up: the tools of tests and lint)
	@$(UV) pip install -q --require-hashes -r requirements-dev.txt -p $(BIN)/python
	@touch $@

.stamps/postgres: requirements-postgres.txt .stamps/bot
	@$(UV) pip install -q --require-hashes -r requirements-postgres.txt -p $(BIN)/python
	@touch $@

.stamps/rasa: rasa_server/requirements.txt .stamps/uv
	$(call say,Setting up: Rasa's packages (2.5 GB$(comma) once))
	@tools/find_python.sh rasa rasa_server/.venv/bin/python >/dev/null 2>&1 || \
		{ python=$$(tools/find_python.sh rasa "$(PYTHON310)") && $(UV) venv -q --clear --python "$$python" rasa_server/.venv; }
	@$(UV) pip sync -q --require-hashes -p rasa_server/.venv/bin/python rasa_server/requirements.txt
	@touch $@

.stamps/rasa-dev: rasa_server/requirements-dev.txt .stamps/rasa
	@$(UV) pip sync -q --require-hashes -p rasa_server/.venv/bin/python rasa_server/requirements-dev.txt
	@touch $@

locales/%/LC_MESSAGES/messages.mo: locales/%/LC_MESSAGES/messages.po | .stamps/bot
	@$(BIN)/pybabel -q compile -l $* -i $< -o $@

.PHONY: help run chat test test-bot test-postgres test-rasa lint audit train model eval soak bench messages migration requirements ready environments dev \
	postgres-tools
