#!/bin/bash
# One Kafka broker that is its own controller; formats its data directory at the first start.
set -euo pipefail
home=${KAFKA_HOME:-/opt/kafka}
settings=$(dirname "$0")/kafka.properties
"$home/bin/kafka-storage.sh" format --ignore-formatted --cluster-id Y2FyYXZhbi1rYWZrYS0wMQ --config "$settings"
exec "$home/bin/kafka-server-start.sh" "$settings"
