#!/bin/sh
# Starts the REST API and the page.
# shellcheck source=deploy/scripts/common.sh
. "$(dirname "$0")/common.sh"

use_infrastructure
if ! runs order-worker; then
  say 'workers are not running: orders are taken in and wait until deploy/scripts/start-workers.sh' >&2
fi
start api "$api_port" api
await api "$api_port"
say "http://127.0.0.1:$(setting CARAVAN_PORT 8080)/"
