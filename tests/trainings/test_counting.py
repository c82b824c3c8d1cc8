"""What a project trained in a period, and how its parts sum up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.factories.accounts import UserFactory
from config.factories.trainings import START, AttendanceFactory, EnrolmentFactory
from organisations.choices import Kind
from trainings.choices import AttendanceStatus, EditionState, EnrolmentState
from trainings.queries import participations
from trainings.queries.counting import Place, counts, tally

YEAR = {"first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31)}

PERSONS = st.integers(1, 8)
PLACES = st.lists(
    st.builds(
        Place,
        person=PERSONS,
        sex=st.sampled_from(["f", "m", ""]),
        town=st.integers(1, 4),
        kind=st.sampled_from(Kind.values),
        minutes=st.integers(0, 600),
    )
)


def attended(edition, person, town, minutes=360, **given):
    row = EnrolmentFactory(edition=edition, person=person, city=town)
    return AttendanceFactory(enrolment=row, minutes=minutes, **given)


@pytest.fixture
def count(world):
    def count(**days):
        return counts(project_id=world.project.pk, **{**YEAR, **days})

    return count


@pytest.fixture
def woman(db):
    return UserFactory(sex="f")


@pytest.fixture
def man(db):
    return UserFactory(sex="m")


@settings(suppress_health_check=[HealthCheck.too_slow])  # the rule is about people, not about a busy machine
@given(PLACES)
def test_people_are_never_more_than_participations_and_the_parts_sum_up_to_them(places):
    found = tally(places)
    assert found.people <= found.participations == len(places)
    assert found.people == len({place.person for place in places})
    for parts in (found.by_sex, found.by_town, found.by_kind):
        assert sum(parts.values()) == found.people
        assert all(part > 0 for part in parts.values())
    assert found.minutes == sum(place.minutes for place in places)


@given(PLACES, PLACES)
def test_more_places_never_make_fewer_people_or_move_them(places, more):
    before, after = tally(places), tally(places + more)
    assert after.people >= before.people
    assert all(after.by_town.get(town, 0) >= people for town, people in before.by_town.items())


def test_one_person_in_two_editions_for_two_towns_is_counted_once_for_the_first(world, count, woman, man):
    first = world.edition()
    later = world.edition(starts_at=START + timedelta(days=20))
    attended(later, woman, world.other_town)
    attended(first, woman, world.town)
    attended(later, man, world.other_town)
    found = count().completed
    assert (found.participations, found.people, found.minutes) == (3, 2, 1080)
    assert found.by_town == {world.town.pk: 1, world.other_town.pk: 1}
    assert found.by_sex == {"f": 1, "m": 1}
    assert found.by_kind == {Kind.MUNICIPALITY: 2}


def test_who_came_and_who_completed_are_counted_apart(world, count, woman, man):
    edition = world.edition()
    attended(edition, woman, world.town, 288)
    attended(edition, man, world.town, 287)
    attended(edition, UserFactory(), world.town, 0)
    attended(edition, UserFactory(), world.town, 360, status=AttendanceStatus.DISPUTED, note="Dwa zapisy.")
    EnrolmentFactory(edition=edition)
    found = count()
    assert (found.attended.people, found.attended.minutes) == (2, 575)
    assert (found.completed.people, found.completed.minutes) == (1, 288)
    assert found.completed.participations == participations(project_id=world.project.pk, **YEAR).count()


@pytest.mark.parametrize("state", [EditionState.CANCELLED, EditionState.DRAFT])
def test_what_did_not_take_place_is_not_counted(world, count, woman, state):
    attended(world.edition(state=state), woman, world.town)
    assert count().attended.participations == 0


def test_other_states_projects_and_days_are_not_counted(world, count, woman):
    edition = world.edition()
    attended(edition, woman, world.town)
    row = EnrolmentFactory(edition=edition, state=EnrolmentState.WITHDRAWN)
    AttendanceFactory(enrolment=row)
    AttendanceFactory()
    assert count().attended.people == 1
    assert count(last_day=date(2026, 10, 4)).attended.people == 0
    assert count(first_day=date(2026, 10, 6)).attended.people == 0


def test_nobody_is_nobody(count):
    found = count()
    assert (found.attended, found.completed) == (tally([]), tally([]))
    assert (found.satisfaction.n, found.knowledge_gain.pairs) == (0, 0)


@pytest.mark.parametrize("people", [1, 12])
def test_it_is_four_statements_whatever_the_number_of_people(world, count, people, django_assert_num_queries):
    edition = world.edition()
    for _ in range(people):
        attended(edition, UserFactory(), world.town)
    with django_assert_num_queries(4):
        assert count().attended.people == people
