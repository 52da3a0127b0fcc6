{{- define "gostiny.name" -}}
{{- $name := .Release.Name -}}
{{- if not (contains "gostiny" $name) -}}{{- $name = printf "%s-gostiny" $name -}}{{- end -}}
{{- $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "gostiny.selector" -}}
app.kubernetes.io/name: gostiny
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "gostiny.labels" -}}
{{ include "gostiny.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "gostiny.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "gostiny.secret" -}}
{{ .Values.existingSecret | default (include "gostiny.name" .) }}
{{- end -}}

{{- define "gostiny.keepsFolder" -}}
{{- if or (eq .Values.database.kind "sqlite") (eq .Values.files.kind "volume") -}}yes{{- end -}}
{{- end -}}

{{- define "gostiny.sharesFiles" -}}
{{- $many := has "ReadWriteMany" .Values.persistence.accessModes -}}
{{- if or (eq .Values.files.kind "bucket") .Values.persistence.existingClaim $many -}}yes{{- end -}}
{{- end -}}

{{- define "gostiny.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "gostiny.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "gostiny.databaseEnv" -}}
{{- if eq .Values.database.kind "postgres" -}}
- name: GOSTINY_DATABASE
  valueFrom:
    secretKeyRef:
      name: {{ include "gostiny.secret" . }}
      key: database
{{- else -}}
- name: GOSTINY_DATABASE
  value: sqlite:/var/lib/gostiny-data/gostiny.db
{{- end -}}
{{- end -}}

{{- define "gostiny.check" -}}
{{- if and (eq .Values.database.kind "sqlite") (gt (int .Values.replicas) 1) -}}
{{- fail "SQLite serves one process: set replicas to 1, or database.kind to postgres" -}}
{{- end -}}
{{- if and (eq .Values.database.kind "postgres") (not .Values.existingSecret) (not .Values.database.url) -}}
{{- fail "name the database: database.url, or existingSecret with the key `database`" -}}
{{- end -}}
{{- if and (gt (int .Values.replicas) 1) (not (include "gostiny.sharesFiles" .)) -}}
{{- fail "several processes need the same files: persistence.accessModes with ReadWriteMany, or files.kind bucket" -}}
{{- end -}}
{{- end -}}
