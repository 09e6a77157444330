#!/bin/sh
# Starts Artemis as a server of its own on loopback, configured by deploy/artemis, and says how Caravan reaches it.
# shellcheck source=deploy/scripts/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=deploy/scripts/external.sh
. deploy/scripts/external.sh

password=$(kept_secret broker.caravan)
if runs artemis; then
  say "artemis: already running, process $pid" >&2
else
  require_free "$broker_port" CARAVAN_BROKER_PORTS_CORE
  fetch apache-artemis-2.44.0/bin/artemis Artemis dependency:unpack@artemis
  server=$data/artemis-server
  if [ ! -x "$server/bin/artemis" ]; then
    JAVA_ARGS=-Xmx128m sh "$programs/apache-artemis-2.44.0/bin/artemis" create "$server" --silent --no-web --no-autotune --host 127.0.0.1 \
      --user caravan "--password=$password" --role caravan --require-login >"$run/artemis-create.log" 2>&1 || {
      cat "$run/artemis-create.log" >&2
      fail 'the broker could not be made'
    }
  fi
  sed "s/\${caravan.broker.cluster.password}/$(kept_secret broker.cluster)/" deploy/artemis/broker.xml >"$server/etc/broker.xml"
  cp deploy/artemis/artemis-roles.properties "$server/etc/artemis-roles.properties"
  printf 'caravan = %s\nsubscriber = %s\n' "$password" "$(kept_secret broker.subscriber)" >"$server/etc/artemis-users.properties"
  JAVA_ARGS="-Xms64m -Xmx$(setting CARAVAN_ARTEMIS_HEAP 384m) -Dcaravan.part=artemis -Dcaravan.broker.address=127.0.0.1 \
    -Dcaravan.broker.data=$server/data -Dcaravan.broker.port.core=$broker_port \
    -Dcaravan.broker.port.amqp=$(setting CARAVAN_BROKER_PORTS_AMQP 5672) \
    -Dcaravan.broker.port.stomp=$(setting CARAVAN_BROKER_PORTS_STOMP 61613) \
    -Dcaravan.broker.port.mqtt=$(setting CARAVAN_BROKER_PORTS_MQTT 1883)" \
    nohup "$server/bin/artemis" run >"$run/artemis.log" 2>&1 </dev/null &
  echo $! >"$run/artemis.pid"
  # Until the script has become java.
  sleep 2
  await_port artemis "$broker_port"
fi
say "CARAVAN_BROKER_URL=tcp://127.0.0.1:$broker_port"
say "CARAVAN_BROKER_USER=caravan"
say "CARAVAN_BROKER_PASSWORD=$password"
