#!/bin/sh
# Restarts what Docker reports as unhealthy: its restart policy acts on containers that end, not on those that hang.
#
# Every minute, with cron:     * * * * *  /path/to/shop/deploy/bin/restart-unhealthy.sh 2>&1 | logger -t shop
# Every minute, with systemd:  OnCalendar=minutely in a timer, ExecStart=/path/to/shop/deploy/bin/restart-unhealthy.sh in its service
#
# Exit codes: 0 all is well, or was restarted; 1 something needs a person; 2 wrong usage.
set -eu

usage() {
    cat <<'TEXT'
Usage: deploy/bin/restart-unhealthy.sh

Restarts the unhealthy containers of shop-production and says which. It is silent when there are none.
PostgreSQL is only reported: a restart would interrupt the recovery after a crash, which then starts all over.
TEXT
}

say() {
    echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) restart-unhealthy: $1"
}

case ${1:-} in
    '') ;;
    -h | --help) usage && exit 0 ;;
    *) echo "restart-unhealthy: unknown argument '$1': see --help" >&2 && exit 2 ;;
esac

CDPATH='' cd -- "$(dirname -- "$0")/../.."
compose() {
    docker compose -f docker-compose.yml "$@" </dev/null
}
is_unhealthy() {
    [ -n "$(docker ps --quiet --filter "id=$1" --filter health=unhealthy)" ]
}
# What others depend on comes first.
services='postgres redis backend celery-worker celery-beat frontend'

compose config --quiet || { say 'Compose does not accept docker-compose.yml with this .env' && exit 1; }
for service in $services; do
    for id in $(compose ps --quiet "$service"); do
        is_unhealthy "$id" || continue
        if [ "$service" = postgres ]; then
            # What depends on it is unhealthy because of it: restarting that would not help.
            say 'postgres is unhealthy, and is left alone: see docker compose -f docker-compose.yml logs postgres'
            exit 1
        fi
        say "$service is unhealthy, restarting $(echo "$id" | cut -c 1-12)"
        docker restart "$id" >/dev/null || { say "$service did not restart" && exit 1; }
    done
done
