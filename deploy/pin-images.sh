#!/usr/bin/env bash
# Write the digests of the base images to deploy/.env, which Docker Compose reads.
#
#   deploy/pin-images.sh      again for newer builds; copy deploy/.env to further machines
#
# deploy/compose.yml does not start without them.  Other lines of the file are kept.
set -euo pipefail
cd "$(dirname "$0")"

IMAGES="PYTHON=python:3.11-slim-bookworm NGINX=nginx:1.29-alpine POSTGRES=postgres:18-alpine"

pinned=""
for entry in $IMAGES; do
    name=${entry%%=*} image=${entry#*=}
    docker pull --quiet "$image" >/dev/null
    digest=$(docker image inspect --format '{{index .RepoDigests 0}}' "$image")
    digest=${digest##*@}
    if [[ ! $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
        echo "No digest for $image: docker told '$digest'." >&2
        exit 1
    fi
    pinned+="${name}_DIGEST=$digest"$'\n'
done
touch .env
kept=$(grep -vE '^(PYTHON|NGINX|POSTGRES)_DIGEST=' .env || true)
printf '%s%s' "${kept:+$kept$'\n'}" "$pinned" >.env.new
mv .env.new .env
printf '%s' "$pinned"
