"""Nobody sees another town's people, and drafts are the organisers'."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import (
    AttendanceFactory,
    EditionFactory,
    EnrolmentFactory,
    SessionTrainerFactory,
)
from tests.trainings.browsing import signed_in, url
from tests.trainings.legal import hold_both
from trainings.choices import EditionState, EnrolmentState
from trainings.models import Attendance, Course, Edition, Enrolment, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(world):
    """Everybody who may come to the door, by name."""
    edition = world.edition(code="E")
    mine = EnrolmentFactory(edition=edition, person=world.clerk(), city=world.town)
    theirs = EnrolmentFactory(edition=edition, person=world.clerk(world.other_town), city=world.other_town)
    waits = EnrolmentFactory(edition=edition, person=world.clerk(), city=world.town, state=EnrolmentState.WAITLISTED)
    for row in (mine, theirs):
        AttendanceFactory(enrolment=row)
    taught = SessionTrainerFactory(session=edition.sessions.get())
    people = {
        "clerk": mine.person,
        "coordinator": world.coordinator,
        "other coordinator": RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=world.other_town).user,
        "approver": RoleFactory(role=RoleCode.APPROVER, organisation=world.town).user,
        "organiser": world.organiser,
        "trainer": taught.user,
        "other trainer": RoleFactory(role=RoleCode.TRAINER).user,
        "auditor": RoleFactory(role=RoleCode.AUDITOR, organisation=None).user,
        "former coordinator": RoleFactory(
            role=RoleCode.CITY_COORDINATOR, organisation=world.town, valid_to=date(2026, 9, 1)
        ).user,
        "outsider": RoleFactory().user,
    }
    for name, role in (
        ("manager", RoleCode.PROJECT_MANAGER),
        ("finance", RoleCode.FINANCE_OFFICER),
        ("donor", RoleCode.DONOR_REVIEWER),
    ):
        people[name] = ProjectRoleFactory(project=world.project, role=role).user
    people["organiser elsewhere"] = ProjectRoleFactory(role=RoleCode.ORGANISER).user
    people["nobody"] = AnonymousUser()
    return people, {"mine": mine, "theirs": theirs, "waits": waits}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("clerk", ["mine"]),
        ("coordinator", ["mine", "waits"]),
        ("other coordinator", ["theirs"]),
        ("approver", ["mine", "waits"]),
        ("organiser", ["mine", "theirs", "waits"]),
        ("manager", ["mine", "theirs", "waits"]),
        ("auditor", ["mine", "theirs", "waits"]),
        ("trainer", ["mine", "theirs"]),
        ("other trainer", []),
        ("finance", []),
        ("donor", []),
        ("former coordinator", []),
        ("organiser elsewhere", []),
        ("outsider", []),
        ("nobody", []),
    ],
)
def test_enrolments_and_attendance_are_seen_by(cast, who, seen):
    people, rows = cast
    assert set(Enrolment.objects.visible_to(people[who])) == {rows[name] for name in seen}
    found = set(Attendance.objects.visible_to(people[who]).values_list("enrolment", flat=True))
    assert found == {rows[name].pk for name in seen if name != "waits"}


@pytest.mark.parametrize(
    ("who", "published", "draft"),
    [
        ("clerk", True, False),
        ("coordinator", True, False),
        ("approver", True, False),
        ("organiser", True, True),
        ("manager", True, True),
        ("finance", True, False),
        ("donor", True, False),
        ("auditor", True, True),
        ("trainer", True, False),
        ("other trainer", False, False),
        ("organiser elsewhere", False, False),
        ("outsider", False, False),
        ("nobody", False, False),
    ],
)
def test_editions_are_seen_by(cast, world, who, published, draft):
    people, _rows = cast
    shown, hidden = Edition.objects.get(code="E"), world.edition(state=EditionState.DRAFT)
    seen = set(Edition.objects.visible_to(people[who]))
    assert (shown in seen, hidden in seen) == (published, draft)
    assert (hidden.sessions.get() in Session.objects.visible_to(people[who])) is draft
    assert (world.course in Course.objects.visible_to(people[who])) is published


@pytest.mark.parametrize(
    ("who", "roster", "enrolment"),
    [
        ("clerk", 403, 200),
        ("coordinator", 403, 200),
        ("other coordinator", 403, 404),
        ("organiser", 200, 200),
        ("manager", 200, 200),
        ("trainer", 200, 200),
        ("donor", 403, 404),
        ("auditor", 200, 200),
        ("outsider", 404, 404),
    ],
)
def test_what_is_not_seen_is_not_there_and_what_is_not_allowed_says_so(cast, who, roster, enrolment):
    people, rows = cast
    client = signed_in(people[who])
    assert client.get(url("edition-roster", rows["mine"].edition_id)).status_code == roster
    assert client.get(url("enrolment", rows["mine"].pk)).status_code == enrolment


def test_a_trainer_reads_names_but_neither_history_nor_addresses(cast):
    people, rows = cast
    client = signed_in(people["trainer"])
    assert not client.get(url("enrolment", rows["mine"].pk)).context["can_see_history"]
    shown = client.get(url("edition-roster", rows["mine"].edition_id)).content.decode()
    assert (str(rows["mine"].person) in shown, rows["mine"].person.email in shown) == (True, False)


@pytest.mark.parametrize(
    "name",
    ["edition-change", "edition-capacity", "edition-cancel", "session-create"],
)
def test_the_desk_is_the_organisers(cast, name):
    people, rows = cast
    for who, status in {"organiser": 200, "manager": 403, "clerk": 403, "auditor": 403, "outsider": 404}.items():
        assert signed_in(people[who]).get(url(name, rows["mine"].edition_id)).status_code == status, who


def test_publishing_is_the_organisers(cast, world):
    people, _rows = cast
    draft = world.edition(state=EditionState.DRAFT)
    hold_both(world)
    for who, status in {"manager": 403, "auditor": 403, "clerk": 404, "organiser": 302}.items():
        assert signed_in(people[who]).post(url("edition-publish", draft.pk)).status_code == status, who


def test_the_rows_of_another_project_stay_there(world):
    other = EnrolmentFactory(edition=EditionFactory())
    assert list(Enrolment.objects.visible_to(world.organiser)) == []
    assert other.edition not in Edition.objects.visible_to(world.organiser)
