"""Trainings in which others decide: the offices of a town, a committee, a coordinator who nominates."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from config.demo.cast import HOME, NEIGHBOUR, Official
from config.demo.courses import VENUE, post_of
from config.demo.days import at, following
from config.demo.stage import Stage
from config.demo.texts import demanded_in
from kernel.time import now
from mail.outbox import Act
from trainings.choices import ActingAs, ApprovalState, Choice, Mode, PlaceKind, Selection
from trainings.models import Course, Edition, Enrolment, SelectionBatch
from trainings.queries.outbox import messages_about
from trainings.services import nominations, outbox, places
from trainings.services.editions import create_edition, plan_session, publish
from trainings.services.nominations import Line
from trainings.services.places import Verdict
from trainings.services.places.approvals import ask_office
from trainings.services.places.room import enter_with

DAY = timedelta(days=1)


def play_deciding(stage: Stage, courses: dict[str, Course]) -> None:
    """Questions wait at both offices of Cieszyn; of two committees one has decided; towns have places of their own."""
    _to_be_approved(stage, courses["DIALOG"])
    _to_be_chosen(stage, courses["STRATEGIA"])
    _kept_for_a_town(stage, courses["DANE"])
    _to_be_approved_twice(stage, courses["FINANSE"])
    _chosen(stage, courses["STRATEGIA"])
    _nominated(stage, courses["DANE"])


def _to_be_approved(stage: Stage, course: Course) -> None:
    edition = _published(stage, course, ahead=59, capacity=14, approval_steps=1, approval_days=10, per_city_limit=2)
    for key in ("clerk", "clerk2"):
        official = stage.as_official(key, HOME)
        _enrol(edition, official, 1)


def _to_be_approved_twice(stage: Stage, course: Course) -> None:
    """Three of Cieszyn: the approver said yes to the first, so the signatory is asked; two wait for the approver."""
    edition = _published(stage, course, ahead=80, capacity=10, approval_steps=2, approval_days=10)
    first, *_others = _come(edition, [one for one in stage.officials if one.town.name == HOME][1:])
    _approved_once(stage, first)


def _approved_once(stage: Stage, row: Enrolment) -> None:
    """As `places.approve` would leave it, which insists on a transaction of its own; the demo is a single one."""
    row.approvals.update(
        state=ApprovalState.APPROVED,
        decided_by=stage.people["approver"],
        acting_as=ActingAs.APPROVER,
        decided_at=now(),
        comment="Zgodne z planem szkoleń wydziału.",
        version=2,
    )
    ask_office(*enter_with(row), step=2)


def _to_be_chosen(stage: Stage, course: Course) -> None:
    """One member of the committee has signed."""
    _ranked(stage, course, ahead=66, people=stage.officials[4:10])


def _chosen(stage: Stage, course: Course) -> None:
    """Both have: people know where they stand, and there is a protocol."""
    batch = _ranked(stage, course, ahead=87, people=stage.officials[13:20])
    places.sign(batch=batch, by=stage.people["manager"])


def _ranked(stage: Stage, course: Course, *, ahead: int, people: list[Official]) -> SelectionBatch:
    organiser = stage.people["organiser"]
    edition = _published(stage, course, ahead=ahead, capacity=4, selection=Selection.RANKED)
    rows = _come(edition, people)
    batch = places.open_batch(edition=edition, by=organiser)
    verdicts = [
        Verdict(row.pk, Choice.CONFIRM if place < len(rows) - 1 else Choice.RESERVE, Decimal(20 - 2 * place))
        for place, row in enumerate(reversed(rows))
    ]
    places.write_verdicts(batch=batch, verdicts=verdicts, by=organiser)
    return places.sign(batch=batch, by=organiser)


def _nominated(stage: Stage, course: Course) -> None:
    """Towns send people: Cieszyn has named three of its four, Hrubieszów nobody yet. The letters are held back."""
    edition = _published(stage, course, ahead=94, capacity=12, selection=Selection.NOMINATION)
    for town, seats in ((HOME, 4), (NEIGHBOUR, 2)):
        places.allocate(
            edition=edition,
            city=stage.towns[town],
            seats=seats,
            release_at=at(stage.days.ahead(80), 8),
            by=stage.people["organiser"],
        )
    at_home = [one.user for one in stage.officials if one.town.name == HOME]
    named = [*at_home[:2], stage.people["clerk2"]]
    lines = [Line(number, person.email, HOME, **post_of(number)) for number, person in enumerate(named, start=2)]
    nominations.nominate_list(edition=edition, lines=lines, by=stage.people["coordinator"])
    letters = messages_about(Edition.objects.filter(pk=edition.pk)).values_list("pk", flat=True)
    outbox.change(ids=set(letters), act=Act.HOLD, by=stage.people["organiser"])


def _kept_for_a_town(stage: Stage, course: Course) -> None:
    edition = _published(stage, course, ahead=73, capacity=12, online_capacity=4, mode=Mode.HYBRID, min_participants=6)
    places.allocate(
        edition=edition,
        city=stage.towns[NEIGHBOUR],
        seats=3,
        release_at=at(stage.days.ahead(60), 8),
        by=stage.people["organiser"],
    )
    _come(edition, stage.officials[26:34], online_every=3)


def _come(edition: Edition, people: list[Official], *, online_every: int = 0) -> list[Enrolment]:
    """Each enrols; of a hybrid training every so manyth for a place online."""
    rows = []
    for number, one in enumerate(people):
        kind = PlaceKind.ONLINE if online_every and number % online_every == 0 else ""
        rows.append(_enrol(edition, one, number, place_kind=kind))
    return rows


def _enrol(edition: Edition, one: Official, number: int, *, place_kind: str = "") -> Enrolment:
    row, _is_new = places.enrol(
        edition=edition,
        person=one.user,
        city=one.town,
        place_kind=place_kind,
        by=one.user,
        accepts=demanded_in(edition),
        **post_of(number),
    )
    return row


def _published(
    stage: Stage,
    course: Course,
    *,
    ahead: int,
    capacity: int,
    online_capacity: int | None = None,
    mode: Mode = Mode.ONSITE,
    approval_steps: int = 0,
    approval_days: int = 5,
    per_city_limit: int | None = None,
    min_participants: int = 0,
    selection: Selection = Selection.FIRST_COME,
) -> Edition:
    """Two days with nobody to teach them yet."""
    organiser, first = stage.people["organiser"], stage.days.ahead(ahead)
    edition = create_edition(
        course=course,
        code=f"{course.code}-{course.editions.count() + 1}",
        mode=mode,
        venue=VENUE,
        capacity=capacity,
        online_capacity=online_capacity,
        opens_at=at(stage.days.before(6), 8),
        closes_at=at(first - 3 * DAY, 16),
        withdraw_until=at(first - 7 * DAY, 16),
        approval_steps=approval_steps,
        approval_days=approval_days,
        per_city_limit=per_city_limit,
        min_participants=min_participants,
        selection=selection,
        by=organiser,
    )
    for day in (first, following(first)):
        plan_session(edition=edition, starts_at=at(day, 9), ends_at=at(day, 15), breaks_min=60, by=organiser)
    return publish(edition=edition, by=organiser)
