"""Files are made by a worker, each once, and downloaded by who may see the report."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectRoleFactory
from files.services import open_file
from jobs.choices import State
from jobs.models import Job
from jobs.services import run
from kernel.text import canonical_json
from reports import services
from reports.models import Artifact, Snapshot
from tests.reports import sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(report, manager):
    return services.submit_report(report=report, by=manager)


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_a_worker_makes_the_file_and_its_checksum_is_kept(frozen):
    job = Job.objects.get(params__language="en")
    run(job.pk)
    job.refresh_from_db()
    artifact = Artifact.objects.get()
    with open_file(artifact.file) as content:
        pdf = content.read()
    assert (job.state, job.progress) == (State.DONE, 100)
    assert job.result == {"artifact": artifact.pk, "href": f"/files/{artifact.file_id}/"}
    assert (artifact.language, artifact.pages >= 3, pdf[:5]) == ("en", True, b"%PDF-")
    assert artifact.sha256 == hashlib.sha256(pdf).hexdigest()
    assert artifact.file.name == f"PL-PROBA-9001-{frozen.report.number}-1-en.pdf"


def test_making_a_file_takes_few_statements(frozen, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        services.make_artifact(snapshot=frozen, language="en", progress=lambda *_: None)


def test_made_twice_it_is_one_file(frozen):
    made = [services.make_artifact(snapshot=frozen, language="en", progress=lambda *_: None) for _ in range(2)]
    assert (made[0].pk, Artifact.objects.count()) == (made[1].pk, 1)


def test_only_what_is_missing_is_ordered_and_only_once(frozen, manager):
    services.make_artifact(snapshot=frozen, language="pl", progress=lambda *_: None)
    ordered = services.order_artifacts(snapshot=frozen, by=manager)
    assert [job.params["language"] for job in ordered] == ["en"]
    assert Job.objects.count() == 2  # those of the submission


def test_what_can_never_be_made_fails_at_once_and_says_why(frozen, manager):
    content = canonical_json(sample.content(narrative=sample.both("漢", "漢")))
    given = {"report": frozen.report, "revision": 2, "sha256": "0" * 64, "previous_sha256": frozen.sha256}
    broken = Snapshot.objects.create(
        content=content, schema_version=1, code="0000000000", created_by=manager, created_at=frozen.created_at, **given
    )
    job = services.order_artifacts(snapshot=broken, by=manager)[0]
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.error_code) == (State.FAILED, 1, "report_not_made")
    assert "U+6F22" in job.error


def test_who_sees_the_report_downloads_its_file_and_nobody_else(frozen, project):
    artifact = services.make_artifact(snapshot=frozen, language="en", progress=lambda *_: None)
    address = f"/files/{artifact.file_id}/"
    answers = {
        role: signed_in(user).get(address).status_code
        for role, user in {
            "finance_officer": ProjectRoleFactory(project=project, role="finance_officer").user,
            "donor_reviewer": ProjectRoleFactory(project=project, role="donor_reviewer").user,
            "auditor": RoleFactory(role="auditor", organisation=None).user,
            "clerk": RoleFactory().user,
            "stranger": ProjectRoleFactory().user,
        }.items()
    }
    assert answers == {"finance_officer": 200, "donor_reviewer": 200, "auditor": 200, "clerk": 404, "stranger": 404}


def test_the_page_asks_again_until_all_files_are_there(frozen, manager):
    page = signed_in(manager)
    address = f"/reports/{frozen.report_id}/files/"
    waiting = page.get(address).content.decode()
    for language in ("pl", "en"):
        services.make_artifact(snapshot=frozen, language=language, progress=lambda *_: None)
    Job.objects.update(state=State.DONE, finished_at=frozen.created_at)
    ready = page.get(address).content.decode()
    assert ('data-hx-trigger="every 1s"' in waiting, waiting.count("<progress")) == (True, 2)
    assert ("data-hx-trigger" in ready, ready.count("/files/")) == (False, 2)


def test_a_failed_file_can_be_ordered_again_by_the_manager_alone(frozen, manager, project):
    Job.objects.update(state=State.FAILED, error="It broke.", finished_at=frozen.created_at)
    order = f"/reports/{frozen.report_id}/files/order/"
    shown = signed_in(manager).get(f"/reports/{frozen.report_id}/").content.decode()
    assert ("It broke." in shown, order in shown) == (True, True)
    officer = ProjectRoleFactory(project=project, role="finance_officer").user
    assert signed_in(officer).post(order).status_code == 403
    assert signed_in(manager).post(order)["Location"] == f"/reports/{frozen.report_id}/"
    assert Job.objects.open().count() == 2
