"""Production does not start insecure, and says why."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest
from django.db import connection

from audit.append_only import guard, release
from config import checks
from tests.config.processes import ROOT, production, run
from tests.jobs.workers import database_url

SECURITY = ["manage.py", "check", "--tag", "security"]


def refused(env, *arguments):
    code, said = run(env, *arguments)
    assert code != 0, said
    return said


def test_a_spoilt_environment_is_refused_with_every_reason(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files").chmod(0o755)
    env = production(tmp_path, RATUSZ_SECRET_KEY="x9Kd", RATUSZ_DEBUG="1", RATUSZ_HOSTS="", EMAIL_URL="consolemail://")

    said = refused(env, *SECURITY)

    for reason in (
        "RATUSZ_SECRET_KEY is too short, too simple or a known one.",
        "RATUSZ_DEBUG is on.",
        "RATUSZ_HOSTS names no host, or all of them.",
        "No mail server is set: messages would reach nobody.",
        f"Every account of this machine may look into the folder of stored files ({tmp_path}/files).",
        f"chmod o-rwx {tmp_path}/files",
    ):
        assert reason in said


def test_an_environment_without_a_key_is_refused(tmp_path):
    assert "SECRET_KEY setting must not be empty" in refused(production(tmp_path, RATUSZ_SECRET_KEY=""), *SECURITY)


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        ("deferred", "The SQLite database 'default' does not begin its transactions with IMMEDIATE."),
        ("served", "and that of static files lie in each other."),
    ],
)
def test_settings_that_break_what_we_rely_on_are_refused(tmp_path, spoilt, reason):
    env = production(tmp_path, DJANGO_SETTINGS_MODULE="tests.config.careless_settings", SPOILT=spoilt)

    assert reason in refused(env, *SECURITY)


@pytest.mark.parametrize(
    "key",
    [
        "ab" * 30,
        "x9Kd",
        "django-insecure-xP3kd8Qz0vLw7Rt2Yb6Nc1Mf9Hs4Jg5Ta-Ue_WiOp",
        "only-for-tests-xP3kd8Qz0vLw7Rt2Yb6Nc1Mf9Hs4Jg5Ta-Ue_WiOp",
        "change-me-xP3kd8Qz0vLw7Rt2Yb6Nc1Mf9Hs4Jg5Ta-Ue_WiOp",
    ],
)
def test_a_key_that_others_could_know_is_refused(settings, key):
    settings.PRODUCTION, settings.SECRET_KEY = True, key

    assert [message.id for message in checks.secret_key(None)] == ["ratusz.E001"]


@pytest.mark.parametrize("hosts", [[], ["*"], ["ratusz.example.org", " "]])
def test_hosts_that_are_no_hosts_are_refused(settings, hosts):
    settings.PRODUCTION, settings.ALLOWED_HOSTS = True, hosts

    assert [message.id for message in checks.hosts(None)] == ["ratusz.E003"]


@pytest.mark.parametrize(("mode", "found"), [(0o750, []), (0o751, ["ratusz.E005"]), (0o777, ["ratusz.E005"])])
def test_the_folder_of_files_is_for_us_alone(settings, tmp_path, mode, found):
    settings.PRODUCTION, settings.MEDIA_ROOT = True, str(tmp_path)
    tmp_path.chmod(mode)

    assert [message.id for message in checks.stored_files(None)] == found


def test_a_good_environment_passes_every_check_of_deployment_in_silence(tmp_path):
    (tmp_path / "files").mkdir(mode=0o750)

    code, said = run(production(tmp_path), "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (code, said) == (0, "System check identified no issues (0 silenced).\n")


def test_a_good_environment_is_served(tmp_path):
    (tmp_path / "static").mkdir()

    code, said = run(production(tmp_path), "-m", "gunicorn", "--check-config", "config.wsgi")

    assert (code, said) == (0, "")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    "command",
    [
        ["gunicorn", "--check-config", "config.wsgi"],
        ["gunicorn", "--no-control-socket", "--bind=127.0.0.1:{port}", "config.wsgi"],
        ["celery", "-A", "config", "worker"],
        ["celery", "-A", "config", "beat"],
    ],
    ids=["gunicorn-check", "gunicorn", "worker", "beat"],
)
def test_what_serves_and_works_ends_at_once_with_the_reason(tmp_path, command):
    command = [argument.format(port=free_port()) for argument in command]

    said = refused(production(tmp_path, RATUSZ_DEBUG="1"), "-m", *command)

    assert "Ratusz does not start:\n- RATUSZ_DEBUG is on. Remove it from the environment." in said


def test_other_settings_are_not_held_to_that(tmp_path):
    env = production(tmp_path, DJANGO_SETTINGS_MODULE="config.settings.local", RATUSZ_SECRET_KEY="")

    assert run(env, *SECURITY)[0] == 0


@pytest.mark.django_db(transaction=True)
def test_a_lost_wall_is_refused(tmp_path):
    release("audit_event")
    try:
        said = refused(
            production(tmp_path, DATABASE_URL=database_url()), "-m", "gunicorn", "--check-config", "config.wsgi"
        )
    finally:
        guard("audit_event")

    assert "Tables that may only grow have lost their triggers: audit_event." in said


@pytest.mark.django_db(transaction=True)
def test_a_disabled_wall_is_a_lost_one(settings):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot disable a trigger")
    settings.PRODUCTION = True
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_truncate")
        try:
            found = checks.walls_stand(None, databases=["default"])
        finally:
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_no_truncate")

    assert "ratusz.E009" in {message.id for message in found}


@pytest.mark.django_db
def test_with_every_wall_standing_only_a_superuser_is_refused(settings):
    settings.PRODUCTION = True

    found = {message.id for message in checks.walls_stand(None, databases=["default"])}

    assert found == ({"ratusz.E010"} if connection.vendor == "postgresql" else set())


def test_a_database_that_is_away_does_not_keep_us_from_waiting_for_it(tmp_path):
    (tmp_path / "static").mkdir()
    nobody = f"postgres://nobody@127.0.0.1:{free_port()}/nothing"

    code, said = run(production(tmp_path, DATABASE_URL=nobody), "-m", "gunicorn", "--check-config", "config.wsgi")

    assert (code, said) == (0, "")


def test_the_source_roots_leave_the_standard_library_alone():
    done = subprocess.run(
        [sys.executable, "-c", "import platform, uuid; platform.system(); import config"],
        cwd=ROOT,
        env=production("/nowhere"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
