#!/usr/bin/env bash
# Installs the peers of the measurements, tells what each is for, and leaves alone what is there. Safe to run again.
#
# Without root it installs nothing of the system: it prints the command to run, and the measurements that need it fail.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

cache="${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/forprev"
python="$cache/bench-python"
mkdir -p "$cache"

say() { printf 'bench: %s\n' "$*" >&2; }
missing=()
# need NAME WHY TEST…: asks for Debian's package NAME unless TEST succeeds.
need() {
    local name=$1 why=$2
    shift 2
    if "$@" >/dev/null 2>&1; then return; fi
    say "$name is missing: $why"
    missing+=("$name")
}
postgres_has() { compgen -G "/usr/lib/postgresql/*/bin/$1" >/dev/null || command -v "$1" >/dev/null; }
library() { ldconfig -p 2>/dev/null | grep -q "$1" || /sbin/ldconfig -p | grep -q "$1"; }

need postgresql "the base of most measurements, and pgbench, which sends the same statements" postgres_has pgbench
need wrk "asks for the public directory as fast as it can" command -v wrk
need nginx-light "serves the same bytes as a file" test -x /usr/sbin/nginx
need python3-venv "Typst and WeasyPrint, which draw the same certificate, are in Python packages" python3 -c 'import venv, ensurepip'
need chromium "Lighthouse looks at the pages in it" test -x "${FORPREV_CHROMIUM:-/usr/bin/chromium}"
need libpango-1.0-0 "WeasyPrint lays out with it" library libpango-1.0
need libpangoft2-1.0-0 "WeasyPrint lays out with it" library libpangoft2-1.0
need libharfbuzz-subset0 "WeasyPrint cuts fonts with it" library libharfbuzz-subset

if ((${#missing[@]})); then
    install="apt-get install -y --no-install-recommends ${missing[*]}"
    if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
        say "run: sudo apt-get update && sudo $install"
    else
        say "$install"
        # RUNLEVEL: Debian's nginx is not to start by itself, on port 80.
        (export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1; apt-get -q update && $install) </dev/null >"$cache/apt.log" 2>&1 ||
            { tail -5 "$cache/apt.log" >&2; say "that failed: run it by hand"; }
    fi
fi

if ! cmp -s peers/requirements.txt "$python/requirements.txt"; then
    say "Typst, WeasyPrint and schemathesis, into $python: they draw the same certificate, and try the API"
    { python3 -m venv "$python" && "$python/bin/pip" install --quiet -r peers/requirements.txt &&
        cp peers/requirements.txt "$python/requirements.txt"; } ||
        say "that failed. Run: python3 -m venv $python && $python/bin/pip install -r bench/peers/requirements.txt"
fi

if ! cmp -s peers/package-lock.json peers/node_modules/.forprev; then
    say "Fastify, node-postgres and Lighthouse: they answer the public directory too, and look at the pages"
    { (cd peers && npm ci --no-audit --no-fund --loglevel=error </dev/null >"$cache/npm.log" 2>&1) &&
        cp peers/package-lock.json peers/node_modules/.forprev; } || say "that failed. Run: cd bench/peers && npm ci"
fi
