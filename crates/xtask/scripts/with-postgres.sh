#!/usr/bin/env bash
# with-postgres.sh COMMAND…: runs a command beside a PostgreSQL server of its own, reached by FORPREV_TEST_POSTGRES_URL.
#
# The server listens on a Unix socket in a temporary folder, so it meets no other server and needs no port. It goes when
# the command ends. Its URL ends with the database: put another name after the last slash to reach another.
set -euo pipefail

fail() {
    printf 'PostgreSQL: %s\n' "$*" >&2
    exit 1
}

binaries=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -t/ -k5 -n | tail -1 || true)
export PATH="${binaries:+$binaries:}$PATH"
command -v initdb >/dev/null || fail "not installed. Run: make setup"

# It refuses to run as root; Debian's package makes the user for it.
as=()
if ((EUID == 0)); then
    id postgres >/dev/null 2>&1 || fail "it does not run as root, and there is no user postgres. Run: make setup"
    as=(runuser -u postgres --)
fi

folder=$(mktemp -d /tmp/forprev-postgres.XXXXXX)
if ((EUID == 0)); then chown postgres: "$folder"; fi
# Others may enter: the socket is all they find.
chmod 755 "$folder"
in_folder() { (cd "$folder" && "${as[@]}" "$@"); }

stop() {
    in_folder pg_ctl stop -D data -m immediate -s >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A French order of words, as a real server has it: a query that leaves the order to the database is found out. Nothing
# here must outlive the machine, so nothing waits for the disk.
in_folder initdb -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=fr-FR \
    --no-sync --no-instructions >"$folder/log" 2>&1 || { cat "$folder/log" >&2; fail "initdb failed"; }
in_folder pg_ctl start -D data -w -s -l data/server.log -o "-k $folder -c listen_addresses='' -c max_connections=400 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB" ||
    { cat "$folder/data/server.log" >&2; fail "it did not start"; }

export FORPREV_TEST_POSTGRES_URL="postgres://postgres@${folder//\//%2F}/postgres"
"$@"
