#!/bin/sh
# Adds the passwords that docker-compose.yml asks for to .env, generated, where it has none; those that it has stay.
set -eu
umask 077
cd "$(dirname "$0")/../.."

touch .env
chmod 600 .env
# A line that somebody left without an end would swallow the first of ours.
[ -z "$(tail -c 1 .env)" ] || echo >>.env
for name in CARAVAN_POSTGRES_PASSWORD CARAVAN_DATABASE_PASSWORD CARAVAN_BROKER_PASSWORD CARAVAN_BROKER_SUBSCRIBER_PASSWORD \
  CARAVAN_SECRETS_SAGA_CALLBACKS CARAVAN_OPERATOR_PASSWORD CARAVAN_GRAFANA_PASSWORD; do
  if [ -z "$(sed -n "s/^$name=//p" .env | tail -n 1)" ]; then
    secret=$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')
    printf '%s=%s\n' "$name" "$secret" >>.env
    printf '%s: generated\n' "$name"
  fi
done
