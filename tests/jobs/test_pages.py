"""Where one looks how far the work is."""

from __future__ import annotations

import pytest

from config.factories.accounts import UserFactory
from config.factories.jobs import JobFactory
from jobs.choices import State
from jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    """Somebody signed in."""
    user = UserFactory(language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def text_of(response):
    return " ".join(response.content.decode().split())


def test_work_under_way_asks_again_each_second_and_works_without_scripts(client, user):
    job = JobFactory(held=True, requested_by=user, progress=40, phase="Drawing page 3")

    page = text_of(client.get(f"/jobs/{job.pk}/"))

    assert f'data-hx-get="/jobs/{job.pk}/" data-hx-trigger="every 1s" data-hx-swap="outerHTML"' in page
    assert '<progress max="100" value="40"' in page
    assert "Drawing page 3" in page
    assert f'<noscript><a class="ds-link" href="/jobs/{job.pk}/">Refresh</a></noscript>' in page


def test_htmx_gets_the_part_alone(client, user):
    job = JobFactory(held=True, requested_by=user)

    part = client.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert part.startswith(f'<div class="job stack" id="job-{job.pk}"')
    assert "<html" not in part


def test_finished_work_asks_no_more_and_leads_to_its_result(client, user):
    job = JobFactory(done=True, requested_by=user, result={"href": "/reports/7/"})

    page = text_of(client.get(f"/jobs/{job.pk}/"))

    assert "every 1s" not in page
    assert "<progress" not in page
    assert '<a class="ds-link" href="/reports/7/">Open the result</a>' in page


def test_the_end_is_announced_to_who_waited_for_it_and_no_step_before(client, user):
    running, done = JobFactory(held=True, requested_by=user), JobFactory(done=True, requested_by=user)

    def polled(job):
        return client.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert ("role=" in polled(running), '<p role="alert">' in polled(done)) == (False, True)


def test_failed_work_says_why(client, user):
    job = JobFactory(done=True, requested_by=user, state=State.FAILED, error="The period is <locked>.")

    assert "The period is &lt;locked&gt;." in text_of(client.get(f"/jobs/{job.pk}/"))


def test_the_work_of_others_is_not_there(client, user):
    pk = JobFactory().pk

    assert client.get(f"/jobs/{pk}/").status_code == 404
    assert client.post(f"/jobs/{pk}/cancel/").status_code == 404


def test_one_can_call_it_off(client, user):
    job = JobFactory(requested_by=user)

    response = client.post(f"/jobs/{job.pk}/cancel/")

    assert (response.status_code, response["Location"]) == (302, f"/jobs/{job.pk}/")
    assert Job.objects.get().state == State.CANCELLED


def test_calling_off_what_is_finished_is_refused(client, user):
    job = JobFactory(done=True, requested_by=user)

    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 409


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(f"/jobs/{JobFactory().pk}/").status_code == 302
