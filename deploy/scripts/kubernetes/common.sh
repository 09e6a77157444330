# What the scripts beside this one share. To be sourced.
#   CARAVAN_NAMESPACE, CARAVAN_RELEASE (caravan): where and under which name it is installed
#   CARAVAN_CONTEXT: the context of kubectl, where it is not to be the current one
# shellcheck shell=sh disable=SC2034

set -eu
umask 077
cd "$(dirname "$0")/../../.."

namespace=${CARAVAN_NAMESPACE:-caravan}
release=${CARAVAN_RELEASE:-caravan}
chart=deploy/helm/caravan

say() {
  printf '%s\n' "$*"
}

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

need() {
  for program in "$@"; do
    command -v "$program" >/dev/null || fail "$program is missing"
  done
}

kube() {
  kubectl ${CARAVAN_CONTEXT:+--context "$CARAVAN_CONTEXT"} -n "$namespace" "$@"
}

chart_with_helm() {
  helm ${CARAVAN_CONTEXT:+--kube-context "$CARAVAN_CONTEXT"} -n "$namespace" "$@"
}

need_cluster() {
  need kubectl
  kube version --request-timeout=10s >/dev/null 2>&1 || fail 'no cluster answers: see kubectl config get-contexts'
}
