#!/bin/sh
# Says whether the Caravan at a base URL does what it is for: an order of each kind, one that is undone, a task that comes
# back, and whether the audit, the topics, the notifications and whoever listens live have heard of it. Exit code 1 if not.
# The orders are real. Needs nothing but curl: Caravan's own test in a cluster is this file.
#   deploy/scripts/validate.sh [http://127.0.0.1:8080]
# CARAVAN_PATIENCE: seconds that anything may take (60); CARAVAN_CURL: a file of options for curl, such as a login.
set -eu
umask 077

base=${1:-${CARAVAN_URL:-http://127.0.0.1:8080}}
base=${base%/}
api=$base/api/v1
patience=${CARAVAN_PATIENCE:-60}
run=validate-$(date +%s)-$$
folder=$(mktemp -d)
listeners=''

end() {
  for listener in $listeners; do
    kill "$listener" 2>/dev/null || true
  done
  rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT TERM

fail() {
  printf 'FAILED  %s\n' "$*" >&2
  exit 1
}

ok() {
  printf 'ok      %s\n' "$*"
}

call() {
  curl -sS --max-time 20 ${CARAVAN_CURL:+-K "$CARAVAN_CURL"} -H "X-User-Id: $run" "$@"
}

ask() {
  call "$api$1"
}

# Posts to a path, a body if one is named, and prints the answer; a refusal is one, too.
post() {
  call -X POST -H 'Content-Type: application/json' "$api$1" -d "${2-}"
}

# The id that an answer begins with.
id_of() {
  id=$(printf '%s' "$2" | sed -n 's/^{"id":"\([^"]*\)".*/\1/p')
  [ -n "$id" ] || fail "$1: $2"
}

# Waits until a path says a pattern: what is waited for, the path, the pattern.
until_says() {
  waited=0
  until said=$(ask "$2" 2>&1) && printf '%s' "$said" | grep -q -e "$3"; do
    [ "$waited" -lt "$patience" ] || fail "$1: $2 does not say $3 after $patience s but $said"
    sleep 1
    waited=$((waited + 1))
  done
}

until_is() {
  until_says "$1" "/orders/$2/status" "\"status\":\"$3\""
}

ticket() {
  until_says "$1 has a ticket" "/orders/$2/history" '"ticketId":"'
  printf '%s' "$said" | sed 's/.*"ticketId":"\([^"]*\)".*/\1/'
}

waited=0
until call -f -o /dev/null "$base/health/ready" 2>"$folder/refusal"; do
  [ "$waited" -lt "$patience" ] || fail "$base/health/ready: $(cat "$folder/refusal")"
  sleep 1
  waited=$((waited + 1))
done
ok "$base is ready"

post /users "{\"id\": \"$run\", \"name\": \"Vera\", \"roles\": [\"CUSTOMER\"]}" >"$folder/said"
post /users "{\"id\": \"$run-runner\", \"name\": \"Vito\", \"roles\": [\"RUNNER\"]}" >>"$folder/said"
grep -q '"roles":\["RUNNER"\]' "$folder/said" || fail "people: $(cat "$folder/said")"

goods="\"customerId\": \"$run\", \"items\": [{\"sku\": \"waffles\", \"quantity\": 1}], \"payment\": {\"method\": \"card\"}"

id_of 'an order at the counter' "$(post /orders "{$goods}")"
counter=$id
ticket=$(ticket 'an order at the counter' "$counter")
# Where kitchen and counter do it by themselves these are refused, and it ends all the same.
post "/kitchen/tickets/$ticket/ready" >/dev/null
post "/orders/$counter/collect" >/dev/null
until_is 'an order at the counter' "$counter" COMPLETED
ok "an order at the counter was cooked and handed over: $counter"

id_of 'an order by courier' "$(post /orders \
  "{$goods, \"tip\": 100, \"fulfilment\": {\"type\": \"COURIER\", \"address\": {\"building\": \"North Hall\", \"room\": \"214\"}}}")"
courier=$id
until_is 'an order by courier is offered' "$courier" AVAILABLE
post "/orders/$courier/accept" "{\"runnerId\": \"$run-runner\"}" >/dev/null
until_says 'a runner is bound' "/orders/$courier/status" '"nextStep":"ARRIVE"'
for stage in ON_SITE PURCHASED; do
  post "/orders/$courier/delivery" "{\"runnerId\": \"$run-runner\", \"status\": \"$stage\"}" >/dev/null
done
ticket=$(ticket 'an order by courier' "$courier")
post "/kitchen/tickets/$ticket/ready" >/dev/null
for stage in COLLECTED ON_THE_WAY DELIVERED; do
  post "/orders/$courier/delivery" "{\"runnerId\": \"$run-runner\", \"status\": \"$stage\"}" >"$folder/said"
done
grep -q '"status":"DELIVERED"' "$folder/said" || fail "an order by courier: $(cat "$folder/said")"
code=$(ask "/orders/$courier/confirmation-code" | sed 's/.*"code":"\([0-9]*\)".*/\1/')
post "/orders/$courier/confirm" "{\"code\": \"$code\"}" >/dev/null
until_is 'an order by courier' "$courier" COMPLETED
until_says 'everybody is paid' "/ledger?orderId=$courier" '"kind":"released"'
ok "an order by courier was brought, and everybody is paid: $courier"

id_of 'a shipment' "$(post "/orders/$run-shipment/start" "{\"customerId\": \"$run\", \"deadlineSeconds\": 300,
  \"initialAddress\": {\"street\": \"123 Main St\", \"city\": \"Anytown\", \"state\": \"CA\", \"zip\": \"12345\"}}")"
shipment=$id
until_says 'a shipment' "/orders/$shipment/status" '"status":"\(COMPLETED\|IN_REVIEW\)"'
post "/orders/$shipment/signals/approve" "{\"approvedBy\": \"$run\"}" >/dev/null
until_is 'a shipment' "$shipment" COMPLETED
until_says 'its parcel' "/shipments/$shipment" '"status":"DISPATCHED"'
ok "a shipment was taken by a carrier: $shipment"

id_of 'an order without money' "$(post /orders "{$(printf '%s' "$goods" | sed 's/"card"/"card-declined"/')}")"
until_is 'an order without money' "$id" REJECTED
ok "an order whose card is declined was undone: $id"

listen() {
  curl -sS -N --max-time 300 ${CARAVAN_CURL:+-K "$CARAVAN_CURL"} "$@" 2>/dev/null &
  listeners="$listeners $!"
}

# Waits until a file has a pattern: who listens into it, the pattern.
until_hears() {
  waited=0
  until grep -a -q -e "$2" "$folder/$1"; do
    [ "$waited" -lt "$patience" ] || fail "the $1 does not hear $2 but $(tr -cd '[:print:]\n' <"$folder/$1")"
    sleep 1
    waited=$((waited + 1))
  done
}

listen -i "$api/events/stream?userId=$run" >"$folder/stream"
until_hears stream '^HTTP/[0-9.]* 200'
# To curl the frames of a WebSocket are what comes after the upgrade. It answers no ping, so it is cut off after a while.
listen --http1.1 -i -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
  -H 'Sec-WebSocket-Key: Y2FyYXZhbi12YWxpZGF0ZQ==' "$base/ws?userId=$run" >"$folder/socket"
until_hears socket '^HTTP/1.1 101'

id_of 'a task' "$(post /tasks \
  '{"title": "Validate Caravan", "dueDate": "2030-06-03T08:00:00", "zone": "UTC", "recurrence": {"rrule": "FREQ=WEEKLY"}}')"
task=$id
schedule=$(ask "/tasks/$task" | sed 's/.*"scheduleId":"\([^"]*\)".*/\1/')
post "/tasks/$task/complete" >/dev/null
until_says 'a task comes back' "/tasks?scheduleId=$schedule&status=OPEN" '2030-06-10'
id_of 'a task comes back' "$(printf '%s' "$said" | sed 's/.*"tasks":\[//')"
next=$id
ok "a task was done and is there again: $task, $next"

until_hears socket "$task"
until_hears stream "$next"
ok 'a WebSocket and a stream of events heard of it'
call -X DELETE "$api/tasks/$next" >/dev/null

for order in "$counter" "$courier" "$shipment"; do
  until_says 'the audit of an order' "/audit?orderId=$order&eventType=order.completed" '"eventType":"order.completed"'
  until_says 'notifications' "/notifications?orderId=$order" ORDER_COMPLETED
done
until_says 'the audit of a task' "/audit?taskId=$task&eventType=task.completed" '"eventType":"task.completed"'
until_says 'the audit' /audit/verification '"holds":true'
ok 'the audit has all of it, unbroken, and the customer was told'

until_says 'topics' /subscriptions '"topic"'
for topic in order-events order-updates payment-events inventory-events task-events task-updates notification-events; do
  printf '%s' "$said" | grep -q "\"$topic\"" || fail "there is no topic $topic: $said"
done
ok 'topics have their subscribers'

until_says 'money and stock' /operations/invariants '"holds":true'
ok 'money and stock add up'
