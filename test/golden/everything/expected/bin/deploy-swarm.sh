#!/bin/sh
# Deploys the stack, or a new version of it, to Docker Swarm: run it on a manager.
#
# Settings come from .env, as compose.prod.yaml reads them. Secrets and files are kept by Swarm under names that
# hold a digest of their content, so that a changed one is a new one and its services are replaced.
# The migrations run to their end before anything else is replaced: the old code still serves then, so add first and
# remove in a later release.
#
# Exit codes: 0 deployed; 1 failed, and what ran before serves; 2 wrong usage.
set -eu

usage() {
    cat <<'TEXT'
Usage: bin/deploy-swarm.sh [IMAGE_TAG] [--push] [--timeout SECONDS]

Deploys stack.yml with the settings in .env. A version that does not get healthy is taken back.

  IMAGE_TAG    the version to run, written to .env when it runs; without it, the one that is there
  --push       build the images first, and push them to registry.example.com:5000/acme
  --timeout    how long each step may take (600)

An image that is built again under the same tag is the same to Swarm: give each version a tag of its own.
TEXT
}

say() {
    echo "$(date -u +%H:%M:%S) $1"
}

fail() {
    echo "deploy-swarm: $1" >&2
    exit "${2:-1}"
}

compose() {
    docker compose -f compose.prod.yaml "$@" </dev/null
}

tag=
build=
timeout=600
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage && exit 0 ;;
        --push) build=1 ;;
        --timeout)
            case ${2:-} in
                '' | 0* | *[!0-9]*) fail '--timeout takes a number, 1 or more' 2 ;;
                *) ;;
            esac
            timeout=$2
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
manager=$(docker info --format '{{.Swarm.ControlAvailable}}') || fail 'Docker does not answer'
[ "$manager" = true ] || fail 'this is no manager of a swarm: docker swarm init makes it one'

# As Compose reads them: what the shell says, then .env. It also says which one is missing.
settings=$(compose config --environment) || fail 'Compose does not accept compose.prod.yaml with this .env; what it said is above'
setting() {
    # Not `echo`, which reads a backslash as more than that.
    printf '%s\n' "$settings" | sed -n "s/^$1=//p"
}
previous=$(setting IMAGE_TAG)
[ -z "$tag" ] || settings=$(IMAGE_TAG=$tag compose config --environment)
for name in ENVIRONMENT IMAGE_TAG LOG_LEVEL POSTGRES_USER POSTGRES_DB DATABASE_URL REDIS_URL CORS_ORIGINS API_V1_PREFIX; do
    value=$(setting "$name")
    [ -z "$value" ] || export "$name=$value"
done

if [ -n "$build" ]; then
    compose build || fail 'docker compose build failed; nothing was changed'
    compose push || fail 'docker compose push failed; nothing was changed'
fi

# A service with data runs on the one node that has them. Where there is one node, that is the one.
place() {
    labels=$(docker node ls --quiet | xargs docker node inspect --format '{{.ID}} {{json .Spec.Labels}}')
    case $labels in
        *"\"$1\":\"true\""*) return ;;
        *) ;;
    esac
    [ "$(echo "$labels" | wc -l)" -eq 1 ] ||
        fail "no node has the label $1: docker node update --label-add $1=true NODE says which one keeps these data"
    docker node update --label-add "$1=true" "${labels%% *}" >/dev/null
}
place shop-swarm.postgres

digest() {
    sha256sum | cut -c 1-12
}
# Swarm tells nobody a secret again, so its name says whether it is the same one.
keep() {
    name=$2-$(setting "$1" | digest)
    docker secret inspect "$name" >/dev/null 2>&1 || setting "$1" | tr -d '\n' | docker secret create "$name" - >/dev/null
    export "$3=${name##*-}"
}
keep JWT_SECRET_KEY shop_JWT_SECRET_KEY JWT_SECRET_KEY_DIGEST
keep POSTGRES_PASSWORD shop_POSTGRES_PASSWORD POSTGRES_PASSWORD_DIGEST
keep REDIS_PASSWORD shop_REDIS_PASSWORD REDIS_PASSWORD_DIGEST
keep SECRET_KEY shop_SECRET_KEY SECRET_KEY_DIGEST
[ -r certificates/fullchain.pem ] || fail 'certificates/fullchain.pem is missing or unreadable'
FULLCHAIN_PEM_DIGEST=$(digest <certificates/fullchain.pem)
[ -r bin/init-db.sql ] || fail 'bin/init-db.sql is missing or unreadable'
INIT_DB_SQL_DIGEST=$(digest <bin/init-db.sql)
[ -r certificates/privkey.pem ] || fail 'certificates/privkey.pem is missing or unreadable'
PRIVKEY_PEM_DIGEST=$(digest <certificates/privkey.pem)
[ -r bin/with-secrets.sh ] || fail 'bin/with-secrets.sh is missing or unreadable'
WITH_SECRETS_SH_DIGEST=$(digest <bin/with-secrets.sh)
export FULLCHAIN_PEM_DIGEST INIT_DB_SQL_DIGEST PRIVKEY_PEM_DIGEST WITH_SECRETS_SH_DIGEST

deploy() {
    timeout "$timeout" docker stack deploy --quiet --detach --with-registry-auth --compose-file - shop-swarm >/dev/null
}
# With each value filled in, and ready to be read once more.
resolved() {
    docker stack config --compose-file stack.yml | sed 's/\$/$$/g'
}
docker stack config --compose-file stack.yml >/dev/null || fail 'Docker does not accept stack.yml; what it said is above'

# Some services of the resolved file, which is Docker's own print: two blanks before each name.
only() {
    awk -v wanted=" $* " '
        /^[^ ]/ { services = /^services:/; keep = 1 }
        services && /^  [^ ]/ { name = $1; sub(/:$/, "", name); keep = index(wanted, " " name " ") }
        keep'
}
# `1/1 completed` when it ended well. Swarm tries again on its own; the last try leaves no other one behind.
wait_for_job() {
    deadline=$(($(date +%s) + timeout))
    until docker service ls --filter "name=shop-swarm_$1" --format '{{.Replicas}}' | grep -q '(1/1 completed)'; do
        sleep 1
        pending=$(docker service ps --format '{{.DesiredState}} {{.CurrentState}}' "shop-swarm_$1" | grep -cv '^Shutdown\|^Complete Complete' || true)
        if [ "$pending" = 0 ] && [ "$again" = 0 ]; then break; fi
        again=$pending
        [ "$(date +%s)" -lt "$deadline" ] || break
    done
    docker service ls --filter "name=shop-swarm_$1" --format '{{.Replicas}}' | grep -q '(1/1 completed)' && return
    docker service logs --raw --tail 20 "shop-swarm_$1" >&2 || true
    fail "$1 failed; what ran before serves"
}
say 'Running migrate'
resolved | only migrate postgres | deploy || fail 'docker stack deploy failed; what it said is above'
again=1
wait_for_job migrate

update_of() {
    docker service inspect --format '{{json .UpdateStatus}}' "shop-swarm_$1"
}
# Waits for all services at once, where `--detach=false` would take ten seconds for one after the other: until each has
# as many containers as it should, all healthy and for some seconds, or was rolled back.
settle() {
    deadline=$(($(date +%s) + timeout))
    since=
    while [ "$(date +%s)" -lt "$deadline" ]; do
        sleep 1
        states=$(for service in $1; do update_of "$service" || exit 1; done) || return 1
        if printf '%s\n' "$states" | grep -Eq '"State":"(updating|rollback_started)"'; then
            since=
        elif printf '%s\n' "$states" | grep -Eq '"State":"(rollback|paused)'; then
            return 0
        elif docker service ls --format '{{.Name}} {{.Replicas}}' | awk -v stack="shop-swarm_" -v wanted=" $1 " '
            index($1, stack) == 1 && index(wanted, " " substr($1, length(stack) + 1) " ") {
                split($2, count, "/")
                if (count[1] != count[2]) missing = 1
            }
            END { exit missing }'; then
            since=${since:-$(date +%s)}
            [ $(($(date +%s) - since)) -lt 5 ] || return 0
        else
            since=
        fi
    done
    return 1
}
# Deploys these services, and says whether all of them run.
run() {
    good=0
    resolved | only "$1" | deploy || good=1
    [ "$good" = 1 ] || settle "$1" || good=1
    for service in $1; do
        state=$(update_of "$service") || state='"State":"missing"'
        case $state in
            *'"State":"missing'* | *'"State":"rollback'* | *'"State":"paused'*)
                good=1
                printf '%s\n' "$state" | sed "s/.*\"State\":\"\([a-z_]*\)\".*/deploy-swarm: $service: \1/" >&2
                ;;
            *) ;;
        esac
    done
    return "$good"
}
services='frontend backend postgres redis celery-worker celery-beat'
# Without a version that ran there is none to go back to.
for service in $services; do
    docker service inspect "shop-swarm_$service" >/dev/null 2>&1 || previous=
done
say "Deploying $services"
if ! run "$services"; then
    if [ -z "$previous" ] || [ "${tag:-$previous}" = "$previous" ]; then
        fail 'not all services got healthy: see docker stack ps shop-swarm'
    fi
    say "Back to $previous"
    # The services that had taken the new version go back as well: never two versions side by side.
    export IMAGE_TAG="$previous"
    run "$services" 2>/dev/null || true
    fail "$tag did not get healthy; $previous serves as before"
fi

# Kept, or the next deployment would bring the previous version back.
if [ -n "$tag" ]; then
    say "Writing IMAGE_TAG=$tag to .env"
    # A copy with the owner and the mode of .env, filled and moved: never half a file.
    cp -p .env .env.deploy
    { grep -v '^IMAGE_TAG=' .env || true; echo "IMAGE_TAG='$tag'"; } >.env.deploy
    mv .env.deploy .env
fi
say 'Done'
