"""What a project trained in a period, and how its parts sum up."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from django.utils.translation import gettext, override, pgettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import UserFactory
from config.factories.grants import ProjectFactory, ProjectRoleFactory
from config.factories.trainings import START, AttendanceFactory, EnrolmentFactory
from organisations.choices import Kind
from tests.trainings.browsing import signed_in
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


# -- where people read them ------------------------------------------------------------------------------

DAYS = {"first_day": "2026-01-01", "last_day": "2026-12-31"}


@pytest.fixture
def manager(world):
    return ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user


@pytest.fixture
def asked(world, woman, man):
    """Two people from two towns; one was there too shortly to complete."""
    edition = world.edition(state=EditionState.COMPLETED)
    attended(edition, woman, world.town)
    attended(edition, man, world.other_town, minutes=10)
    return {"project": world.project.pk, **DAYS}


def test_page_file_and_api_say_what_was_counted(world, manager, asked):
    client = signed_in(manager)
    page = " ".join(client.get("/trainings/counts/", asked).content.decode().split())
    for town in (world.town, world.other_town):
        assert f">{town.name}</td>" in page
    told = client.get("/api/v1/editions/counts/", asked).json()
    assert (told["attended"], told["completed"]) == (
        {"participations": 2, "people": 2, "minutes": 370},
        {"participations": 1, "people": 1, "minutes": 360},
    )
    parts = {(line["axis"], line["code"]): (line["attended"], line["completed"]) for line in told["parts"]}
    assert parts["sex", "f"] == (1, 1)
    assert parts["sex", "m"] == (1, 0)
    assert parts["kind", Kind.MUNICIPALITY] == (2, 1)
    assert parts["town", str(world.other_town.pk)] == (1, 0)
    assert (told["satisfaction"]["mean"], told["knowledge_gain"]["gain"]) == (None, None)
    sheet = client.get("/trainings/counts/export/", {**asked, "type": "csv"})
    rows = list(csv.reader(io.StringIO(sheet.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert rows[1:4] == [["Participations", "", "2", "1"], ["Persons", "", "2", "1"], ["Minutes", "", "370", "360"]]
    assert ["By town", world.town.name, "1", "1"] in rows


def test_the_people_behind_the_counts_leave_as_a_list_for_the_donors_system(world, manager, asked, woman):
    answer = signed_in(manager).get("/trainings/counts/participants/export/", {**asked, "type": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    hers = next(row for row in rows if row["Last name"] == woman.last_name)
    assert (hers["Sex"], hers["Body"], hers["Kind of body"]) == ("woman", world.town.name, "municipality")
    assert len(hers["TERYT code"]) == 7
    assert (hers["Minutes attended"], hers["Outcome"]) == ("360", "would complete")
    event = Event.objects.get(action="trainings.list.exported")
    assert (event.object_id, event.after["list"], event.after["rows"]) == (str(world.project.pk), "participants", 2)


def test_the_file_is_named_after_counts_and_not_after_a_test_that_counts(world, manager, asked):
    polish = {"accept-language": "pl"}
    sheet = signed_in(manager).get("/trainings/counts/export/", {**asked, "type": "csv"}, headers=polish)
    with override("pl"):
        name, it_counts = pgettext("file name", "counts"), gettext("counts")
    saved = unquote(sheet["Content-Disposition"])
    assert f"{name} {world.project.code}.csv" in saved
    assert it_counts not in saved


def test_without_a_choice_the_page_counts_the_latest_period(world, manager, asked):
    page = signed_in(manager).get("/trainings/counts/").content.decode()
    assert f"{world.project.code}, " in page


def test_the_counts_of_a_project_are_for_who_runs_it(world, manager, asked):
    foreign = {**asked, "project": ProjectFactory().pk}
    client = signed_in(manager)
    assert client.get("/api/v1/editions/counts/", foreign).status_code == 400
    assert client.get("/trainings/counts/export/", foreign).status_code == 400
    assert "W.1" not in client.get("/trainings/counts/", foreign).content.decode()
    assert signed_in(world.coordinator).get("/trainings/counts/", asked).status_code == 403


def test_days_the_wrong_way_round_are_refused(manager, asked):
    wrong = {**asked, "first_day": "2026-12-31", "last_day": "2026-01-01"}
    refused = signed_in(manager).get("/api/v1/editions/counts/", wrong)
    assert (refused.status_code, refused.json()["code"]) == (400, "counts_unclear")
    page = signed_in(manager).get("/trainings/counts/", wrong).content.decode()
    assert "The last day is before the first one." in page
