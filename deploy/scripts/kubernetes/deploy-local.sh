#!/bin/sh
# Installs Caravan in kind or minikube on this machine, or brings it up to date: image, secrets, chart; then asks it
# whether it works. What is added on the line goes to Helm.
#   deploy/scripts/kubernetes/deploy-local.sh [--set topics=kafka]
# CARAVAN_IMAGE: an image to install (caravan:local, built from this directory unless it is named)
# CARAVAN_CLUSTER: kind or minikube, where it cannot be told from the context; CARAVAN_WAIT: how long all may take (15m)
# shellcheck source=deploy/scripts/kubernetes/common.sh
. "$(dirname "$0")/common.sh"

deploy/scripts/kubernetes/setup.sh

context=${CARAVAN_CONTEXT:-$(kubectl config current-context)}
case ${CARAVAN_CLUSTER:-$context} in
  kind | kind-*) cluster=kind ;;
  minikube*) cluster=minikube ;;
  *) fail "$context is neither kind nor minikube: docs/cloud.md tells of clusters elsewhere, CARAVAN_CLUSTER says which it is" ;;
esac
need "$cluster"

image=${CARAVAN_IMAGE:-}
if [ -z "$image" ]; then
  need docker
  image=caravan:local
  docker build -q -t "$image" -f deploy/Dockerfile . >/dev/null
  say "image $image: built"
fi
case $image in
  *:*) ;;
  *) fail "CARAVAN_IMAGE: $image has no tag" ;;
esac
if [ "$cluster" = kind ]; then
  name=${context#kind-}
  kind load docker-image "$image" --name "$name"
else
  minikube -p "$context" image load "$image"
fi
say "image $image: loaded into $context"

deploy/scripts/kubernetes/secrets.sh
# Pods that run an older image of the same name are started anew.
before=$(kube get deployments -l "app.kubernetes.io/instance=$release" -o name)
chart_with_helm upgrade --install "$release" "$chart" -f "$chart/values-local.yaml" \
  --set-string "image.repository=${image%:*},image.tag=${image##*:}" --wait --atomic --timeout "${CARAVAN_WAIT:-15m}" "$@"
if [ -n "$before" ]; then
  # shellcheck disable=SC2086
  kube rollout restart $before >/dev/null
  for deployment in $before; do
    kube rollout status "$deployment" --timeout "${CARAVAN_WAIT:-15m}"
  done
fi
deploy/scripts/kubernetes/validate-local.sh
