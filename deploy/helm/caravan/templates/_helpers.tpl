{{/* Every name begins with this: caravan for a release of that name. */}}
{{- define "caravan.name" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}{{ printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}{{- end -}}
{{- end -}}

{{/* The labels by which pods are found; called with the root and the name of the part. */}}
{{- define "caravan.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{/* The labels of pods: none that changes with a version, which would start them anew. */}}
{{- define "caravan.pod.labels" -}}
{{ include "caravan.selector" . }}
app.kubernetes.io/part-of: caravan
{{- end -}}

{{- define "caravan.labels" -}}
{{ include "caravan.pod.labels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* The pods of all services of this release, but not of database and broker. */}}
{{- define "caravan.services.selector" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
caravan.dev/service: "true"
{{- end -}}

{{/*
The services that are installed, as JSON, by name: what each says over the defaults, and what follows from its groups. A
group that runs twice, or a coordinator that does, is refused.
*/}}
{{- define "caravan.services" -}}
{{- $services := dict -}}
{{- $taken := dict -}}
{{- range $name, $said := .Values.services -}}
{{- $service := deepCopy $.Values.defaults -}}
{{- range $key, $value := $said -}}{{- $_ := set $service $key $value -}}{{- end -}}
{{- if $service.enabled -}}
{{- $_ := set $service "api" (has "api" $service.groups) -}}
{{- $_ := set $service "coordinator" (has "coordinator" $service.groups) -}}
{{- $_ := set $service "sagas" false -}}
{{- range $group := $service.groups -}}
{{- if hasKey $taken $group -}}{{- fail (printf "%s runs in %s and in %s: in one only" $group (get $taken $group) $name) -}}{{- end -}}
{{- $_ := set $taken $group $name -}}
{{- if has $group (list "orders" "inventory" "payments" "delivery") -}}{{- $_ := set $service "sagas" true -}}{{- end -}}
{{- end -}}
{{- if and $service.coordinator (or (ne (int $service.replicas) 1) $service.autoscaling.enabled) -}}
{{- fail (printf "services.%s runs the coordinator: one replica, and no autoscaling" $name) -}}
{{- end -}}
{{- $_ := set $service "internal" (or $service.coordinator $service.sagas) -}}
{{- $_ := set $services $name $service -}}
{{- end -}}
{{- end -}}
{{- toJson $services -}}
{{- end -}}

{{/* The base of every saga's id. */}}
{{- define "caravan.coordinator" -}}
{{- range $name, $service := include "caravan.services" . | fromJson -}}
{{- if $service.coordinator -}}http://{{ include "caravan.name" $ }}-{{ $name }}:8070/lra-coordinator{{- end -}}
{{- end -}}
{{- end -}}

{{/* The hosts at which sagas are called back. */}}
{{- define "caravan.participants" -}}
{{- $hosts := list -}}
{{- range $name, $service := include "caravan.services" . | fromJson -}}
{{- if $service.sagas -}}{{- $hosts = append $hosts (printf "%s-%s" (include "caravan.name" $) $name) -}}{{- end -}}
{{- end -}}
{{- join "," $hosts -}}
{{- end -}}

{{- define "caravan.own.kafka" -}}
{{- if and (eq .Values.topics "kafka") (not .Values.kafka.url) -}}true{{- end -}}
{{- end -}}

{{/* An environment variable from a secret; called with name and secret. */}}
{{- define "caravan.secret" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret.name }}
      key: {{ .secret.key }}
{{- end -}}

{{/* The groups of routes that ask the language model. */}}
{{- define "caravan.asking" -}}
analysis,inventory,api
{{- end -}}

{{/* Whether a service asks the language model; called with the root and the service. */}}
{{- define "caravan.asks" -}}
{{- if .root.Values.language.model.baseUrl -}}
{{- range splitList "," (include "caravan.asking" .root) -}}
{{- if has . $.service.groups -}}true{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What a service is told; called with the root, its name and the service. A secret is given to who needs it only. */}}
{{- define "caravan.environment" -}}
{{- $values := .root.Values -}}
{{- $name := include "caravan.name" .root -}}
{{- $gateway := or .service.api (has "payments" .service.groups) -}}
{{- $plain := dict
  "CARAVAN_SERVICES" (join "," .service.groups)
  "CARAVAN_ADDRESS" (ternary "0.0.0.0" "127.0.0.1" .service.api)
  "CARAVAN_PORT" "8080"
  "CARAVAN_MANAGEMENT_ADDRESS" "0.0.0.0"
  "CARAVAN_MANAGEMENT_PORT" "8071"
  "CARAVAN_DATABASE_URL" (default (printf "jdbc:postgresql://%s-postgresql:%v/caravan" $name $values.database.port) $values.database.url)
  "CARAVAN_DATABASE_USER" $values.database.user
  "CARAVAN_DATABASE_POOL" (toString (int .service.pool))
  "CARAVAN_BROKER_URL" (default (printf "tcp://%s-artemis:%v" $name $values.broker.port) $values.broker.url)
  "CARAVAN_BROKER_USER" $values.broker.user
  "CARAVAN_OPERATOR_USER" $values.operator.user -}}
{{- if .service.api -}}
{{- /* Behind an ingress a page's own site is what that says; without one nobody is believed. */ -}}
{{- $_ := set $plain "SERVER_FORWARD_HEADERS_STRATEGY" (ternary "native" "none" $values.ingress.enabled) -}}
{{- end -}}
{{- if .service.internal -}}
{{- $_ := set $plain "CARAVAN_INTERNAL_ADDRESS" "0.0.0.0" -}}
{{- $_ := set $plain "CARAVAN_INTERNAL_PORT" "8070" -}}
{{- $_ := set $plain "CARAVAN_SAGA_COORDINATOR" (include "caravan.coordinator" .root) -}}
{{- $_ := set $plain "CARAVAN_SAGA_PARTICIPANTS" (include "caravan.participants" .root) -}}
{{- end -}}
{{- if .service.sagas -}}
{{- $_ := set $plain "CARAVAN_SAGA_CALLBACKS" (printf "http://%s-%s:8070" $name .name) -}}
{{- end -}}
{{- if eq $values.topics "kafka" -}}
{{- $_ := set $plain "SPRING_PROFILES_ACTIVE" "kafka" -}}
{{- $_ := set $plain "CARAVAN_KAFKA_URL" (default (printf "%s-kafka:%v" $name $values.kafka.port) $values.kafka.url) -}}
{{- $_ := set $plain "CARAVAN_KAFKA_PARTITIONS" (toString (int $values.kafka.partitions)) -}}
{{- $_ := set $plain "CARAVAN_KAFKA_REPLICATION" (toString (int $values.kafka.replication)) -}}
{{- $_ := set $plain "CARAVAN_KAFKA_SECURITY_PROTOCOL" $values.kafka.securityProtocol -}}
{{- if $values.kafka.saslMechanism -}}{{- $_ := set $plain "CARAVAN_KAFKA_SASL_MECHANISM" $values.kafka.saslMechanism -}}{{- end -}}
{{- end -}}
{{- if $values.tracing.endpoint -}}
{{- $_ := set $plain "CARAVAN_TRACING_ENDPOINT" $values.tracing.endpoint -}}
{{- $_ := set $plain "CARAVAN_TRACING_RATIO" (toString $values.tracing.ratio) -}}
{{- end -}}
{{- if and (has "notifications" .service.groups) $values.mail.host -}}
{{- $_ := set $plain "CARAVAN_NOTIFICATIONS_MAIL_HOST" $values.mail.host -}}
{{- $_ := set $plain "CARAVAN_NOTIFICATIONS_MAIL_PORT" (toString (int $values.mail.port)) -}}
{{- $_ := set $plain "CARAVAN_NOTIFICATIONS_MAIL_USER" $values.mail.user -}}
{{- $_ := set $plain "CARAVAN_NOTIFICATIONS_MAIL_FROM" $values.mail.from -}}
{{- $_ := set $plain "CARAVAN_NOTIFICATIONS_MAIL_ENCRYPTED" (toString $values.mail.encrypted) -}}
{{- end -}}
{{- $model := $values.language.model -}}
{{- $asks := include "caravan.asks" . -}}
{{- if $asks -}}
{{- $_ := set $plain "CARAVAN_LANGUAGE_MODEL_BASE_URL" $model.baseUrl -}}
{{- $_ := set $plain "CARAVAN_LANGUAGE_MODEL_NAME" $model.name -}}
{{- $_ := set $plain "CARAVAN_LANGUAGE_MODEL_TIMEOUT" $model.timeout -}}
{{- end -}}
{{- if $gateway -}}{{- $_ := set $plain "CARAVAN_PAYMENTS_GATEWAY" $values.payments.gateway -}}{{- end -}}
{{- if .service.javaOptions -}}{{- $_ := set $plain "JAVA_TOOL_OPTIONS" .service.javaOptions -}}{{- end -}}
{{- range $key, $value := $values.settings -}}{{- $_ := set $plain $key $value -}}{{- end -}}
{{- range $key, $value := .service.settings -}}{{- $_ := set $plain $key $value -}}{{- end -}}
{{- range $key, $value := $plain }}
- name: {{ $key }}
  value: {{ $value | quote }}
{{- end }}
{{ include "caravan.secret" (dict "name" "CARAVAN_DATABASE_PASSWORD" "secret" $values.database.secret) }}
{{ include "caravan.secret" (dict "name" "CARAVAN_BROKER_PASSWORD" "secret" $values.broker.secret) }}
{{ include "caravan.secret" (dict "name" "CARAVAN_OPERATOR_PASSWORD" "secret" $values.secrets.operator) }}
{{- if .service.internal }}
{{ include "caravan.secret" (dict "name" "CARAVAN_SECRETS_SAGA_CALLBACKS" "secret" $values.secrets.sagaCallbacks) }}
{{- end }}
{{- if and (eq $values.topics "kafka") $values.kafka.secret.name }}
{{ include "caravan.secret" (dict "name" "CARAVAN_KAFKA_SASL_JAAS" "secret" $values.kafka.secret) }}
{{- end }}
{{- if and (has "notifications" .service.groups) $values.mail.host $values.mail.secret.name }}
{{ include "caravan.secret" (dict "name" "CARAVAN_NOTIFICATIONS_MAIL_PASSWORD" "secret" $values.mail.secret) }}
{{- end }}
{{- if and $asks $model.secret.name }}
{{ include "caravan.secret" (dict "name" "CARAVAN_LANGUAGE_MODEL_API_KEY" "secret" $model.secret) }}
{{- end }}
{{- if and $gateway (eq $values.payments.gateway "stripe") }}
{{- $stripe := $values.payments.stripe.secret }}
{{ include "caravan.secret" (dict "name" "CARAVAN_PAYMENTS_STRIPE_API_KEY" "secret" (dict "name" $stripe.name "key" $stripe.apiKey)) }}
{{ include "caravan.secret" (dict "name" "CARAVAN_PAYMENTS_STRIPE_WEBHOOK_SECRET" "secret" (dict "name" $stripe.name "key" $stripe.webhookSecret)) }}
{{- end }}
{{- end -}}

{{- define "caravan.image" -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}

{{/* The security of every container. */}}
{{- define "caravan.container.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* The security of every pod; called with the number of its user. */}}
{{- define "caravan.pod.security" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* The claim of a part with a disk. */}}
{{- define "caravan.claim" -}}
- metadata:
    name: data
  spec:
    accessModes: [ReadWriteOnce]
    {{- with .className }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests:
        storage: {{ .size }}
{{- end -}}

{{/* Everybody outside of private networks, as NetworkPolicyPeers. */}}
{{- define "caravan.world" -}}
- ipBlock:
    cidr: 0.0.0.0/0
    except: [0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16]
- ipBlock:
    cidr: "::/0"
    except: ["::1/128", "64:ff9b::/96", "fc00::/7", "fe80::/10"]
{{- end -}}
