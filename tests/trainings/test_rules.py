"""Who may come to an edition and how places are given: set at first, changed while nobody's fate hangs on it."""

from __future__ import annotations

import pytest
from django.utils import translation

from audit.models import Event
from config.factories.trainings import AttendanceFactory
from tests.trainings.conftest import refusal
from tests.trainings.test_editions import WINDOW
from trainings.choices import EnrolmentState, Mode, PlaceKind, Selection
from trainings.models import Enrolment
from trainings.services import editions, places

pytestmark = pytest.mark.django_db


def change(world, edition, **given):
    same = {name: getattr(edition, name) for name in ("mode", "venue", *WINDOW)}
    return editions.change_edition(edition=edition, by=world.organiser, **{**same, **given})


def test_an_edition_is_drafted_with_its_rules(world):
    edition = editions.create_edition(
        course=world.course,
        code="A",
        capacity=20,
        online_capacity=5,
        by=world.organiser,
        cities=[world.town],
        selection=Selection.RANKED,
        approval_steps=2,
        approval_days=3,
        approval_holds_seat=False,
        per_city_limit=4,
        min_participants=8,
        may_be_aid=True,
        **{**WINDOW, "mode": Mode.HYBRID},
    )
    edition.refresh_from_db()
    assert (edition.selection, edition.approval_steps, edition.approval_days) == ("ranked", 2, 3)
    assert (edition.approval_holds_seat, edition.per_city_limit, edition.min_participants) == (False, 4, 8)
    assert (edition.online_capacity, edition.may_be_aid, list(edition.cities.all())) == (5, True, [world.town])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"min_participants": 21}, "min_participants"),
        ({"per_city_limit": 0}, "per_city_limit"),
        ({"approval_days": 0}, "approval_days"),
        ({"selection": "lottery"}, "selection"),
        ({"approval_steps": 3}, "selection"),
    ],
)
def test_rules_make_sense(world, given, code):
    assert refusal(change, world=world, edition=world.edition(), **given).code == code


def test_places_online_belong_to_a_hybrid_edition(world):
    edition = world.edition(mode=Mode.HYBRID, online_capacity=5)
    refused = refusal(change, world=world, edition=edition, mode=Mode.ONSITE)
    assert (refused.code, refused.field) == ("online_capacity", "mode")


@pytest.mark.parametrize("name", ["selection", "approval_steps", "cities"])
def test_what_decides_on_peoples_fate_stays_once_somebody_is_enrolled(world, name):
    edition = world.edition()
    given = {"selection": Selection.RANKED, "approval_steps": 1, "cities": [world.town]}[name]
    (row,) = world.enrol(edition)
    refused = refusal(change, world=world, edition=edition, **{name: given})
    assert (refused.code, refused.field) == ("people_enrolled", name)
    places.withdraw(enrolment=row, by=row.person)
    change(world, edition, **{name: given})
    assert name in Event.objects.filter(action="trainings.edition.changed").latest("id").after


def test_a_higher_limit_of_cities_is_offered_to_who_waits(world):
    edition = world.edition(capacity=3, per_city_limit=1)
    _first, second = world.enrol(edition, 2)
    assert Enrolment.objects.get(pk=second.pk).state == EnrolmentState.WAITLISTED
    change(world, edition, per_city_limit=2)
    assert Enrolment.objects.get(pk=second.pk).state == EnrolmentState.OFFERED


def test_what_decides_on_who_took_part_stays_once_somebody_was_there(world):
    facts = {"needs_post_test": True, "paper_prevails": True, "skills": "Prowadzi dialog."}
    course = editions.change_course(course=world.course, title_pl="Nowy", by=world.organiser, **facts)
    assert (course.needs_post_test, course.paper_prevails, course.skills) == (True, True, "Prowadzi dialog.")
    AttendanceFactory(enrolment__edition=world.edition())
    given = {"course": course, "title_pl": "Nowy", "by": world.organiser}
    refused = refusal(editions.change_course, **given, paper_prevails=False)
    assert (refused.code, refused.field) == ("threshold_settled", "paper_prevails")
    assert editions.change_course(**given, people_may_transfer=True).people_may_transfer


def test_the_test_is_passed_with_a_percentage(world):
    given = {"course": world.course, "title_pl": "x", "by": world.organiser, "pass_percent": 0}
    assert refusal(editions.change_course, **given).code == "pass_percent"


def test_a_change_meanwhile_is_named(world):
    edition = world.edition()
    seen = edition.version
    places.change_capacity(edition=edition, capacity=30, by=world.organiser)
    change(world, edition, venue="Inna sala")
    with translation.override("en"):
        refused = refusal(change, world=world, edition=edition, venue="Trzecia", version=seen)
    assert (refused.code, refused.facts["changed"]) == ("stale", ["capacity", "venue"])
    assert "while you were editing: places, place." in str(refused.message)


def test_where_all_come_the_same_way_so_does_who_chose_otherwise(world):
    edition = world.edition(mode=Mode.HYBRID)
    there, online = world.enrol(edition, 2)
    places.change_kind(enrolment=online, place_kind=PlaceKind.ONLINE, by=online.person)
    edition.refresh_from_db()
    change(world, edition, mode=Mode.ONSITE)
    assert {row.place_kind for row in edition.enrolments.all()} == {PlaceKind.ONSITE}
    edition.refresh_from_db()
    change(world, edition, mode=Mode.HYBRID)
    there.refresh_from_db()
    assert there.place_kind == PlaceKind.ONSITE
