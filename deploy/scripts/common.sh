# What the scripts beside this one share: where things are, and how a part is started and stopped. To be sourced.
# shellcheck shell=sh disable=SC2034

set -eu
umask 077
cd "$(dirname "$0")/../.."

say() {
  printf '%s\n' "$*"
}

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# A setting as Caravan sees it: from the environment, else from .env, else the default.
setting() {
  eval "value=\${$1-}"
  if [ -z "$value" ] && [ -f .env ]; then
    value=$(sed -n "s/^$1=//p" .env | tail -n 1)
  fi
  printf '%s' "${value:-$2}"
}

command -v curl >/dev/null || fail 'curl is missing'

data=$(setting CARAVAN_DATA ./data)
run=$data/run
patience=$(setting CARAVAN_PATIENCE 120)
infrastructure_port=$(setting CARAVAN_INFRASTRUCTURE_MANAGEMENT_PORT 8072)
order_worker_port=$(setting CARAVAN_ORDER_WORKER_MANAGEMENT_PORT 8073)
shipping_worker_port=$(setting CARAVAN_SHIPPING_WORKER_MANAGEMENT_PORT 8074)
api_port=$(setting CARAVAN_MANAGEMENT_PORT 8071)

pid_of() {
  cat "$run/$1.pid" 2>/dev/null || true
}

# Whether the part's process is there, and its number has not been given to somebody else's.
runs() {
  pid=$(pid_of "$1")
  [ -n "$pid" ] && ps -ww -p "$pid" -o args= 2>/dev/null | grep -q -F -e "-Dcaravan.part=$1 "
}

# Whether the part at this management port can serve.
ready() {
  curl -fsS -o /dev/null --max-time 5 "http://127.0.0.1:$1/actuator/health/readiness" 2>/dev/null
}

# The application: the jar that was named, else what the build makes.
jar() {
  set -- "$(setting CARAVAN_JAR '')"
  if [ -z "$1" ]; then
    set -- deploy/target/caravan-deploy-*-app.jar
    if [ ! -f "$1" ]; then
      say 'building Caravan' >&2
      ./mvnw -q -B -DskipTests -pl deploy -am package >&2
      set -- deploy/target/caravan-deploy-*-app.jar
    fi
  fi
  printf '%s' "$1"
}

# Starts a part unless it runs: its name, management port and services; the rest of its settings are in the environment.
start() {
  if runs "$1"; then
    say "$1: already running, process $pid"
    return
  fi
  # Otherwise somebody else's health would pass for this part's.
  if curl -s -o /dev/null --max-time 5 "http://127.0.0.1:$2/"; then
    fail "$1: port $2 is taken"
  fi
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null || fail 'no java found: set JAVA_HOME to a JDK of 17 or newer, or put java on the PATH'
  jar=$(jar)
  mkdir -p "$run"
  CARAVAN_SERVICES=$3 CARAVAN_MANAGEMENT_PORT=$2 \
    nohup "$java" "-Dcaravan.part=$1" -jar "$jar" >"$run/$1.log" 2>&1 </dev/null &
  echo $! >"$run/$1.pid"
}

# Waits until a part that was started can serve: its name and management port.
await() {
  waited=0
  until ready "$2" && runs "$1"; do
    if ! runs "$1"; then
      tail -n 3 "$run/$1.log" >&2
      fail "$1 has ended: see $run/$1.log"
    fi
    [ "$waited" -lt "$patience" ] || fail "$1 is not ready after $patience s: see $run/$1.log"
    sleep 1
    waited=$((waited + 1))
  done
  say "$1: ready, process $pid, log $run/$1.log"
}

secret() {
  sed -n "s/^$1=//p" "$data/secrets.properties"
}

# Has what is started from now on use the infrastructure that runs on this machine.
use_infrastructure() {
  if ! runs infrastructure || ! ready "$infrastructure_port"; then
    fail 'infrastructure is not running: deploy/scripts/start-infrastructure.sh'
  fi
  join_this_machine
}

# Has what is started from now on use the database and the broker that some process of this data directory runs.
join_this_machine() {
  CARAVAN_DATABASE_URL="jdbc:postgresql://127.0.0.1:$(setting CARAVAN_DATABASE_PORT 15432)/caravan"
  CARAVAN_DATABASE_USER=caravan
  CARAVAN_DATABASE_PASSWORD=$(secret database.caravan)
  CARAVAN_BROKER_URL="tcp://127.0.0.1:$(setting CARAVAN_BROKER_PORTS_CORE 61616)"
  CARAVAN_BROKER_USER=caravan
  CARAVAN_BROKER_PASSWORD=$(secret broker.caravan)
  CARAVAN_SECRETS_SAGA_CALLBACKS=$(secret saga.callbacks)
  CARAVAN_OPERATOR_PASSWORD=$(setting CARAVAN_OPERATOR_PASSWORD "$(secret operator)")
  export CARAVAN_DATABASE_URL CARAVAN_DATABASE_USER CARAVAN_DATABASE_PASSWORD \
    CARAVAN_BROKER_URL CARAVAN_BROKER_USER CARAVAN_BROKER_PASSWORD CARAVAN_SECRETS_SAGA_CALLBACKS CARAVAN_OPERATOR_PASSWORD
}

# Keeps the REST port for the API: nobody asks the part for anything but its health.
serve_nobody() {
  CARAVAN_ADDRESS=127.0.0.1
  CARAVAN_PORT=0
  export CARAVAN_ADDRESS CARAVAN_PORT
}
