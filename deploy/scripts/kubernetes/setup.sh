#!/bin/sh
# Says what is missing for an installation, and makes the namespace, in which no pod may be privileged.
# shellcheck source=deploy/scripts/kubernetes/common.sh
. "$(dirname "$0")/common.sh"

need kubectl helm openssl
helm version --template '{{.Version}}' | grep -q '^v[34]' || fail 'Helm 3 or newer is needed'
need_cluster

minor=$(kube get --raw /version | sed -n 's/.*"minor": *"\([0-9]*\).*/\1/p')
[ "${minor:-0}" -ge 27 ] || fail "Kubernetes 1.27 or newer is needed, this is 1.$minor"
if ! kube get storageclass -o name | grep -q .; then
  say 'there is no storage class: name a PostgreSQL and an Artemis that run elsewhere, or make one' >&2
fi
if ! kube get apiservice v1beta1.metrics.k8s.io >/dev/null 2>&1; then
  say 'there is no metrics server: services are not scaled by load' >&2
fi
if ! kube get crd servicemonitors.monitoring.coreos.com >/dev/null 2>&1; then
  say 'there is no Prometheus operator: leave monitoring.serviceMonitor and monitoring.rules disabled' >&2
fi

kube create namespace "$namespace" --dry-run=client -o yaml | kube apply -f - >/dev/null
kube label --overwrite namespace "$namespace" \
  pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/warn=restricted >/dev/null
say "namespace $namespace is ready"
