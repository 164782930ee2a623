#!/usr/bin/env bash
# Installs what is missing, tells what it is for, and leaves alone what is there. Safe to run again and again.
#
#   setup.sh run    the browser application and the server
#   setup.sh lint   the compilers and the lints
#   setup.sh test   the same as run, and what the tests need: PostgreSQL, Chromium, readers of PDF and QR codes, Node packages
#   setup.sh dev    the same as run, and the development server
#   setup.sh all    everything
#
# Without root it installs nothing of the system: it prints the command to run, and fails.
set -euo pipefail

readonly root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)"
readonly cache="${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/forprev"
readonly target=wasm32-unknown-unknown
# What is missing is installed below, with a time limit; rustup shall not try at each call of rustc.
export RUSTUP_AUTO_INSTALL=0

say() { printf 'set-up: %s\n' "$*"; }
fail() {
    printf 'set-up: %s\n' "$*" >&2
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# --- Packages of the system -------------------------------------------------------------------------------------------

missing=()

# need NAME WHY TEST…: asks for Debian's package NAME unless TEST succeeds.
need() {
    local name=$1 why=$2
    shift 2
    if "$@" >/dev/null 2>&1; then return; fi
    say "$name is missing: $why"
    missing+=("$name")
}

postgres_server() { has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
rust_lld_cache() { [[ -x $cache/rustc-web/root/usr/bin/rustc ]]; }

install_missing() {
    if ((${#missing[@]} == 0)); then return; fi
    local install="apt-get install -y --no-install-recommends ${missing[*]}"
    if ! has apt-get; then fail "install these with your system's package manager, then run this again: ${missing[*]}"; fi
    if ((EUID != 0)); then fail "not root. Run: sudo apt-get update && sudo $install"; fi
    say "$install"
    export DEBIAN_FRONTEND=noninteractive
    # A mirror may stumble once.
    apt_get update || apt_get update
    apt_get install -y --no-install-recommends "${missing[@]}" || apt_get install -y --no-install-recommends "${missing[@]}"
}

apt_get() { apt-get -q -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@" </dev/null >"$cache/apt.log" 2>&1 || { tail -20 "$cache/apt.log" >&2; return 1; }; }

# --- Rust -------------------------------------------------------------------------------------------------------------

compiles_c() { printf '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n' | cc -x c -o /dev/null -; }

rust() {
    has cargo || has rustup || fail "Rust is missing: install rustup (https://rustup.rs), then run this again"
    need gcc "compiles SQLite and PostgreSQL's client library into the server" compiles_c
    # gcc only recommends it.
    need libc6-dev "what every program in C includes" compiles_c
    if ! (cd "$root" && rustc --version) >/dev/null 2>&1; then
        has rustup || fail "rustc does not start"
        say "the toolchain of rust-toolchain.toml is missing: compiles everything"
        (cd "$root" && timeout 900 rustup toolchain install stable --profile minimal --component rustfmt,clippy --no-self-update)
    fi
}

lints() {
    if (cd "$root" && cargo fmt --version && cargo clippy --version) >/dev/null 2>&1; then return; fi
    has rustup || fail "rustfmt and clippy are missing: install them beside rustc"
    say "rustfmt and clippy are missing: they check the sources"
    (cd "$root" && timeout 300 rustup component add rustfmt clippy)
}

# The library of the browser's target: rustup's; where its server cannot be reached, Debian's sources.
wasm() {
    if [[ -d $(cd "$root" && rustc --print sysroot)/lib/rustlib/$target ]] || rust_lld_cache; then
        if [[ -z ${FORPREV_WASM_FROM_DEBIAN:-} ]] || rust_lld_cache; then return; fi
    fi
    say "$target is missing: compiles the browser application"
    if [[ -z ${FORPREV_WASM_FROM_DEBIAN:-} ]] && has rustup; then
        local limit
        # It has been seen to hang: a limit, and a second try.
        for limit in 60 180; do
            if (cd "$root" && timeout "$limit" rustup target add "$target"); then return; fi
            say "rustup did not bring it within $limit s"
        done
    fi
    wasm_from_debian
}

# Unpacked, not installed: these packages conflict with a rustup toolchain. `xtask` sets the variables that use them.
wasm_from_debian() {
    has apt-get || fail "run: rustup target add $target"
    say "taking Debian's rustc-web and its library sources instead, into $cache/rustc-web"
    local folder="$cache/rustc-web" version library llvm
    rm -rf "$folder" && mkdir -p "$folder"
    if ((EUID == 0)); then apt_get update || apt_get update; fi
    version=$(apt-cache policy rustc-web | awk '/Candidate:/ { print $2 }')
    [[ -n $version && $version != '(none)' ]] || fail "Debian has no rustc-web here. Run: rustup target add $target"
    library=libstd-rust-web-$(cut -d. -f1,2 <<<"$version")
    llvm=$(apt-cache depends "$library" | awk '/Depends: libllvm/ { print $2 }')
    local packages=(rustc-web "$library" libstd-rust-web-dev rust-web-src "$llvm")
    say "apt-get download ${packages[*]}"
    (cd "$folder" && apt_get download "${packages[@]}") || fail "they could not be had. Run: rustup target add $target"
    local file
    for file in "$folder"/*.deb; do dpkg -x "$file" "$folder/root" && rm "$file"; done
}

# --- Node -------------------------------------------------------------------------------------------------------------

# node_packages FOLDER WHY NPM-ARGUMENT…: what the lock file says, once per lock file.
node_packages() {
    local folder="$root/$1" why=$2 lock present
    shift 2
    lock=$(sha256sum "$folder/package-lock.json" | cut -c1-64)
    present=$(cat "$folder/node_modules/.forprev" 2>/dev/null || true)
    # All of them serve whoever asks for some.
    if [[ $present == "$lock all" || $present == "$lock ${*:-all}" ]]; then return; fi
    say "Node packages of ${folder#"$root"/}: $why"
    local log="$cache/npm.log"
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error "$@" </dev/null >"$log" 2>&1) ||
        (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error "$@" </dev/null >"$log" 2>&1) ||
        { tail -20 "$log" >&2; return 1; }
    printf '%s %s\n' "$lock" "${*:-all}" >"$folder/node_modules/.forprev"
}

# Asked for before anything is installed: Debian's own may be too old, and another cannot be had from here.
recent_node() {
    local version
    version=$(node --version 2>/dev/null || true)
    if [[ ! $version =~ ^v([0-9]+)\.([0-9]+) ]] || ((BASH_REMATCH[1] * 1000 + BASH_REMATCH[2] < 20019)); then
        fail "Node 20.19 or newer is needed, with npm, found ${version:-none}: install it (https://nodejs.org/en/download), then run this again"
    fi
    has npm || fail "npm is missing beside Node: install it (https://nodejs.org/en/download), then run this again"
}

front_end_tools() {
    if ! has npm; then
        say "npm is missing: the browser application is built without wasm-opt and esbuild, and stays larger than it could be"
        return
    fi
    node_packages frontend "wasm-opt and esbuild, which make the browser application small" --omit=dev
}

# --- What each aim needs ----------------------------------------------------------------------------------------------

for_run() {
    rust
    install_missing
    wasm
    front_end_tools
}

for_lint() {
    rust
    install_missing
    wasm
    lints
}

for_test() {
    recent_node
    need postgresql "the tests run on a throwaway PostgreSQL as well as on SQLite" postgres_server
    need chromium "the tests use the application in a real browser" has chromium
    need poppler-utils "pdftotext, pdffonts, pdftoppm: read certificates back" has pdftotext
    need qpdf "checks the structure of certificates" has qpdf
    need zbar-tools "zbarimg reads the QR codes of certificates back" has zbarimg
    need openssl "makes the certificate of the mail server of the tests in the browser" has openssl
    for_run
    lints
    node_packages e2e "Playwright drives the browser, axe checks accessibility"
}

for_dev() {
    recent_node
    for_run
    node_packages frontend "vite serves the browser application while it is written; wasm-opt"
}

mkdir -p "$cache"
case "${1:-all}" in
    run) for_run ;;
    lint) for_lint ;;
    test) for_test ;;
    dev) for_dev ;;
    all)
        for_test
        for_dev
        ;;
    *) fail "say run, lint, test, dev or all" ;;
esac
say "ready"
