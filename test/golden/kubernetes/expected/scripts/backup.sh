#!/bin/sh
# Backs up the production database into backups/, checks the result, and keeps the newest ones.
#
# Every night, with cron:     15 3 * * *  /path/to/shop/scripts/backup.sh >>/var/log/shop-backup.log 2>&1
# Every night, with systemd:  OnCalendar=*-*-* 03:15 in a timer, ExecStart=/path/to/shop/scripts/backup.sh in its service
#
# Exit codes: 0 a checked backup is there; 1 there is none, older ones are untouched; 2 wrong usage; 4 another run is at work.
set -eu

umask 077

usage() {
    cat <<'TEXT'
Usage: scripts/backup.sh [--keep N]

Writes backups/shop-<UTC time>.dump with its checksum, and deletes all but the newest N of them (7).
The database stays in use meanwhile. A backup belongs on another machine too: copy the folder from there.

It holds the application's database, not the roles of the server. Restore it with scripts/restore.sh.
TEXT
}

fail() {
    echo "backup: $1" >&2
    exit "${2:-1}"
}

kube() {
    kubectl --namespace shop "$@"
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

keep=7
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage && exit 0 ;;
        --keep)
            keep=${2:-}
            shift
            ;;
        --keep=*) keep=${1#*=} ;;
        *) fail "unknown argument '$1': see --help" 2 ;;
    esac
    [ $# -eq 0 ] || shift
done
case $keep in
    '' | 0* | *[!0-9]*) fail '--keep takes a number, 1 or more' 2 ;;
    *) ;;
esac

CDPATH='' cd -- "$(dirname -- "$0")/.."
mkdir -p backups

# Left behind when a machine went down: its process is gone, or it is a day old.
lock=backups/.lock
abandoned() {
    pid=$(cat "$lock/pid" 2>/dev/null) || pid=
    [ -z "$(find "$lock" -prune -mtime +0)" ] || return 0
    [ -n "$pid" ] && ! [ -d "/proc/$pid" ] && ! kill -0 "$pid" 2>/dev/null
}
mkdir "$lock" 2>/dev/null || {
    abandoned || fail "another backup is running; if there is none, delete $PWD/$lock" 4
    rm -rf "$lock"
    mkdir "$lock" 2>/dev/null || fail 'another backup has just begun' 4
}
part=backups/.part
trap 'rm -rf "$part" "$part.sha256" "$lock"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
echo $$ >"$lock/pid"

size=$(in_postgres 'psql -XAtc "SELECT pg_database_size(current_database()) / 1024"' </dev/null) ||
    fail 'PostgreSQL does not answer: see kubectl --namespace shop get pods'
# A dump is compressed and holds no indexes: half the size of the database is plenty.
free=$(df -Pk backups | awk 'NR == 2 { print $4 }')
[ "$free" -gt $((size / 2)) ] || fail "$((free / 1024)) MB are free and the database has $((size / 1024)) MB: make room first"

in_postgres 'exec pg_dump --format=custom' >"$part" </dev/null || fail 'pg_dump failed; what it said is above'
# Read to its end, every row: the table of contents alone is whole in a truncated file too.
in_postgres 'exec pg_restore --file=/dev/null' <"$part" || fail 'the new dump cannot be read back, so it was thrown away'

# Two in one second would share a name.
while file=shop-$(date -u +%Y%m%dT%H%M%SZ).dump && [ -e "backups/$file" ]; do sleep 1; done
# Made where it is sure to exist. The usual format: `sha256sum -c` reads it as well.
sum=$(in_postgres sha256sum <"$part") || fail 'no checksum could be made; the dump was thrown away'
echo "${sum%% *}  $file" >"$part.sha256"
# The checksum first: a dump under its final name always has one.
mv -- "$part.sha256" "backups/$file.sha256"
mv -- "$part" "backups/$file"
written=$(wc -c <"backups/$file" | awk '{
    split("kB MB GB TB", units)
    size = $1 / 1000
    for (i = 1; size >= 999.95 && i < 4; i++) size /= 1000
    printf "%.1f %s", size, units[i]
}')
echo "$PWD/backups/$file ($written)"

# Names sort by time. Files with other names are not ours to delete.
d='[0-9]'
for old in backups/shop-$d$d$d$d$d$d$d$d"T"$d$d$d$d$d$d"Z.dump"; do
    count=$((${count:-0} + 1))
done
for old in backups/shop-$d$d$d$d$d$d$d$d"T"$d$d$d$d$d$d"Z.dump"; do
    [ "$count" -gt "$keep" ] || break
    rm -f -- "$old" "$old.sha256"
    count=$((count - 1))
done
