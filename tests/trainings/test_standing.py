"""Whether one may enrol, whether a training runs or is over: worked out when it is asked, never stored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from config.factories.trainings import START
from tests.trainings.browsing import html, signed_in
from trainings.choices import EditionState
from trainings.models import Edition
from trainings.queries import with_places

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def stands(edition: Edition) -> tuple[str, str]:
    """As the catalogue has it: state and room."""
    found = with_places(Edition.objects.filter(pk=edition.pk)).get()
    with translation.override("en"):
        return str(found.standing.label), found.room


@pytest.fixture
def edition(world) -> Edition:
    row = world.edition(capacity=2)
    world.enrol(row)
    return row


def test_of_a_published_edition_it_is_worked_out_whether_one_may_come(edition, clock):
    for moment, shown in (
        (edition.opens_at - HOUR, ("enrolment opens later", "1 of 2 free")),
        (edition.opens_at, ("enrolment open", "1 of 2 free")),
        (edition.closes_at, ("enrolment closed", "1 of 2 taken")),
        (edition.starts_at, ("running now", "1 of 2 taken")),
        (edition.ends_at, ("has ended", "1 of 2 taken")),
    ):
        clock(moment)
        assert stands(edition) == shown
    assert Edition.objects.get(pk=edition.pk).state == EditionState.PUBLISHED


def test_it_is_full_when_nothing_is_free_and_while_people_wait(world, edition):
    world.enrol(edition)
    assert stands(edition) == ("full", "full")
    world.enrol(edition)
    assert stands(edition) == ("full", "full, 1 person waits")


@pytest.mark.parametrize("state", [state for state in EditionState if state != EditionState.PUBLISHED])
def test_any_other_state_is_what_it_is(edition, clock, state):
    Edition.objects.filter(pk=edition.pk).update(state=state)
    clock(edition.ends_at)
    with translation.override("en"):
        assert stands(edition)[0] == state.label


def test_catalogue_course_page_and_program_say_the_same(world, edition, clock):
    clock(START + HOUR)
    page = signed_in(world.organiser)
    for name, args in (("editions", []), ("course", [world.course.pk]), ("edition", [edition.pk])):
        shown = html(page, name, *args)
        assert "running now</span>" in shown
        assert "1 of 2 free" not in shown
    program = APIClient()
    program.force_authenticate(world.organiser)
    row = program.get(f"/api/v1/editions/{edition.pk}/").json()
    assert (row["state"], row["standing"]) == ("published", "running")
    assert program.get("/api/v1/editions/").json()["results"][0]["standing"] == "running"
