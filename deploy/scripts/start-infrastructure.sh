#!/bin/sh
# Starts PostgreSQL and the message broker of this machine, and nothing else.
# shellcheck source=deploy/scripts/common.sh
. "$(dirname "$0")/common.sh"

serve_nobody
CARAVAN_DATABASE_URL=''
CARAVAN_BROKER_URL=''
CARAVAN_DATABASE_POOL=4
export CARAVAN_DATABASE_URL CARAVAN_BROKER_URL CARAVAN_DATABASE_POOL
start infrastructure "$infrastructure_port" none
await infrastructure "$infrastructure_port"
