# What the scripts share that start PostgreSQL, Artemis and Kafka as servers of their own. To be sourced after common.sh.
# shellcheck shell=sh disable=SC2034,SC2154

mkdir -p "$run"
data=$(cd "$data" && pwd)
run=$data/run
programs=$data/programs
database_port=$(setting CARAVAN_DATABASE_PORT 15432)
broker_port=$(setting CARAVAN_BROKER_PORTS_CORE 61616)
kafka_port=$(setting CARAVAN_KAFKA_PORT 9092)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# A password by its name, the same at every call: Caravan keeps its own in the same file.
kept_secret() {
  value=$([ ! -f "$data/secrets.properties" ] || sed -n "s/^$1=//p" "$data/secrets.properties")
  if [ -z "$value" ]; then
    value=$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')
    printf '%s=%s\n' "$1" "$value" >>"$data/secrets.properties"
  fi
  printf '%s' "$value"
}

# Whether anybody listens at this loopback port.
listens() {
  answer=0
  curl -s -o /dev/null --connect-timeout 2 --max-time 2 "telnet://127.0.0.1:$1" </dev/null 2>/dev/null || answer=$?
  [ "$answer" -ne 7 ]
}

require_free() {
  if listens "$1"; then
    fail "port $1 is taken: set $2 to a free one"
  fi
}

# Fetches a program by Maven unless it is there: the file that has to be there, and the execution that brings it.
fetch() {
  if [ ! -e "$programs/$1" ]; then
    say "fetching $2" >&2
    ./mvnw -q -B -f deploy/external/pom.xml "-Dprograms=$programs" "$3" >&2
  fi
}

# Waits until a part listens: its name and port.
await_port() {
  waited=0
  until listens "$2"; do
    if ! runs "$1"; then
      tail -n 3 "$run/$1.log" >&2
      fail "$1 has ended: see $run/$1.log"
    fi
    [ "$waited" -lt "$patience" ] || fail "$1 does not listen after $patience s: see $run/$1.log"
    sleep 1
    waited=$((waited + 1))
  done
  say "$1: ready, process $(pid_of "$1"), log $run/$1.log" >&2
}
