"""A form that came too late shows how the row stands now, and the next try is no refusal again."""

from __future__ import annotations

import pytest

from tests.trainings.browsing import html, signed_in, url
from tests.trainings.test_desk import WINDOW
from trainings.choices import Mode
from trainings.models import Edition, Enrolment
from trainings.services import editions

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world):
    return signed_in(world.organiser)


def change(world, edition: Edition, **given) -> None:
    """As somebody else does meanwhile."""
    kept = {name: getattr(edition, name) for name in ("mode", "venue", "opens_at", "closes_at", "withdraw_until")}
    editions.change_edition(edition=edition, by=world.organiser, **{**kept, **given})


def test_the_present_values_of_what_changed_stand_beside_the_form(desk, world):
    edition = world.edition()
    change(world, edition, venue="Aula", mode=Mode.HYBRID)
    answer = desk.post(url("edition-change", edition.pk), {**WINDOW, "venue": "Sala 7", "version": 1})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert answer.context["form"].present.values == [("Mode", "on site and online"), ("Place", "Aula")]
    assert "<dd>Aula</dd>" in shown
    assert 'value="Sala 7"' in shown
    assert f'href="{url("edition-change", edition.pk)}"' in shown


def test_who_saw_them_may_replace_them(desk, world):
    edition = world.edition()
    change(world, edition, venue="Aula")
    target = url("edition-change", edition.pk)
    late = desk.post(target, {**WINDOW, "venue": "Sala 7", "version": 1})
    assert late.context["form"]["version"].value() == 2
    assert desk.post(target, {**WINDOW, "venue": "Sala 7", "version": 2}).status_code == 302
    edition.refresh_from_db()
    assert (edition.venue, edition.version) == ("Sala 7", 3)


def test_the_form_opened_afresh_has_the_current_state(desk, world):
    edition = world.edition()
    change(world, edition, venue="Aula")
    assert 'value="Aula"' in html(desk, "edition-change", edition.pk)


def test_of_a_form_on_another_page_that_page_is_opened_afresh(desk, world):
    edition = world.edition()
    change(world, edition, venue="Aula")
    page = f"http://testserver{url('edition', edition.pk)}"
    given = {**WINDOW, "version": 1}
    answer = desk.post(url("edition-change", edition.pk), given, headers={"referer": page})
    assert answer.context["form"].present.href == page


def test_what_is_not_on_the_form_is_looked_at_before_another_try(world):
    (row,) = world.enrol(world.edition())
    Enrolment.objects.filter(pk=row.pk).update(version=row.version + 1)
    answer = signed_in(row.person).post(url("enrolment-withdraw", row.pk), {"version": row.version, "reason": "x"})
    assert answer.status_code == 409
    present = answer.context["form"].present
    assert (present.values, present.is_whole) == ([], False)
    assert answer.context["form"]["version"].value() == str(row.version)
    assert present.href == url("enrolment-withdraw", row.pk)
