"""The files of `deploy/`, checked by the tools that read them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.architecture.source import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def tool(name: str) -> str:
    """The program, or a skip; in CI a failure."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is missing, and CI must check with it")
        pytest.skip(f"{name} is not on this machine")
    return found


def test_the_dockerfile_is_clean():
    done = subprocess.run([tool("hadolint"), "--no-color", DEPLOY / "Dockerfile"], capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.parametrize("unit", UNITS, ids=lambda u: u.name)
def test_each_unit_is_understood_and_well_confined(unit, tmp_path):
    analyze = tool("systemd-analyze")
    copy = tmp_path / unit.name
    lines = unit.read_text().splitlines()
    # The program of the unit is not installed here; everything else is checked as it stands.
    copy.write_text("\n".join("ExecStart=/bin/true" if line.startswith("ExecStart=") else line for line in lines))
    verified = subprocess.run([analyze, "verify", copy], capture_output=True, text=True)
    assert (verified.stderr, verified.returncode) == ("", 0)
    security = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=30", copy], capture_output=True, text=True
    )
    assert security.returncode == 0, security.stdout[-300:]


def test_nginx_accepts_its_configuration(tmp_path):
    nginx = tool("nginx")
    key, cert = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    subprocess.run(
        [tool("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=ratusz.example.org"]
        + ["-keyout", key, "-out", cert, "-days", "1"],
        check=True,
        capture_output=True,
    )
    site = (DEPLOY / "nginx.conf").read_text().replace("/etc/ssl/ratusz", str(tmp_path))
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; events {{}} http {{ access_log off; {site} }}")
    done = subprocess.run([nginx, "-t", "-e", tmp_path / "log", "-c", whole], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_compose_runs_what_the_platform_needs():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = compose["services"]
    assert set(services) == {"database", "redis", "prepare", "web", "worker", "beat"}
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
        assert services[name]["read_only"] is True
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:8000:8000"]


def test_compose_and_units_hold_no_secret():
    text = "".join(path.read_text() for path in DEPLOY.rglob("*") if path.is_file())
    assert "SECRET_KEY=" not in text
    assert "POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?" in text
