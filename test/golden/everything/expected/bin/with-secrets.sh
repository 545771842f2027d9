#!/bin/sh
# Runs a command with the secrets of Docker Swarm as variables: it mounts each as a file, and programs read variables.
#
# In a container of the stack it is /usr/local/bin/with-secrets. A person who enters one needs it as well:
#   docker exec -it CONTAINER sh /usr/local/bin/with-secrets sh
set -eu

for file in /run/secrets/*; do
    # Without a secret the pattern stands for itself.
    [ -f "$file" ] || continue
    value=$(cat "$file")
    export "${file##*/}=$value"
done
exec "$@"
