"""Holds the chart against Helm and Kubernetes: lints it, renders it as users would install it, and validates what comes
out against the schemas of Kubernetes. Needs helm-python-sdk (Helm as a library), kubernetes-validate and PyYAML."""

import pathlib
import sys

import helm_python as helm
import kubernetes_validate
import yaml

CHART = pathlib.Path(__file__).parent / "gostiny"
URL = "postgres://gostiny:secret@db/gostiny"
HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA"

# How it is installed, and what comes of it.
INSTALLED = {
    "two processes on PostgreSQL, files on a shared volume": (
        {"database": {"url": URL}, "operatorToken": "t", "operatorPasswordHash": HASH},
        "Deployment PersistentVolumeClaim PodDisruptionBudget Secret Service ServiceAccount Job",
    ),
    "three processes, files in a bucket, everything on": (
        {
            "replicas": 3,
            "existingSecret": "gostiny",
            "files": {"kind": "bucket", "url": "s3://files/market", "bucketSecret": "bucket"},
            "publicUrl": "https://market.example",
            "ingress": {"enabled": True, "host": "market.example", "tlsSecret": "tls", "className": "nginx"},
            "networkPolicy": {"enabled": True},
            "serviceMonitor": {"enabled": True, "labels": {"release": "prometheus"}},
            "podLabels": {"team": "market"},
            "podAnnotations": {"note": "1"},
            "tolerations": [{"key": "market", "operator": "Exists"}],
            "extraEnv": [{"name": "TZ", "value": "UTC"}],
        },
        "Deployment PodDisruptionBudget Service ServiceAccount Ingress NetworkPolicy ServiceMonitor Job",
    ),
    "one process on SQLite": (
        {"replicas": 1, "database": {"kind": "sqlite"}, "persistence": {"accessModes": ["ReadWriteOnce"]}},
        "Deployment PersistentVolumeClaim Secret Service ServiceAccount",
    ),
}
# What must be refused, and the word by which it is.
REFUSED = [
    ({"database": {"kind": "sqlite"}}, "SQLite serves one process"),
    ({}, "name the database"),
    ({"database": {"url": URL}, "persistence": {"accessModes": ["ReadWriteOnce"]}}, "need the same files"),
    ({"database": {"url": "mysql://db"}}, "pattern"),
    ({"database": {"url": URL}, "files": {"kind": "bucket"}}, "url"),
    ({"database": {"url": URL}, "ingress": {"enabled": True}}, "host"),
    ({"database": {"url": URL}, "replica": 3}, "replica"),
    ({"database": {"url": URL}, "operatorPasswordHash": "in plain words"}, "pattern"),
]


def objects(chart, values, name="market"):
    """The objects of an upgrade: hooks come along."""
    rendered = chart.render(values, name=name, namespace="shops", is_upgrade=True)
    manifests = [text for path, text in rendered.items() if path.endswith(".yaml")]
    return [one for text in manifests for one in yaml.safe_load_all(text) if one]


def environment(pod):
    return {one["name"] for container in pod["containers"] for one in container.get("env", [])}


def secret_keys(pod):
    """The keys of secrets that the containers read."""
    sources = [one.get("valueFrom", {}) for container in pod["containers"] for one in container.get("env", [])]
    return {one["secretKeyRef"]["key"] for one in sources if "secretKeyRef" in one}


def main():
    failures = []
    report = helm.lint(CHART, INSTALLED["two processes on PostgreSQL, files on a shared volume"][0], strict=True)
    failures += [f"lint: {one['path']}: {one['error']}" for one in report["messages"] or [] if one["severity"] > 1]
    chart = helm.Chart.load(CHART)
    for title, (values, expected) in INSTALLED.items():
        found = objects(chart, values)
        kinds = sorted(one["kind"] for one in found)
        if kinds != sorted(expected.split()):
            failures.append(f"{title}: {kinds}")
        pods = [one["spec"]["template"]["spec"] for one in found if one["kind"] == "Deployment"]
        read = set().union(*map(secret_keys, pods))
        database = values.get("database", {})
        given = {"operator-token": values.get("operatorToken"), "operator-password-hash": values.get("operatorPasswordHash")}
        if database.get("kind") != "sqlite":
            given["database"] = database.get("url")
        if read != set(given):
            failures.append(f"{title}: of the secret {sorted(read)} is read")
        for secret in (one["stringData"] or {} for one in found if one["kind"] == "Secret"):
            if secret != {key: text for key, text in given.items() if text}:
                failures.append(f"{title}: the secret does not hold what was given")
        for one in found:
            name = f"{title}: {one['kind']} {one['metadata']['name']}"
            if one["apiVersion"].startswith("monitoring.coreos.com"):
                continue
            try:
                kubernetes_validate.validate(one, "1.30", strict=True)
            except kubernetes_validate.ValidationError as error:
                failures.append(f"{name}: {error.message} at {list(error.path)}")
            if one["kind"] in ("Deployment", "Job") and "GOSTINY_DATABASE" not in environment(one["spec"]["template"]["spec"]):
                failures.append(f"{name}: no database")
    for values, word in REFUSED:
        try:
            chart.validate_schema(values)
            objects(chart, values)
            failures.append(f"not refused: {values}")
        except helm.HelmError as error:
            if word not in str(error):
                failures.append(f"{values} is refused by: {error}")
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"the chart is rendered in {len(INSTALLED)} ways and refused in {len(REFUSED)}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
