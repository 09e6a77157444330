#!/bin/sh
# Apache Camel's own command (Camel JBang), knowing Caravan's model: camel.sh get, camel.sh cmd stop-route kitchen --id=prepare-order, …
set -eu
cd "$(dirname "$0")/../.."

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if [ -z "${CARAVAN_DEV_BUILT-}" ]; then
  ./mvnw -q -B -pl dev -am test-compile >&2
fi
exec "$java" -cp "dev/target/test-classes:dev/target/classes:$(cat dev/target/class-path-of-a-group)" dev.caravan.dev.group.Camel "$@"
