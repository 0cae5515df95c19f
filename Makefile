# Two commands do everything on a fresh machine: `make run` and `make test`.
# Each step has a stamp and is skipped when nothing it reads has changed.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
LANGUAGES := da en ar tr fa ur so pl uk
CATALOGUES := $(LANGUAGES:%=locales/%/LC_MESSAGES/messages.mo)
comma := ,
REAL_RASA := tests/adapters/rasa/test_real_rasa.py
# pyenv's shim of python3.10 works only inside rasa_server/, so pyenv is asked there; without pyenv uv finds one.
PYTHON310 = $(shell cd rasa_server && pyenv which python 2>/dev/null || echo 3.10)
# Tests and training start dozens of processes: none should compile again what the last one imported.
export PYTHONDONTWRITEBYTECODE :=
say = @printf '\033[1m» %s\033[0m\n' "$(1)"

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: ready ## the assistant: Telegram when TELEGRAM_BOT_TOKEN is set, else the terminal
	@$(BIN)/python -m bot run

chat: ready ## the assistant in the terminal; ARGS="--language tr"
	@$(BIN)/python -m bot chat $(ARGS)

# Side by side: many of the bot's tests wait, while setting Rasa up, training and its tests compute.
# Three of them on two cores, for the same reason.
test: .stamps/uv ## every test, both environments; ARGS="tests/domain" for some of the bot's
	@$(MAKE) --no-print-directory -j2 test-bot test-rasa

test-bot: .stamps/bot $(CATALOGUES)
	$(call say,Tests of the bot)
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder --ignore=$(REAL_RASA) $(ARGS)

# One at a time: each process of pytest would start a PostgreSQL of its own.
test-postgres: .stamps/bot $(CATALOGUES) ## the bot's tests of services and storage, on PostgreSQL
	$(call say,Tests of the bot on PostgreSQL)
	@EGEN_TEST_DATABASE=postgresql $(BIN)/python -m pytest -q tests/services tests/storage tests/adapters/test_scheduler.py $(ARGS)

test-rasa: ready model
	$(call say,Tests of the Rasa components)
	@rasa_server/.venv/bin/python -m pytest -q tests/rasa_server
	$(call say,Tests of the bot with Rasa)
	@$(BIN)/python -m pytest -q $(REAL_RASA)

lint: ready ## format, style, types, direction of imports
	@$(BIN)/ruff format --check bot actions tests rasa_server bench
	@$(BIN)/ruff check bot actions tests rasa_server bench
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/bandit -q -c pyproject.toml -r bot actions rasa_server tools
	@$(MAKE) -s audit

audit: .stamps/bot ## known vulnerabilities of the pinned packages
	$(call say,Packages of the bot)
	@$(BIN)/python -m tools.audit requirements.txt
	$(call say,Packages of the Rasa server: told$(comma) not refused; docs/trust.md says what bounds them)
	@$(BIN)/python -m tools.audit rasa_server/requirements.txt --only-tell

train: model ## train the model of the understanding where its inputs changed
model: environments
	@$(BIN)/python -m bot train

eval: model ## how well people are understood; EXAM=dir JSON=file for a set of your own
	@rasa_server/.venv/bin/python -m rasa_server.evaluate $(if $(EXAM),--exam $(EXAM)) $(if $(JSON),--json $(JSON))

soak: SECONDS ?= 1800
soak: PEOPLE ?= 50
soak: ready ## mixed faults for half an hour, fifty people, and an account; SECONDS=… PEOPLE=… ARGS="--seed 7"
	@$(BIN)/python -m tests.faults.soak --seconds $(SECONDS) --people $(PEOPLE) $(ARGS)

bench: ready model ## five minutes: turns beside Rasa alone and a bare echo, growth, workers, memory; ARGS="--quick"
	@$(BIN)/python -m bench $(ARGS)

messages: .stamps/bot ## extract texts and update every catalogue
	@$(BIN)/python -m tools.messages

migration: .stamps/bot ## a new migration from what changed in bot/storage/tables.py; NAME="what it does"
	@$(BIN)/python -m tools.migration "$(NAME)"

requirements: .stamps/bot ## compile both requirement files from pyproject.toml
	@$(UV) pip compile -q $(UPGRADE) --generate-hashes --no-emit-index-url --universal --python-version 3.11 \
		--group dev --custom-compile-command "make requirements" pyproject.toml -o requirements.txt
	@$(UV) pip compile -q $(UPGRADE) --generate-hashes --no-emit-index-url --universal --python $(PYTHON310) \
		--group rasa --custom-compile-command "make requirements" -o rasa_server/requirements.txt

# The stamps stand for what is installed; the catalogues are compiled beside their sources.
ready: environments $(CATALOGUES)
environments: .stamps/bot .stamps/rasa

.stamps/uv:
	$(call say,Setting up: a virtual environment and uv)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv==0.13.8
	@mkdir -p .stamps && touch $@

.stamps/bot: requirements.txt .stamps/uv
	$(call say,Setting up: the bot's packages)
	@$(UV) pip install -q --require-hashes -r requirements.txt -p $(BIN)/python
	@touch $@

.stamps/rasa: rasa_server/requirements.txt .stamps/uv
	$(call say,Setting up: Rasa's packages (2.5 GB$(comma) once))
	@$(UV) venv -q --allow-existing --python $(PYTHON310) rasa_server/.venv
	@$(UV) pip sync -q --require-hashes -p rasa_server/.venv/bin/python rasa_server/requirements.txt
	@touch $@

locales/%/LC_MESSAGES/messages.mo: locales/%/LC_MESSAGES/messages.po | .stamps/bot
	@$(BIN)/pybabel -q compile -l $* -i $< -o $@

.PHONY: help run chat test test-bot test-postgres test-rasa lint audit train model eval soak bench messages migration requirements ready environments
