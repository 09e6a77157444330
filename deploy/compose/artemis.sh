#!/bin/bash
# Makes the broker anew at each start from deploy/artemis, so that what is set now counts; its messages are in the volume.
set -euo pipefail
instance=/tmp/artemis
/opt/activemq-artemis/bin/artemis create "$instance" --silent --require-login \
  --user caravan "--password=$CARAVAN_BROKER_PASSWORD" --role caravan --no-web --no-autotune --nio
cp /etc/caravan/artemis/* "$instance/etc/"
# The file that was made has no end of line.
printf '\nsubscriber = %s\n' "$CARAVAN_BROKER_SUBSCRIBER_PASSWORD" >>"$instance/etc/artemis-users.properties"
# There is no other broker that would have to know the password of the cluster.
cluster=$(head -c 32 /dev/urandom | base64 | tr -d '=+/\n')
export JAVA_ARGS_APPEND="${JAVA_ARGS_APPEND:-} -Dcaravan.broker.data=$CARAVAN_DATA -Dcaravan.broker.cluster.password=$cluster"
exec bash "$instance/bin/artemis" run
