#!/bin/sh
# Starts what does the work: the order worker, and the shipping worker beside it.
# shellcheck source=deploy/scripts/common.sh
. "$(dirname "$0")/common.sh"

use_infrastructure
serve_nobody
start order-worker "$order_worker_port" all,-api,-shipping
start shipping-worker "$shipping_worker_port" shipping
await order-worker "$order_worker_port"
await shipping-worker "$shipping_worker_port"
