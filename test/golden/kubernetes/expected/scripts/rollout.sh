#!/bin/sh
# Replaces the API's containers by new ones while it goes on answering.
#
# The new containers start beside the old ones, nginx finds them by the name `backend`, then the old ones end one by
# one. What that costs: twice the memory and twice the connections to the database for a minute, and two versions
# of the code on one schema. So a migration must leave the old code working: add first, remove in a later release.
#
# Exit codes: 0 done; 1 failed, and the old containers serve as before; 2 wrong usage; 3 the new API serves, but what
# comes after it failed; 4 another rollout is at work.
set -eu

usage() {
    cat <<'TEXT'
Usage: scripts/rollout.sh [IMAGE_TAG] [--build | --pull] [--frontend] [--replicas N] [--timeout SECONDS]

Replaces the API without a failed request, then celery-worker and celery-beat. New settings in .env and
docker-compose.prod.yml apply as well. When the new containers do not get healthy, they are removed again.

  IMAGE_TAG    the version to run, written to .env when it runs; without it, the one that is there
  --build      build the images first
  --pull       pull the images first
  --frontend   replace nginx too, in the end: its port is closed for about a second; without it, the pages stay
  --replicas   how many containers of the API there should be (2)
  --timeout    how long the new ones may take to get healthy (120)
TEXT
}

say() {
    echo "$(date -u +%H:%M:%S) $1"
}

fail() {
    echo "rollout: $1" >&2
    exit "${2:-1}"
}

compose() {
    docker compose -f docker-compose.prod.yml "$@" </dev/null
}

# Neither builds nor pulls by chance: an image that is missing is an error.
up() {
    compose up -d --no-deps --no-build --pull never "$@"
}

tag=
fetch=
frontend=
replicas=2
timeout=120
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage && exit 0 ;;
        --build | --pull) fetch=${1#--} ;;
        --frontend) frontend=frontend ;;
        --replicas | --timeout)
            case ${2:-} in
                '' | 0* | *[!0-9]*) fail "$1 takes a number, 1 or more" 2 ;;
                *) ;;
            esac
            if [ "$1" = --timeout ]; then timeout=$2; else replicas=$2; fi
            shift
            ;;
        '' | [!A-Za-z0-9_]* | *[!A-Za-z0-9_.-]*) fail "'$1' is neither an option nor the tag of an image: see --help" 2 ;;
        *)
            [ -z "$tag" ] || fail 'one IMAGE_TAG at a time' 2
            tag=$1
            ;;
    esac
    shift
done

CDPATH='' cd -- "$(dirname -- "$0")/.."
# The environment goes before .env.
[ -z "$tag" ] || export IMAGE_TAG="$tag"
compose config --quiet || fail 'Compose does not accept docker-compose.prod.yml with this .env; what it said is above'

# Left behind when a machine went down: its process is gone.
lock=.rollout.lock
mkdir "$lock" 2>/dev/null || {
    pid=$(cat "$lock/pid" 2>/dev/null) || pid=
    if [ -z "$pid" ] || [ -d "/proc/$pid" ] || kill -0 "$pid" 2>/dev/null; then
        fail "another rollout is running; if there is none, delete $PWD/$lock" 4
    fi
}
trap 'rm -rf "$lock"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
echo $$ >"$lock/pid"

[ -z "$fetch" ] || compose "$fetch" || fail "docker compose $fetch failed; nothing was changed"

# Containers that ended would count as replicas, and start again with the old image.
for id in $(compose ps --all --quiet --status exited --status created --status dead backend); do
    docker rm -f "$id" >/dev/null
done
old=$(compose ps --quiet backend)
[ -n "$old" ] || fail 'the API is not running: docker compose -f docker-compose.prod.yml up -d --wait starts it'

say 'Migrating the database'
up --force-recreate migrate || fail 'the migrations did not start; the old containers serve as before'
migrate=$(compose ps --all --quiet migrate)
[ "$(docker wait "$migrate")" = 0 ] || {
    docker logs --tail 30 "$migrate" >&2
    fail 'the migrations failed; the old containers serve as before'
}

new_ones() {
    for id in $(compose ps --all --quiet backend); do
        echo "$old" | grep -qx "$id" || echo "$id"
    done
}
# Docker's own list is asked, by filter: the id comes back when it matches.
is() {
    [ -n "$(docker ps --all --quiet --filter "id=$1" --filter "$2")" ]
}
# No health check: then running is all that can be known.
ready() {
    is "$1" health=healthy || { is "$1" health=none && is "$1" status=running; }
}
# One that ends starts again at once: at most moments it looks as if it ran.
broken() {
    is "$1" health=unhealthy || is "$1" status=exited || is "$1" status=dead ||
        ! docker inspect "$1" | grep -q '"RestartCount": 0,'
}
roll_back() {
    trap '' INT TERM HUP
    for id in $(new_ones); do
        docker logs --tail 20 "$id" >&2 || true
        # Ready or not, nginx sends it requests as soon as it listens: it finishes those first.
        docker stop -t 10 "$id" >/dev/null || true
        docker rm -f "$id" >/dev/null || true
    done
    rm -rf "$lock"
}
wait_until_ready() {
    deadline=$(($(date +%s) + timeout))
    for id in $(new_ones); do
        until ready "$id"; do
            ! broken "$id" || fail 'a new container is not healthy; all new ones are removed, the old ones serve as before'
            [ "$(date +%s)" -lt "$deadline" ] ||
                fail "not healthy within $timeout s; the new containers are removed, the old ones serve as before"
            sleep 1
        done
    done
}

say "Starting $replicas new containers of the API"
trap roll_back EXIT
# --no-recreate leaves the old ones alone; only what is added gets the new image and settings.
up --no-recreate --scale "backend=$(($(echo "$old" | wc -l) + replicas))" backend ||
    fail 'the new containers did not start; the old ones serve as before'
wait_until_ready

# nginx asks for the addresses every 5 s: it must know the new ones before the first old one goes.
settle=$((5 + 2))
say 'They are healthy; nginx finds them'
sleep "$settle"

# From here on forwards only: the new ones serve.
trap 'rm -rf "$lock"' EXIT
for id in $old; do
    say "Stopping an old one ($(echo "$id" | cut -c 1-12))"
    # SIGTERM, and its stop_grace_period to finish what it is at.
    docker stop "$id" >/dev/null || fail "could not stop $id: run this again" 3
    docker rm -f "$id" >/dev/null || true
    # One at a time: nginx has forgotten this address before the next one goes.
    sleep "$settle"
done

# Kept, or the next `up -d` would bring the previous version back.
if [ -n "$tag" ] && ! [ -f .env ]; then
    say "There is no .env: set IMAGE_TAG=$tag where the other settings are"
elif [ -n "$tag" ]; then
    say "Writing IMAGE_TAG=$tag to .env"
    # A copy with the owner and the mode of .env, filled and moved: never half a file.
    cp -p .env .env.rollout
    { grep -v '^IMAGE_TAG=' .env || true; echo "IMAGE_TAG='$tag'"; } >.env.rollout
    mv .env.rollout .env
fi

# After the API: it may send tasks that only the new worker knows, and they wait in the queue for it.
# Compose gives the worker its stop_grace_period to finish the task it is at.
say 'Replacing celery-worker celery-beat'
up --wait --wait-timeout "$timeout" celery-worker celery-beat ||
    fail 'the new API serves, but celery-worker or celery-beat is not healthy: see docker compose -f docker-compose.prod.yml logs celery-worker celery-beat' 3

if [ -n "$frontend" ]; then
    say 'Replacing the front end'
    up --wait --wait-timeout "$timeout" frontend || fail 'the new API serves, but the front end is not healthy' 3
elif image=$(compose config --images | grep -F 'ghcr.io/acme/shop-frontend:') && nginx=$(compose ps --quiet frontend) &&
    [ -n "$nginx" ] && ! is "$nginx" "ancestor=$image"; then
    say 'The front end is still the one from before; this replaces it, and closes its port for about a second:'
    say '  docker compose -f docker-compose.prod.yml up -d --no-deps frontend'
fi
say 'Done'
