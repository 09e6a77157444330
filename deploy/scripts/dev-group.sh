#!/bin/sh
# Runs one group under Camel JBang, beside the application on this machine that runs without it: dev-group.sh kitchen [options of `camel run`]
# shellcheck source=deploy/scripts/common.sh
. "$(dirname "$0")/common.sh"

group=${1:?'which group? for example: dev-group.sh kitchen'}
shift
case $group in
  api | coordinator | events) fail "$group runs in the application only" ;;
  orders | inventory | payments | delivery) fail "$group has steps of sagas, which run in the application only" ;;
esac
sources=$(setting CARAVAN_DEV_ROUTES routes/src/main/java)/dev/caravan/routes
[ -d "$sources/$group" ] || fail "there is no group $group in $sources"
[ -f "$data/secrets.properties" ] || fail "the application has not run yet: there is no $data/secrets.properties"

for file in "$sources/$group"/*.java "$sources"/*.java; do
  case $file in
    */package-info.java | *Api.java | *Journey.java) ;;
    *) set -- "$@" "$file" ;;
  esac
done
join_this_machine
CARAVAN_DATABASE_POOL=$(setting CARAVAN_DATABASE_POOL 4)
export CARAVAN_DATABASE_POOL
# Otherwise an edit that cannot be compiled would leave no route at all.
exec deploy/scripts/camel.sh run --dev --name="$group" --properties=config/src/main/resources/endpoints.properties --property=camel.main.routesReloadRemoveAllRoutes=false "$@"
