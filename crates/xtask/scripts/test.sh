#!/usr/bin/env bash
# Everything that must hold, one step after the other; the first that fails ends the run.
#
#   test.sh            all of it
#   test.sh lint       format, lints and the rules of the tree alone
#   test.sh native     the tests that need no browser
#   test.sh browser    the tests in the browser
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
readonly scripts=crates/xtask/scripts
readonly target=${CARGO_TARGET_DIR:-target}
readonly began=$SECONDS

# step WHAT COMMAND…: says what it does, does it, says how long that took.
step() {
    local what=$1 start=$SECONDS
    shift
    printf '\n==> %s\n' "$what"
    if "$@"; then
        printf '    %d s\n' $((SECONDS - start))
    else
        printf '\nFAILED after %d s: %s\n' $((SECONDS - start)) "$what" >&2
        exit 1
    fi
}

xtask() { cargo run --quiet --package xtask -- "$@"; }

# Compiled for the browser without schemas, and nothing of the server beneath it.
browser_core() {
    xtask web-cargo check --quiet --package forprev-core --no-default-features || return 1
    local tree found
    tree=$(cargo tree --locked --package forprev-web --edges normal --prefix none --target wasm32-unknown-unknown) || return 1
    if found=$(grep -E '^(utoipa|diesel|actix-web|tokio) v' <<<"$tree"); then
        printf 'the browser application must not hold: %s\n' "$found" >&2
        return 1
    fi
}

# Snapshots that no test looks at any more are not accepted, nor are new ones: they would be written, not compared.
run_native_tests() {
    export INSTA_UPDATE=no
    if cargo nextest --version >/dev/null 2>&1; then
        $scripts/with-postgres.sh cargo nextest run --workspace --exclude forprev-web --exclude forprev-reader --no-fail-fast
    else
        # nextest ends a test that hangs; here the whole run has a limit.
        timeout 2400 $scripts/with-postgres.sh cargo test --workspace --exclude forprev-web --exclude forprev-reader --lib --bins --tests --no-fail-fast
    fi
}

# Built for this machine: what is computed is the same, and a failure has its line.
run_front_end_tests() {
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --package forprev-web --package forprev-reader --no-fail-fast
    else
        timeout 1200 cargo test --package forprev-web --package forprev-reader --lib --bins --no-fail-fast
    fi
}

api_document_unchanged() {
    local now
    now=$(mktemp)
    "$target/debug/forprev" openapi >"$now" || { rm -f "$now"; return 1; }
    if ! diff -u api-spec/openapi.json "$now" | head -60; then
        printf 'api-spec/openapi.json is not what the code says. Run: make api-spec\n' >&2
        rm -f "$now"
        return 1
    fi
    rm -f "$now"
}

run_browser_tests() {
    local binary
    binary=$(realpath "$target/debug/forprev") || return 1
    FORPREV_BIN=$binary $scripts/with-postgres.sh npm --prefix e2e test
}

lint() {
    step "format" cargo fmt --all --check
    step "rules of the source tree" xtask rules
    step "core and the browser application without what belongs to the server" browser_core
    step "lints, native" cargo clippy --quiet --workspace --exclude forprev-web --exclude forprev-reader --all-targets -- -D warnings
    step "lints, browser" xtask web-cargo clippy --quiet --package forprev-web --package forprev-reader --all-targets -- -D warnings
}

native_tests() {
    step "tests on SQLite and PostgreSQL" run_native_tests
    step "tests of the browser's code that need no browser" run_front_end_tests
    step "examples in the documentation" cargo test --quiet --workspace --exclude forprev-web --exclude forprev-reader --doc
}

browser_tests() {
    step "browser application" xtask web
    step "its size, against the budget" xtask sizes
    step "server" cargo build --quiet --package forprev
    step "tests in the browser, on SQLite and PostgreSQL" run_browser_tests
}

mkdir -p frontend/dist
readonly part=${1:-all}
step "set-up" $scripts/setup.sh "$([[ $part == lint ]] && echo lint || echo test)"
case "$part" in
    lint) lint ;;
    native) native_tests ;;
    browser) browser_tests ;;
    all)
        lint
        native_tests
        step "server" cargo build --quiet --package forprev
        step "the document of the API is the code's" api_document_unchanged
        browser_tests
        ;;
    *)
        printf 'say lint, native, browser, or nothing for all\n' >&2
        exit 2
        ;;
esac
printf '\nAll of it passed in %d s.\n' $((SECONDS - began))
