#!/bin/sh
# Puts a backup of scripts/backup.sh back into the production database.
#
# Exit codes: 0 restored; 1 not restored, the database is as it was; 2 wrong usage or not confirmed;
# 3 restored, but a service did not start again.
set -eu

usage() {
    cat <<'TEXT'
Usage: scripts/restore.sh FILE [--yes] [--no-owner]

Replaces the content of the production database by that of FILE, all of it or nothing. FILE is checked before
anything is touched; then the services that use the database stop, and start again in the end.

  --yes       do not ask
  --no-owner  leave out owners and grants, for a server without the roles that FILE names

It works into a new, empty database as well, such as that of a stack that comes from Compose:
scripts/deploy-kubernetes.sh production, then scripts/restore.sh FILE

A new major version of PostgreSQL does not read the files of the old one. To move:
  1. scripts/backup.sh, and copy the file to another machine
  2. kubectl --namespace shop delete statefulset postgres, then its claim: kubectl get persistentvolumeclaims
  3. change the version of the image
  4. scripts/deploy-kubernetes.sh production, then scripts/restore.sh FILE
TEXT
}

fail() {
    echo "restore: $1" >&2
    exit "${2:-1}"
}

kube() {
    kubectl --namespace shop "$@"
}

# Each takes a list of SERVICE=COUNT.
scale() {
    for one in $1; do kube scale --replicas "${one#*=}" "deployment/${one%=*}" >/dev/null || return 1; done
}
wait_until_scaled() {
    deadline=$(($(date +%s) + 180))
    for one in $1; do
        if [ "${one#*=}" != 0 ]; then
            kube rollout status --timeout 180s "deployment/${one%=*}" >/dev/null || return 1
            continue
        fi
        # Not `kubectl wait`, to which none at all is a mistake.
        until [ -z "$(kube get pods --selector "app.kubernetes.io/name=${one%=*}" --output name)" ]; do
            [ "$(date +%s)" -lt "$deadline" ] || return 1
            sleep 1
        done
    done
}

# Runs a command inside the pod, where name and password are in the environment: none becomes an argument here.
in_postgres() {
    kube exec -i statefulset/postgres -- sh -euc "$connect
$1"
}
connect=$(
    cat <<'SH'
export PGUSER="${POSTGRES_USER:-postgres}" PGPASSWORD="${POSTGRES_PASSWORD:-}"
export PGDATABASE="${POSTGRES_DB:-$PGUSER}"
[ -z "${POSTGRES_PASSWORD_FILE:-}" ] || PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
SH
)

query() {
    in_postgres "psql -XAtc \"$1\"" </dev/null
}

file=
yes=
no_owner=
for argument in "$@"; do
    case $argument in
        -h | --help) usage && exit 0 ;;
        --yes) yes=1 ;;
        --no-owner) no_owner='--no-owner --no-privileges' ;;
        -*) fail "unknown option '$argument': see --help" 2 ;;
        *)
            [ -z "$file" ] || fail 'one FILE at a time' 2
            file=$argument
            ;;
    esac
done
[ -n "$file" ] || fail 'which FILE? See the folder backups/, or --help' 2
if ! [ -f "$file" ] || ! [ -s "$file" ]; then fail "there is no file '$file', or it is empty" 2; fi
[ -n "$yes" ] || [ -t 0 ] || fail 'nobody is here to confirm: say --yes' 2

# The path is the caller's, everything else is the project's.
case $file in
    /*) ;;
    *) file=$PWD/$file ;;
esac
CDPATH='' cd -- "$(dirname -- "$0")/.."

kube rollout status --timeout 120s statefulset/postgres >/dev/null ||
    fail 'PostgreSQL does not start: see kubectl --namespace shop get pods'

if [ -r "$file.sha256" ]; then
    sum=$(in_postgres sha256sum <"$file")
    [ "$(awk 'NR == 1 { print $1 }' "$file.sha256")" = "${sum%% *}" ] || fail 'the file does not match its checksum: take another backup'
else
    echo "restore: no $file.sha256 beside it, so only its structure is checked" >&2
fi
# Read to its end, every row: the table of contents alone is whole in a truncated file too.
in_postgres 'exec pg_restore --file=/dev/null' <"$file" || fail 'the file is damaged or no backup: take another one'

tables="SELECT count(*) FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)'"
database=$(query 'SELECT current_database()')
if [ -z "$yes" ]; then
    printf 'The database %s has %s tables now. Replace them by %s? [y/N] ' "$database" "$(query "$tables")" "${file##*/}"
    read -r answer || answer=
    case $answer in
        y | Y | yes) ;;
        *) fail 'not confirmed, nothing was changed' 2 ;;
    esac
fi

# Only what runs now is stopped, and only that starts again, as often as it runs.
set -- backend celery-worker celery-beat
services=
stopped=
none=
for service in "$@"; do
    count=$(kube get deployment --output 'jsonpath={.spec.replicas}' "$service") || count=0
    if [ "$count" != 0 ]; then
        services="$services $service"
        stopped="$stopped $service=$count"
        none="$none $service=0"
    fi
done
restart() {
    scale "$stopped"
}
wait_until_healthy() {
    wait_until_scaled "$stopped"
}
trap 'restart || echo "restore: start them by hand: scripts/deploy-kubernetes.sh production" >&2' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
[ -z "$services" ] || echo "Stopping:$services"
if ! scale "$none" || ! wait_until_scaled "$none"; then fail 'not all services stop: nothing was restored'; fi

# One transaction. What the backup does not know goes too, or the next migration would stumble over it.
# COMMIT is sent only after the last row: whatever breaks before leaves the database as it was.
restore=$(
    cat <<'SH'
{
    cat <<'SQL'
BEGIN;
SET LOCAL lock_timeout = '30s';
SET LOCAL client_min_messages = warning;
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
END
$$;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
SQL
    pg_restore --clean --if-exists $no_owner --file=- && printf 'COMMIT;\n\\echo restored\nANALYZE;\n'
} | psql -Xq -v ON_ERROR_STOP=1 | tail -n 1
SH
)
result=$(in_postgres "no_owner='$no_owner'
$restore" <"$file") || result=
[ "$result" = restored ] || fail 'not restored, the database is as it was; what PostgreSQL said is above'

rows="SELECT coalesce(sum(reltuples), 0)::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"
echo "Restored into $database: $(query "$tables") tables, about $(query "$rows") rows."

# A deployment runs the migrations of the version that is there, and starts what needs them.
migrate() {
    scripts/deploy-kubernetes.sh production </dev/null >/dev/null
}
# The code may be newer than the backup.
if [ -n "$services" ]; then
    migrate || fail 'restored, but the migrations failed: the services start with the old schema' 3
fi
trap - EXIT
restart || fail "restored, but not all of these started again:$services" 3
wait_until_healthy || fail "restored, but not all of these are healthy after 120 s:$services" 3
if [ -n "$services" ]; then
    echo "Done. Healthy again:$services"
else
    echo 'Done. Nothing was running: scripts/deploy-kubernetes.sh production starts it.'
fi
