#!/bin/bash
# Makes the broker anew at each start, so that what is set now counts; its messages are in the volume.
set -euo pipefail
instance=/tmp/artemis
/opt/activemq-artemis/bin/artemis create "$instance" --silent --require-login \
  --user "$ARTEMIS_USER" --password "$ARTEMIS_PASSWORD" --role "$ARTEMIS_USER" \
  --data "$ARTEMIS_DATA" --host 0.0.0.0 --no-web --no-autotune --nio
cp /etc/caravan/artemis/* "$instance/etc/"
exec bash "$instance/bin/artemis" run
