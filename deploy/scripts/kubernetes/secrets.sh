#!/bin/sh
# Makes the secrets that Caravan and the chart's own PostgreSQL and Artemis need, with random values, unless they are
# there. Nothing is printed, and no value is an argument that a list of processes would show.
#   secrets.sh              makes what is missing
#   secrets.sh --print      prints the manifests of all of them, anew, for a tool that seals them; they are secret
# shellcheck source=deploy/scripts/kubernetes/common.sh
. "$(dirname "$0")/common.sh"

need openssl base64
print=''
case ${1-} in
  '') need_cluster ;;
  --print) print=yes ;;
  *) fail 'usage: secrets.sh [--print]' ;;
esac

random() {
  openssl rand -base64 48 | tr -d '\n/+=' | cut -c 1-43
}

# Reads the data of a secret, a line "key value" each with the value in base64, and makes it.
secret() {
  manifest=$(
    printf 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\ntype: Opaque\ndata:\n' "$1"
    while read -r key value; do
      printf '  %s: %s\n' "$key" "$value"
    done
  )
  if [ -n "$print" ]; then
    printf -- '---\n%s\n' "$manifest"
  elif kube get secret "$1" >/dev/null 2>&1; then
    say "secret $1: there already"
  else
    printf '%s\n' "$manifest" | kube create -f - >/dev/null
    say "secret $1: made"
  fi
}

encoded() {
  printf '%s' "$1" | base64 | tr -d '\n'
}

secret caravan-database <<END
password $(encoded "$(random)")
END
secret caravan-postgresql <<END
password $(encoded "$(random)")
END
broker=$(random)
secret caravan-broker <<END
password $(encoded "$broker")
cluster $(encoded "$(random)")
artemis-users.properties $(encoded "caravan = $broker
subscriber = $(random)
")
END
secret caravan-saga <<END
callbacks $(encoded "$(random)")
END
secret caravan-operator <<END
password $(encoded "$(random)")
END
