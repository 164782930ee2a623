# Everything a person does here. `make` alone lists it.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run test dev lint api-spec bench clean

SCRIPTS := crates/xtask/scripts
TARGET := $(or $(CARGO_TARGET_DIR),target)
XTASK := cargo run --quiet --package xtask --
RELEASE := $(TARGET)/release/forprev

# Set-up installs what rust-toolchain.toml asks for, with a time limit; rustup shall not try at each call of cargo.
export RUSTUP_AUTO_INSTALL := 0

help: ## List what can be made.
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what run, test and dev need, and tell why; nothing that is there already.
	@$(SCRIPTS)/setup.sh all

run: ## Build and serve the demo at http://localhost:8080, on SQLite in data/.
	@$(SCRIPTS)/setup.sh run
	@mkdir -p frontend/dist data
	$(XTASK) web
	cargo build --release --package forprev
	@export FORPREV_DEMO=1 FORPREV_BIND="$${FORPREV_BIND:-127.0.0.1:8080}"; \
	export FORPREV_PUBLIC_URL="$${FORPREV_PUBLIC_URL:-http://localhost:8080}"; \
	"$(RELEASE)" migrate && "$(RELEASE)" seed --scale demo && \
	echo "Forprev: $$FORPREV_PUBLIC_URL (end with Ctrl-C)" && exec "$(RELEASE)" serve

test: ## Check and test everything: rules, lints, both databases, a real browser.
	@$(SCRIPTS)/test.sh

dev: ## Serve at http://localhost:5173 and follow each change of the sources.
	@$(SCRIPTS)/setup.sh dev
	@mkdir -p frontend/dist data
	@cd frontend && exec npx vite --config dev/vite.config.js

lint: ## Format nothing, report everything: rustfmt, clippy, the rules of the tree.
	@$(SCRIPTS)/test.sh lint

api-spec: ## Write api-spec/openapi.json from the code.
	@mkdir -p api-spec frontend/dist
	cargo run --quiet --package forprev -- openapi > api-spec/openapi.json.new
	@mv api-spec/openapi.json.new api-spec/openapi.json

bench: ## Measure; prints a table and writes bench/results.json.
	@$(SCRIPTS)/setup.sh run
	@bench/run

clean: ## Remove what was built; the data stays.
	cargo clean
	rm -rf frontend/dist e2e/test-results e2e/playwright-report
