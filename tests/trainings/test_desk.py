"""The pages of organisers and trainers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.trainings import START, AttendanceFactory, EnrolmentFactory, SessionFactory, SessionTrainerFactory
from tests.trainings.browsing import html, listed, signed_in, url
from tests.trainings.legal import hold_both
from trainings.choices import EditionState, EnrolmentState
from trainings.models import Attendance, Course, Edition, Enrolment
from trainings.services import places

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world):
    """The organiser's browser."""
    return signed_in(world.organiser)


# -- the organiser's desk --------------------------------------------------------------------------

WINDOW = {
    "mode": "onsite",
    "venue": "Sala 1",
    "opens_at": "2026-09-15T09:00",
    "closes_at": "2026-10-02T09:00",
    "withdraw_until": "2026-09-28T09:00",
    "offer_hours": 48,
    "last_offer_hours_before": 24,
    "waitlist_enabled": "on",
    "selection": "first_come",
    "approval_steps": 0,
}


def test_from_a_course_to_a_published_edition(desk, world):
    given = {"project": world.project.pk, "code": "GAZ", "title_pl": "Gazociągi", "threshold_percent": 80}
    assert f'value="{world.project.pk}" selected' in html(desk, "course-create")  # the only one there is
    desk.post(url("course-create"), given)
    course = Course.objects.get(code="GAZ")
    desk.post(url("edition-create", course.pk), {"code": "GAZ-1", "capacity": 20, **WINDOW})
    edition = Edition.objects.get(code="GAZ-1")
    session = {"starts_at": "2026-10-05T09:00", "ends_at": "2026-10-05T16:00", "breaks_min": 60}
    desk.post(url("session-create", edition.pk), session)
    page = html(desk, "edition", edition.pk)
    assert url("edition-publish", edition.pk) not in page
    assert url("legal-texts") in page
    assert desk.post(url("edition-publish", edition.pk)).status_code == 409
    hold_both(world)
    assert url("edition-publish", edition.pk) in html(desk, "edition", edition.pk)
    answer = desk.post(url("edition-publish", edition.pk))
    edition.refresh_from_db()
    assert (answer.status_code, edition.state, edition.starts_at) == (302, EditionState.PUBLISHED, START)
    assert edition.sessions.get().counted_min == 360


def test_the_organiser_changes_course_and_edition(desk, world):
    edition = world.edition()
    page = html(desk, "edition-change", edition.pk)
    assert 'value="2026-10-02T09:00"' in page
    desk.post(url("edition-change", edition.pk), {**WINDOW, "venue": "Aula", "version": 1})
    given = {"title_pl": "Nowy", "threshold_percent": 75, "version": 1}
    desk.post(url("course-change", world.course.pk), given)
    edition.refresh_from_db()
    world.course.refresh_from_db()
    assert (edition.venue, world.course.title_pl) == ("Aula", "Nowy")


def test_a_session_is_removed_and_gets_a_trainer(desk, world):
    trainer = RoleFactory(role=RoleCode.TRAINER).user
    session = world.edition(state=EditionState.DRAFT).sessions.get()
    desk.post(url("session-trainers", session.pk), {"user": trainer.pk})
    assert str(trainer) in html(desk, "session-trainers", session.pk)
    desk.post(url("session-trainer-remove", session.pk, trainer.pk))
    assert session.trainers.count() == 0
    answer = desk.post(url("session-remove", session.pk))
    assert answer["Location"] == url("edition", session.edition_id)


def test_fewer_places_ask_for_a_reason(desk, world):
    edition = world.edition()
    answer = desk.post(url("edition-capacity", edition.pk), {"capacity": 10, "version": 1})
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["reason"])
    answer = desk.post(url("edition-capacity", edition.pk), {"capacity": 10, "version": 1, "reason": "Sala"})
    assert answer["Location"] == url("edition-roster", edition.pk)


def test_cancelling_says_how_many_it_concerns(desk, world):
    edition = world.edition(capacity=1)
    world.enrol(edition, 3)
    assert "3 people are enrolled or wait" in html(desk, "edition-cancel", edition.pk)
    desk.post(url("edition-cancel", edition.pk), {"reason": "Choroba", "version": edition.version})
    edition.refresh_from_db()
    assert edition.state == EditionState.CANCELLED


def test_the_roster_shows_who_comes_and_who_waits(desk, world):
    edition = world.edition(capacity=2)
    world.enrol(edition, 4)

    def numbers(**query) -> list[int]:
        answer = desk.get(url("edition-roster", edition.pk), query)
        return [row.queue_no for row in answer.context["listing"].page.object_list]

    assert [numbers(group=group) for group in ("seated", "waiting", "over", "")] == [[1, 2], [3, 4], [], [1, 2, 3, 4]]
    assert numbers(sort="-number") == [4, 3, 2, 1]
    assert numbers(q=edition.enrolments.get(queue_no=3).person.last_name) == [3]


def test_what_is_done_with_people_stands_once_above_the_roster_and_on_the_page_of_the_person(desk, world):
    edition = world.edition()
    row = world.enrol(edition)[0]
    ways = [url("enrolment-withdraw", row.pk), url("enrolment-cancel", row.pk)]
    roster, own = html(desk, "edition-roster", edition.pk), html(desk, "enrolment", row.pk)
    assert [way in roster for way in ways] == [False, False]
    assert [way in own for way in ways] == [True, True]
    assert [f'value="{act}"' in roster for act in ("withdraw", "cancel")] == [True, True]
    assert url("enrolment-cancel", row.pk) not in html(signed_in(row.person), "enrolment", row.pk)


def test_of_a_training_that_is_over_nobody_is_taken_off(desk, world):
    edition = world.edition()
    row = world.enrol(edition)[0]
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.COMPLETED)
    own = html(desk, "enrolment", row.pk)
    assert url("enrolment-withdraw", row.pk) not in own
    assert url("enrolment-cancel", row.pk) not in own


def test_the_roster_says_when_to_telephone(world, clock):
    edition = world.edition(capacity=1)
    first, second = world.enrol(edition, 2)
    clock(START - timedelta(hours=5))
    desk = signed_in(world.organiser)
    places.withdraw(enrolment=first, by=first.person)
    assert "Call the people who wait" in html(desk, "edition-roster", edition.pk)
    html(desk, "enrolment-promote", second.pk)
    desk.post(url("enrolment-promote", second.pk), {"version": 1})
    second.refresh_from_db()
    assert second.state == "confirmed"


@pytest.mark.parametrize("people", [1, 40])
def test_the_roster_asks_the_same_whatever_its_length(desk, world, people, django_assert_max_num_queries):
    edition = world.edition()
    EnrolmentFactory.create_batch(people, edition=edition, city=world.town)
    with django_assert_max_num_queries(14):
        desk.get(url("edition-roster", edition.pk))


def test_lists_of_courses(desk, world):
    assert listed(desk, "courses") == [world.course.pk]
    assert listed(desk, "courses", q="nothing like it") == []
    edition = world.edition()
    assert edition.code in html(desk, "course", world.course.pk)


# -- trainers --------------------------------------------------------------------------------------


@pytest.fixture
def taught(world):
    return SessionTrainerFactory(session=world.edition().sessions.get())


def test_a_trainer_sees_the_own_sessions(taught):
    SessionFactory()
    assert listed(signed_in(taught.user), "sessions") == [taught.session_id]


def test_a_trainer_records_minutes_of_everybody_at_once(taught, clock):
    rows = EnrolmentFactory.create_batch(3, edition=taught.session.edition)
    clock(START)
    client = signed_in(taught.user)
    given = {f"version_{row.pk}": 0 for row in rows}
    given |= {f"minutes_{rows[0].pk}": 300, f"excused_{rows[1].pk}": "on", "everybody": "1"}
    answer = client.post(url("session-attendance", taught.session_id), given)
    assert answer.status_code == 302
    found = Attendance.objects.order_by("enrolment").values_list("minutes", "status")
    assert list(found) == [(300, "partial"), (0, "excused"), (360, "present")]


def test_a_list_of_hundreds_is_recorded_page_by_page(taught, clock):
    people = UserFactory.create_batch(401, password=None)
    rows = [EnrolmentFactory(edition=taught.session.edition, person=person) for person in people]
    clock(START)
    client, page = signed_in(taught.user), url("session-attendance", taught.session_id)
    for number in range(1, 6):
        shown = client.get(page, {"page": number})
        assert len(shown.context["form"].fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        fields = {field.html_name: field.initial or 0 for field in shown.context["form"] if "version" in field.name}
        saved = client.post(f"{page}?page={number}", {**fields, "everybody": "1"})
        assert (saved.status_code, saved["Location"]) == (302, f"{page}?page={number}")
    assert "save it before you go to another page" in shown.content.decode()
    assert Attendance.objects.filter(minutes=360).count() == len(rows)


def test_who_came_after_the_page_was_opened_is_left_for_later(taught, clock):
    row = EnrolmentFactory(edition=taught.session.edition)
    clock(START)
    EnrolmentFactory(edition=taught.session.edition)
    given = {f"version_{row.pk}": 0, "everybody": "1", "version_x": "1", "version_": "²"}
    answer = signed_in(taught.user).post(url("session-attendance", taught.session_id), given)
    assert answer.status_code == 302
    assert list(Attendance.objects.values_list("enrolment", flat=True)) == [row.pk]


def test_who_left_after_the_page_was_opened_is_told_and_nothing_written(taught, clock):
    rows = EnrolmentFactory.create_batch(2, edition=taught.session.edition)
    clock(START)
    Enrolment.objects.filter(pk=rows[0].pk).update(state=EnrolmentState.WITHDRAWN, holds_seat=False)
    given = {**{f"version_{row.pk}": 0 for row in rows}, "everybody": "1"}
    answer = signed_in(taught.user).post(url("session-attendance", taught.session_id), given)
    assert answer.status_code == 422
    assert "not on the list of this training" in answer.content.decode()
    assert not Attendance.objects.exists()


def test_an_empty_field_is_left_for_later(taught, clock):
    row = EnrolmentFactory(edition=taught.session.edition)
    clock(START)
    signed_in(taught.user).post(url("session-attendance", taught.session_id), {f"version_{row.pk}": 0})
    assert Attendance.objects.count() == 0


def test_too_many_minutes_are_a_mistake_beside_the_person(taught, clock):
    row = EnrolmentFactory(edition=taught.session.edition)
    clock(START)
    given = {f"version_{row.pk}": 0, f"minutes_{row.pk}": 361}
    answer = signed_in(taught.user).post(url("session-attendance", taught.session_id), given)
    assert (answer.status_code, [str(problem.label) for problem, _ in answer.context["form"].problems]) == (
        422,
        [str(row.person)],
    )


def test_a_correction_over_somebody_elses_is_refused(taught, clock):
    record = AttendanceFactory(enrolment__edition=taught.session.edition, minutes=10, version=2)
    clock(START)
    given = {f"version_{record.enrolment_id}": 1, f"minutes_{record.enrolment_id}": 20}
    answer = signed_in(taught.user).post(url("session-attendance", taught.session_id), given)
    assert (answer.status_code, answer.context["refusal"].code) == (409, "stale")


def test_nobody_else_has_the_form(taught, world):
    answer = signed_in(world.clerk()).get(url("session-attendance", taught.session_id))
    assert (answer.status_code, answer.context["code"]) == (403, "cannot_record")
