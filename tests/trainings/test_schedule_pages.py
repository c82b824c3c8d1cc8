"""Organisers move, cancel and repeat sessions: what they see before, and who sees where people meet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import RoleFactory
from config.factories.trainings import START, EditionFactory, EnrolmentFactory, SessionFactory, SessionTrainerFactory
from mail.models import Message
from tests.trainings.browsing import html, signed_in, url
from tests.trainings.test_api import api_of, etag, post
from trainings.choices import EditionState, Mode, SessionState
from trainings.models import Edition, Session

pytestmark = pytest.mark.django_db

LINK = "https://meet.example.org/tajne"
TYPED = {"starts_at": "2026-10-05T12:00", "ends_at": "2026-10-05T19:00", "breaks_min": "60", "venue": "", "version": 1}


@pytest.fixture
def session(world) -> Session:
    return world.edition().sessions.get()


@pytest.fixture
def desk(world):
    return signed_in(world.organiser)


# -- pages -----------------------------------------------------------------------------------------


def test_a_move_is_shown_before_it_happens(world, session, desk):
    row = EnrolmentFactory(edition=session.edition, person=world.clerk())
    other = EditionFactory(course=world.course, starts_at=START + timedelta(hours=8))
    EnrolmentFactory(edition=other, person=row.person)
    shown = desk.post(url("session-change", session.pk), TYPED)
    page = shown.content.decode()
    session.refresh_from_db()
    assert (shown.status_code, session.starts_at, Message.objects.count()) == (200, START, 0)
    assert "5 Oct 2026, 12:00–19:00".replace(" ", "\N{NO-BREAK SPACE}", 2) in page
    assert str(other) in page
    seen = shown.context["form"].move
    done = desk.post(url("session-change", session.pk), {**TYPED, "seen": seen})
    session.refresh_from_db()
    assert (done.status_code, session.starts_at, session.revision) == (302, START + timedelta(hours=3), 1)
    assert Message.objects.get().to == row.person


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ({"starts_at": "2026-10-05T12:00", "ends_at": "2026-10-05T11:00"}, "A session has to end after its start"),
        ({"starts_at": "2026-09-25T12:00", "ends_at": "2026-09-25T19:00"}, "Let it close earlier first"),
    ],
)
def test_what_cannot_be_is_refused_before_anybody_is_counted(world, session, desk, times, why):
    EnrolmentFactory(edition=session.edition)
    answer = desk.post(url("session-change", session.pk), {**TYPED, **times})
    page = answer.content.decode()
    assert (answer.status_code, why in page, "Nothing is changed yet" in page) == (409, True, False)
    given = {**times, "breaks_min": 60}
    assert post(api_of(world.organiser), f"sessions/{session.pk}/preview/", given).status_code == 409


def test_looking_at_a_move_leaves_nothing_behind(world, session, desk):
    EnrolmentFactory(edition=session.edition)
    desk.post(url("session-change", session.pk), TYPED)
    assert (Message.objects.count(), Event.objects.filter(action="trainings.session.changed").count()) == (0, 0)


def test_what_is_confirmed_is_what_was_shown(world, session, desk):
    EnrolmentFactory(edition=session.edition)
    seen = desk.post(url("session-change", session.pk), TYPED).context["form"].move
    later = {**TYPED, "ends_at": "2026-10-05T20:00", "seen": seen}
    assert desk.post(url("session-change", session.pk), later).status_code == 200
    session.refresh_from_db()
    assert session.revision == 0


def test_a_training_elsewhere_is_not_named_to_who_may_not_see_it(world, session, desk):
    row = EnrolmentFactory(edition=session.edition)
    hidden = EnrolmentFactory(person=row.person, edition__starts_at=START).edition
    page = desk.post(url("session-change", session.pk), TYPED).content.decode()
    assert "another training" in page
    assert hidden.code not in page


def test_what_nobody_feels_is_done_at_once(world, session, desk):
    answer = desk.post(url("session-change", session.pk), {**TYPED, "required": "on", "meeting_url": LINK})
    session.refresh_from_db()
    assert (answer.status_code, session.required, session.meeting_url) == (302, True, LINK)


def test_a_refused_move_keeps_what_was_typed(world, session, desk):
    typed = {**TYPED, "starts_at": "2026-09-25T12:00", "ends_at": "2026-09-25T19:00"}
    answer = desk.post(url("session-change", session.pk), typed)
    page = answer.content.decode()
    assert (answer.status_code, "2026-09-25T12:00" in page) == (409, True)
    assert "Let it close earlier first" in page


def test_a_time_that_comes_twice_is_asked_about_on_the_page(world, session, desk):
    typed = {**TYPED, "starts_at": "2026-10-25T02:30", "ends_at": "2026-10-25T09:00"}
    page = desk.post(url("session-change", session.pk), typed)
    assert (page.status_code, 'name="starts_at_which"' in page.content.decode()) == (422, True)
    desk.post(url("session-change", session.pk), {**typed, "starts_at_which": "+01:00"})
    session.refresh_from_db()
    assert session.counted_min == 6 * 60 + 30 - 60


@pytest.mark.parametrize(
    ("state", "hours", "standing"),
    [
        (SessionState.PLANNED, -1, "planned"),
        (SessionState.PLANNED, 1, "running"),
        (SessionState.HELD, 1, "running"),
        (SessionState.PLANNED, 7, "missing"),
        (SessionState.HELD, 7, "held"),
        (SessionState.CANCELLED, 7, "cancelled"),
    ],
)
def test_a_session_is_called_what_it_is_by_now(world, clock, state, hours, standing):
    session = SessionFactory(edition=world.edition(session=False), state=state)
    clock(session.starts_at + timedelta(hours=hours))
    assert session.standing[0] == standing


def test_a_session_is_cancelled_on_the_page(world, desk):
    edition = world.edition(ends_at=START + timedelta(days=1, hours=7), session=False)
    session, _second = (SessionFactory(edition=edition, starts_at=START + timedelta(days=day)) for day in (0, 1))
    EnrolmentFactory(edition=edition)
    assert "1 person has a place" in html(desk, "session-cancel", session.pk)
    refused = desk.post(url("session-cancel", session.pk), {"reason": "", "version": 1})
    assert (refused.status_code, "people read it in their message" in refused.content.decode()) == (422, True)
    assert desk.post(url("session-cancel", session.pk), {"reason": "Choroba", "version": 1}).status_code == 302
    page = html(desk, "edition", edition.pk)
    assert url("session-change", session.pk) not in page
    assert url("session-change", _second.pk) in page


def test_a_draft_is_repeated_on_the_page(world, desk):
    draft = world.edition(state=EditionState.DRAFT)
    session = draft.sessions.get()
    assert url("session-repeat", session.pk) in html(desk, "edition", draft.pk)
    assert desk.post(url("session-repeat", session.pk), {"weeks": "4"}).status_code == 302
    assert draft.sessions.count() == 5


def test_a_visit_shows_country_travel_and_its_days(world, desk):
    edition = world.edition(
        mode=Mode.VISIT, country="NO", travel="Samolotem do Oslo.", access_notes="Winda.", session=False
    )
    SessionFactory(edition=edition, ends_at=START + timedelta(days=3), breaks_min=600, counted_min=3720)
    page = html(desk, "edition", edition.pk)
    for words in ("Norway", "Samolotem do Oslo.", "Winda.", "breaks: 10"):
        assert words in page
    assert "5 Oct 2026, 09:00 – 8 Oct 2026, 09:00" in page.replace("\N{NO-BREAK SPACE}", " ")


# -- where people meet -----------------------------------------------------------------------------


@pytest.fixture
def online(world, session) -> Session:
    Session.objects.filter(pk=session.pk).update(meeting_url=LINK)
    return Session.objects.get(pk=session.pk)


def test_where_people_meet_is_for_who_comes_teaches_or_organises(world, online):
    comes = EnrolmentFactory(edition=online.edition, person=world.clerk()).person
    trainer = SessionTrainerFactory(session=online, user=RoleFactory(role=RoleCode.TRAINER).user).user
    other_trainer = SessionTrainerFactory(session__edition=online.edition, session__starts_at=START + timedelta(days=2))
    waits = world.clerk()
    for user, sees in [
        (comes, True),
        (trainer, True),
        (world.organiser, True),
        (waits, False),
        (world.coordinator, False),
        (other_trainer.user, False),
    ]:
        assert (LINK in html(signed_in(user), "edition", online.edition_id)) == sees
        answer = api_of(user).get(f"/api/v1/sessions/{online.pk}/meeting/")
        assert (answer.status_code == 200) == sees
        assert LINK not in api_of(user).get(f"/api/v1/sessions/{online.pk}/").content.decode()
        assert LINK not in api_of(user).get("/api/v1/sessions/").content.decode()


def test_where_people_meet_is_in_no_message(world, online):
    row = EnrolmentFactory(edition=online.edition, person=world.clerk())
    desk = api_of(world.organiser)
    given = {"starts_at": "2026-10-05T12:00", "ends_at": "2026-10-05T19:00", "meeting_url": LINK}
    desk.put(f"/api/v1/sessions/{online.pk}/", given, format="json", headers={"If-Match": etag(online)})
    message = Message.objects.get(to=row.person)
    assert LINK not in str(message.context)
    assert LINK not in str(message.part_params)


# -- the API ---------------------------------------------------------------------------------------


def test_programs_look_first_then_move(world, session):
    row = EnrolmentFactory(edition=session.edition, person=world.clerk())
    desk = api_of(world.organiser)
    given = {"starts_at": "2026-10-05T12:00", "ends_at": "2026-10-05T19:00", "breaks_min": 60}
    effect = post(desk, f"sessions/{session.pk}/preview/", given).json()
    assert effect == {"people": [str(row.person)], "trainers": [], "clashes": []}
    path = f"/api/v1/sessions/{session.pk}/"
    assert desk.put(path, given, format="json").status_code == 428
    moved = desk.put(path, given, format="json", headers={"If-Match": etag(session)})
    assert (moved.status_code, moved.json()["revision"], moved.json()["version"]) == (200, 1, 2)
    assert desk.put(path, given, format="json", headers={"If-Match": f'"{session.pk}-1"'}).status_code in {409, 412}


def test_programs_cancel_and_repeat(world):
    edition = world.edition(ends_at=START + timedelta(days=1, hours=7), session=False)
    session, _second = (SessionFactory(edition=edition, starts_at=START + timedelta(days=day)) for day in (0, 1))
    desk = api_of(world.organiser)
    cancelled = post(desk, f"sessions/{session.pk}/cancel/", {"reason": "Choroba"}, version=etag(session))
    assert cancelled.json()["state"] == "cancelled"
    draft = world.edition(state=EditionState.DRAFT).sessions.get()
    repeated = post(desk, f"sessions/{draft.pk}/repeat/", {"weeks": 2})
    assert (repeated.status_code, len(repeated.json())) == (201, 2)


@pytest.mark.parametrize(("country", "status"), [("NO", 200), ("", 200), ("XX", 409), ("pl", 409)])
def test_a_country_is_one(world, country, status):
    edition = Edition.objects.get(pk=world.edition().pk)
    given = {
        "mode": "visit",
        "country": country,
        "opens_at": edition.opens_at.isoformat(),
        "closes_at": edition.closes_at.isoformat(),
        "withdraw_until": edition.withdraw_until.isoformat(),
    }
    answer = api_of(world.organiser).put(
        f"/api/v1/editions/{edition.pk}/", given, format="json", headers={"If-Match": etag(edition)}
    )
    assert answer.status_code == status
