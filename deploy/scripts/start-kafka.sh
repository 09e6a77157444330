#!/bin/sh
# Starts a Kafka of one broker on loopback, to which nobody connects without a password, and says how Caravan reaches it.
# shellcheck source=deploy/scripts/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=deploy/scripts/external.sh
. deploy/scripts/external.sh

password=$(kept_secret kafka.caravan)
plain=org.apache.kafka.common.security.plain.PlainLoginModule
if runs kafka; then
  say "kafka: already running, process $pid" >&2
else
  command -v "$java" >/dev/null || fail 'no java found: set JAVA_HOME to a JDK of 17 or newer, or put java on the PATH'
  require_free "$kafka_port" CARAVAN_KAFKA_PORT
  controller_port=$(setting CARAVAN_KAFKA_CONTROLLER_PORT 9093)
  require_free "$controller_port" CARAVAN_KAFKA_CONTROLLER_PORT
  fetch kafka-3.9.1/kafka_2.13-3.9.1.jar Kafka dependency:copy-dependencies@kafka
  server=$data/kafka
  mkdir -p "$server"
  cat >"$server/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller_port
controller.listener.names=CONTROLLER
inter.broker.listener.name=CLIENT
listeners=CLIENT://127.0.0.1:$kafka_port,CONTROLLER://127.0.0.1:$controller_port
advertised.listeners=CLIENT://127.0.0.1:$kafka_port
listener.security.protocol.map=CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
sasl.enabled.mechanisms=PLAIN
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.mechanism.controller.protocol=PLAIN
listener.name.client.plain.sasl.jaas.config=$plain required username="caravan" password="$password" user_caravan="$password";
listener.name.controller.plain.sasl.jaas.config=$plain required username="caravan" password="$password" user_caravan="$password";
log.dirs=$server/data
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=10
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
PROPERTIES
  if [ ! -f "$server/data/meta.properties" ]; then
    id=$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')
    "$java" -Xmx128m -cp "$programs/kafka-3.9.1/*" kafka.tools.StorageTool format "--cluster-id=$id" -c "$server/server.properties" \
      >"$run/kafka-format.log" 2>&1 || {
      cat "$run/kafka-format.log" >&2
      fail 'the place for its data could not be made'
    }
  fi
  nohup "$java" "-Dcaravan.part=kafka" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn "-Xmx$(setting CARAVAN_KAFKA_HEAP 256m)" -cp "$programs/kafka-3.9.1/*" kafka.Kafka \
    "$server/server.properties" >"$run/kafka.log" 2>&1 </dev/null &
  echo $! >"$run/kafka.pid"
  await_port kafka "$kafka_port"
fi
say "SPRING_PROFILES_ACTIVE=kafka"
say "CARAVAN_KAFKA_URL=127.0.0.1:$kafka_port"
say "CARAVAN_KAFKA_SECURITY_PROTOCOL=SASL_PLAINTEXT"
say "CARAVAN_KAFKA_SASL_MECHANISM=PLAIN"
say "CARAVAN_KAFKA_SASL_JAAS='$plain required username=\"caravan\" password=\"$password\";'"
