#!/bin/sh
# Deploys the stack, or a new version of it, to the cluster that kubectl's current context names.
#
# Settings come from .env, as docker-compose.prod.yml reads them. They are laid over the manifests, in a folder that is gone
# when this ends. ConfigMaps and Secrets are named by their content, so that a changed value replaces its pods.
# The migrations run to their end before anything else is replaced: the old code still serves then, so add first and
# remove in a later release.
#
# Exit codes: 0 deployed; 1 failed, and what ran before serves; 2 wrong usage.
set -eu

usage() {
    cat <<'TEXT'
Usage: scripts/deploy-kubernetes.sh [production|dev] [IMAGE_TAG] [--push] [--env-file FILE] [--timeout SECONDS]

Deploys kubernetes/overlays/production, or dev, with the settings in .env, and waits until all of it is ready. A
version that does not get ready is taken back.

  IMAGE_TAG    the version to run, written to the file of settings when it runs; without it, the one that is there
  --push       build the images first, and push them to ghcr.io/acme
  --env-file   the file of settings (.env); dev has its own data, and never reads DATABASE_URL and REDIS_URL
  --timeout    how long each step may take (600)

An image that is built again under the same tag is the same to Kubernetes: give each version a tag of its own.
TEXT
}

say() {
    echo "$(date -u +%H:%M:%S) $1"
}

fail() {
    echo "deploy-kubernetes: $1" >&2
    exit "${2:-1}"
}

environment=
tag=
env_file=.env
timeout=600
build=
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage && exit 0 ;;
        --push) build=1 ;;
        --env-file)
            [ -n "${2:-}" ] || fail '--env-file takes the name of a file' 2
            env_file=$2
            shift
            ;;
        --timeout)
            case ${2:-} in
                '' | 0* | *[!0-9]*) fail '--timeout takes a number, 1 or more' 2 ;;
                *) ;;
            esac
            timeout=$2
            shift
            ;;
        production | dev)
            [ -z "$environment" ] || fail 'one environment at a time' 2
            environment=$1
            ;;
        '' | [!A-Za-z0-9_]* | *[!A-Za-z0-9_.-]*) fail "'$1' is neither an option nor the tag of an image: see --help" 2 ;;
        *)
            [ -z "$tag" ] || fail 'one IMAGE_TAG at a time' 2
            tag=$1
            ;;
    esac
    shift
done
environment=${environment:-production}
namespace=shop
[ "$environment" = production ] || namespace=shop-dev

CDPATH='' cd -- "$(dirname -- "$0")/.."
[ -r "$env_file" ] || fail "$env_file is missing or unreadable: scripts/init-env.sh production makes .env"
context=$(kubectl config current-context) || fail 'kubectl knows no cluster: set its context first'

compose() {
    docker compose --env-file "$env_file" -f docker-compose.prod.yml "$@" </dev/null
}
kube() {
    kubectl --namespace "$namespace" "$@" </dev/null
}

# As Compose reads them: what the shell says, then the file. It also says which one is missing.
[ -z "$tag" ] || export IMAGE_TAG="$tag"
settings=$(compose config --environment) || fail "Compose does not accept docker-compose.prod.yml with $env_file; what it said is above"
setting() {
    # Not `echo`, which reads a backslash as more than that.
    printf '%s\n' "$settings" | sed -n "s/^$1=//p"
}

if [ -n "$build" ]; then
    compose build || fail 'docker compose build failed; nothing was changed'
    compose push || fail 'docker compose push failed; nothing was changed'
fi

# What is written here holds secrets: readable by its owner, and gone in the end.
layer=kubernetes/.deploy
umask 077
rm -rf "$layer"
mkdir -p "$layer"
trap 'rm -rf "$layer"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Only what is set: a default, where there is one, is in kubernetes/base.
keep() {
    file=$layer/$1.env
    shift
    for name in "$@"; do
        value=$(setting "$name")
        [ -z "$value" ] || printf '%s=%s\n' "$name" "$value"
    done >>"$file"
}
keep application-config LOG_LEVEL POSTGRES_USER POSTGRES_DB CORS_ORIGINS API_V1_PREFIX
keep postgres-config POSTGRES_USER POSTGRES_DB
# Where data are, production alone is told: another environment has its own.
if [ "$environment" = production ]; then
    keep application-config DATABASE_URL REDIS_URL
fi
keep application-secrets SECRET_KEY JWT_SECRET_KEY POSTGRES_PASSWORD REDIS_PASSWORD
keep postgres-secrets POSTGRES_PASSWORD
keep redis-secrets REDIS_PASSWORD
cat >"$layer/kustomization.yaml" <<YAML
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: $namespace
resources: [../overlays/$environment]
images:
  - { name: ghcr.io/acme/shop-frontend, newTag: '$(setting IMAGE_TAG)' }
  - { name: ghcr.io/acme/shop-backend, newTag: '$(setting IMAGE_TAG)' }
configMapGenerator:
  - { name: application-config, namespace: $namespace, behavior: merge, envs: [application-config.env] }
  - { name: postgres-config, namespace: $namespace, envs: [postgres-config.env] }
secretGenerator:
  - { name: application-secrets, namespace: $namespace, envs: [application-secrets.env] }
  - { name: postgres-secrets, namespace: $namespace, envs: [postgres-secrets.env] }
  - { name: redis-secrets, namespace: $namespace, envs: [redis-secrets.env] }
YAML
# Files of the project lie beside the manifests, which Kustomize wants to be told.
kubectl kustomize --load-restrictor LoadRestrictionsNone "$layer" >"$layer/all.yaml" ||
    fail 'Kustomize does not accept kubernetes/; what it said is above'

apply() {
    kubectl apply --filename "$layer/all.yaml" "$@" >/dev/null || fail 'kubectl apply failed; what it said is above'
}
settle() {
    kube rollout status --timeout "${timeout}s" "$1" >/dev/null
}
revisions() {
    kube get deployments --output 'jsonpath={range .items[*]}{.metadata.name}={.metadata.annotations.deployment\.kubernetes\.io/revision}{"\n"}{end}' 2>/dev/null || true
}
revision_of() {
    printf '%s\n' "$2" | sed -n "s/^$1=//p"
}
before=$(revisions)

say "Applying what comes first to $namespace in $context"
apply --selector '!deploy-step'
settle statefulset/postgres || fail 'postgres does not get ready: see kubectl describe pod postgres-0'
settle statefulset/redis || fail 'redis does not get ready: see kubectl describe pod redis-0'

# A job that has ended is never run again: a new one takes its place.
run_job() {
    deadline=$(($(date +%s) + timeout))
    while [ "$(date +%s)" -lt "$deadline" ]; do
        sleep 1
        case $(kube get job "$1" --output 'jsonpath={.status.conditions[?(@.status=="True")].type}') in
            *Complete*) return 0 ;;
            *Failed*) break ;;
            *) ;;
        esac
    done
    kube logs --tail 20 "job/$1" >&2 || true
    return 1
}
say 'Running migrate'
kube delete job --ignore-not-found --wait migrate >/dev/null
apply --selector 'deploy-step=jobs'
run_job migrate || fail 'migrate failed; what ran before serves'

say "Deploying all of it to $namespace in $context"
apply
good=1
deployments='frontend backend celery-worker celery-beat'
for name in $deployments; do
    settle "deployment/$name" && continue
    echo "deploy-kubernetes: $name does not get ready" >&2
    good=
done
if [ -z "$good" ]; then
    after=$(revisions)
    back=
    for name in $deployments; do
        old=$(revision_of "$name" "$before")
        # All that had taken the new version go back: never two versions side by side.
        if [ -z "$old" ] || [ "$old" = "$(revision_of "$name" "$after")" ]; then continue; fi
        kube rollout undo --to-revision "$old" "deployment/$name" >/dev/null && back="$back $name"
    done
    for name in $back; do settle "deployment/$name" || true; done
    [ -z "$back" ] || fail "the new version did not get ready; these have the one before again:$back"
    fail "not everything got ready: see kubectl --namespace $namespace get pods"
fi

# Kept, or the next deployment would bring the previous version back.
if [ -n "$tag" ]; then
    say "Writing IMAGE_TAG=$tag to $env_file"
    # A copy with the owner and the mode of the file, filled and moved: never half a file.
    cp -p "$env_file" "$env_file.deploy"
    { grep -v '^IMAGE_TAG=' "$env_file" || true; echo "IMAGE_TAG='$tag'"; } >"$env_file.deploy"
    mv "$env_file.deploy" "$env_file"
fi
say 'Done'
