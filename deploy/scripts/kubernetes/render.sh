#!/bin/sh
# Writes the manifests of the local installation for those without Helm: deploy/kubernetes/caravan.yaml.
# shellcheck source=deploy/scripts/kubernetes/common.sh
. "$(dirname "$0")/common.sh"

need helm
plain=deploy/kubernetes/caravan.yaml
{
  say '# Rendered from the chart with values-local.yaml by deploy/scripts/kubernetes/render.sh: change those instead.'
  say '# The secrets come first: deploy/scripts/kubernetes/secrets.sh'
  helm template caravan "$chart" -n caravan -f "$chart/values-local.yaml" --no-hooks 2>/dev/null
} >"$plain.new"
mv "$plain.new" "$plain"
chmod 644 "$plain"
