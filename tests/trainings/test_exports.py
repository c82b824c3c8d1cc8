"""Lists that leave the platform as files."""

from __future__ import annotations

import csv
import io
import tracemalloc
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from audit.models import Event
from config.factories.accounts import UserFactory
from config.factories.trainings import EditionFactory, EnrolmentFactory, SessionTrainerFactory
from grants.models import ProjectRole
from jobs.models import Job
from jobs.services import run
from tests.trainings.browsing import signed_in, url
from tests.trainings.conftest import ENROLMENT_OPEN
from tests.trainings.test_api import api_of, post
from trainings.choices import EnrolmentState
from trainings.documents.sheets import safe, write_table

pytestmark = pytest.mark.django_db


def table(answer) -> list[list]:
    """The rows of a file, the head first."""
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    if answer["Content-Type"] == "text/csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def columns(rows: list[list], *names: str) -> list[tuple]:
    head, *others = rows
    return [tuple(row[head.index(name)] for name in names) for row in others]


@pytest.fixture
def edition(world):
    edition = world.edition(capacity=2, venue="=2+2")
    world.enrol(edition, 3)
    return edition


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_roster_is_the_one_of_the_page(world, edition, kind):
    rows = table(signed_in(world.organiser).get(url("roster-export", edition.pk), {"type": kind}))
    found = columns(rows, "Number", "Last name", "E-mail", "State", "Minutes of the training")
    whole = (lambda number: number) if kind == "xlsx" else str
    assert found == [
        (whole(row.queue_no), row.person.last_name, row.person.email, str(row.get_state_display()), whole(360))
        for row in edition.enrolments.select_related("person").order_by("queue_no")
    ]


def test_a_trainer_gets_who_comes_and_no_addresses(world, edition):
    trainer = SessionTrainerFactory(session=edition.sessions.get()).user
    rows = table(signed_in(trainer).get(url("roster-export", edition.pk)))
    assert "E-mail" not in rows[0]
    assert [state for (state,) in columns(rows, "State")] == ["confirmed"] * 2


def test_enrolments_are_those_of_the_page_with_its_filter_and_order(world, edition):
    edition.refresh_from_db()
    EnrolmentFactory(edition=edition, city=world.other_town)
    page = signed_in(world.coordinator)
    given = {"whose": "all", "state": EnrolmentState.CONFIRMED, "sort": "-person", "type": "csv"}
    mine = edition.enrolments.filter(city=world.town, state=EnrolmentState.CONFIRMED)
    mine = mine.order_by("-person__last_name", "-pk").select_related("person")
    found = columns(table(page.get(url("enrolments-export"), given)), "Code", "Last name")
    assert found == [(edition.code, row.person.last_name) for row in mine]
    assert len(table(page.get(url("enrolments-export")))) == 1


def test_the_catalogue_is_that_of_the_page(world, edition):
    EditionFactory()
    world.edition(code="INNE-1")
    page = signed_in(world.coordinator)
    found = columns(table(page.get(url("editions-export"), {"q": edition.code})), "Code", "Taken", "Waiting", "Free")
    assert found == [(edition.code, 2, 1, 0)]
    assert {code for (code,) in columns(table(page.get(url("editions-export"))), "Code")} == {"INNE-1", edition.code}


def test_no_cell_is_a_formula(world, edition):
    page = signed_in(world.coordinator)
    assert columns(table(page.get(url("editions-export"))), "Place") == [("'=2+2",)]
    for text in ("=1", "+1", "-1", "@x", "\tx"):
        assert safe(text) == f"'{text}"
    assert (safe("a=1"), safe("a\x00b"), safe("")) == ("a=1", "ab", "")


def test_who_took_how_much_of_what_is_on_record(world, edition):
    signed_in(world.organiser).get(url("roster-export", edition.pk), {"type": "csv"})
    signed_in(world.coordinator).get(url("enrolments-export"), {"whose": "all"})
    first, second = Event.objects.filter(action="trainings.list.exported").order_by("pk")
    assert (first.actor, first.object_id, first.after) == (
        world.organiser,
        str(edition.pk),
        {"list": "roster", "type": "csv", "rows": 3},
    )
    assert (second.actor, second.after) == (world.coordinator, {"list": "enrolments", "type": "xlsx", "rows": 3})


def test_another_type_is_not_made(world, edition):
    assert signed_in(world.organiser).get(url("roster-export", edition.pk), {"type": "exe"}).status_code == 404
    assert not Event.objects.filter(action="trainings.list.exported").exists()


def test_the_link_of_the_page_keeps_the_filter(world, edition):
    page = signed_in(world.coordinator)
    words = page.get(url("enrolments"), {"whose": "all", "q": edition.code}).content.decode()
    assert f"{url('enrolments-export')}?whose=all&amp;q={edition.code}&amp;type=xlsx" in words


@pytest.mark.parametrize("people", [1, 9])
def test_it_takes_few_statements_whatever_the_number_of_rows(world, people, django_assert_max_num_queries):
    edition = world.edition()
    EnrolmentFactory.create_batch(people, edition=edition, person__password=None)
    page = signed_in(world.organiser)
    with django_assert_max_num_queries(9):
        assert len(table(page.get(url("roster-export", edition.pk)))) == people + 1


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_memory_does_not_grow_with_the_rows(kind, tmp_path):
    def peak(rows: int) -> int:
        with (tmp_path / "list").open("wb") as target:
            tracemalloc.start()
            write_table(target, kind, ["Name"] * 5, ([f"tekst {number}"] * 5 for number in range(rows)))
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return found

    peak(10)
    assert peak(6000) < peak(1000) + 200_000


def test_somebody_without_rows_gets_the_head(world):
    assert len(table(signed_in(UserFactory()).get(url("enrolments-export")))) == 1


@pytest.mark.parametrize(
    ("name", "who", "head"),
    [
        ("certificates", "organiser", "Issued"),
        ("approvals", "organiser", "Decide before"),
        ("sessions", "organiser", "Minutes"),
        ("courses", "organiser", "Title in Polish"),
        ("trained", "coordinator", "Outcome"),
    ],
)
def test_every_list_of_people_and_papers_is_a_file(world, name, who, head):
    rows = table(signed_in(getattr(world, who)).get(url(f"{name}-export"), {"type": "csv"}))
    assert head in rows[0]


def test_the_roster_as_a_file_keeps_filter_and_order(world, edition):
    given = {"type": "csv", "group": "waiting", "sort": "-number"}
    rows = table(signed_in(world.organiser).get(url("roster-export", edition.pk), given))
    assert columns(rows, "Number") == [("3",)]


# -- by a worker, for programs ---------------------------------------------------------------------


def ordered(user, **given):
    answer = post(api_of(user), "exports/", given)
    assert answer.status_code == 202
    run(answer.json()["id"])
    return api_of(user).get(f"/api/v1/exports/{answer.json()['id']}/").json()


def test_a_list_is_ordered_made_and_fetched_through_the_gate(world, edition):
    found = ordered(world.organiser, list="roster", type="csv", edition=edition.pk)
    assert (found["state"], found["list"], found["narrowed"]) == ("done", "roster", {"edition": edition.pk})
    answer = api_of(world.organiser).get(found["url"])
    assert columns(table(answer), "Numer", "E-mail")[0] == ("1", edition.enrolments.get(queue_no=1).person.email)
    assert api_of(world.coordinator).get(found["url"]).status_code == 404
    assert Event.objects.get(action="trainings.list.exported").after == {"list": "roster", "type": "csv", "rows": 3}


def test_the_file_is_there_for_a_day(world, edition, clock):
    found = ordered(world.organiser, list="editions")
    clock(ENROLMENT_OPEN + timedelta(hours=25))
    assert api_of(world.organiser).get(found["url"]).status_code == 404


def test_a_filter_that_cannot_be_read_makes_no_file(world, edition):
    page = signed_in(world.organiser)
    for name, args, query in (
        ("roster-export", [edition.pk], {"group": "bogus"}),
        ("editions-export", [], {"starts_from": "soon"}),
        ("enrolments-export", [], {"whose": "all", "state": "bogus"}),
    ):
        answer = page.get(url(name, *args), {"type": "csv", **query})
        assert answer.status_code == 400
        assert "The file was not made" in answer.content.decode()
    assert not Event.objects.filter(action="trainings.list.exported").exists()


def test_a_program_orders_no_list_of_a_state_that_there_is_not(world):
    for name in ("enrolments", "editions", "certificates"):
        refused = post(api_of(world.organiser), "exports/", {"list": name, "state": "bogus"})
        assert (refused.status_code, refused.json()["code"]) == (400, "filter_unknown")


def test_a_list_is_narrowed_by_what_it_knows(world, edition):
    found = ordered(world.coordinator, list="enrolments", type="csv", edition=edition.pk, state="waitlisted")
    assert len(table(api_of(world.coordinator).get(found["url"]))) == 2
    refused = post(api_of(world.coordinator), "exports/", {"list": "courses", "edition": edition.pk})
    assert (refused.status_code, refused.json()["code"]) == (400, "filter_unknown")
    assert post(api_of(world.organiser), "exports/", {"list": "roster"}).json()["code"] == "edition_missing"
    for name in ("roster", "trained"):
        refused = post(api_of(world.clerk()), "exports/", {"list": name, "edition": edition.pk})
        assert refused.status_code == 403


def test_the_same_order_is_one_job_and_rights_are_asked_again(world, edition):
    api, given = api_of(world.organiser), {"list": "roster", "edition": edition.pk}
    first, second = (post(api, "exports/", given).json() for _again in range(2))
    assert first["id"] == second["id"]
    assert api.get(f"/api/v1/exports/{first['id']}/file/").json()["code"] == "not_made"
    ProjectRole.objects.filter(user=world.organiser).delete()
    run(first["id"])
    job = Job.objects.get(pk=first["id"])
    assert (job.state, job.error_code, job.result) == ("failed", "edition_missing", None)
