"""What holds for every claim: whose training, which sessions, how much at most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.errors import Refused
from kernel.money import to_cents
from kernel.time import local_day, today
from trainings.choices import (
    NEXT_TRAVEL_STATES,
    WRITABLE_STATES,
    EditionState,
    EnrolmentState,
    PlaceKind,
    TravelKind,
    TravelState,
)
from trainings.models import Edition, Enrolment, Session, TravelClaim, TravelLine
from trainings.queries.travel import attended_sessions
from trainings.services.locks import lock_edition
from ui.format import money

TOOK_PLACE = {EditionState.PUBLISHED, EditionState.COMPLETED, EditionState.SETTLED}
DAYS_ROUND = timedelta(days=7)
"""How long before or after a session somebody may have travelled."""
MOST_KM = 10_000
MOST_AMOUNT = Decimal(1_000_000)


def lock_claim(claim: TravelClaim) -> tuple[TravelClaim, datetime]:
    """The claim with its enrolment, person and edition, locked; and the time read after the lock came.

    The edition comes first: attendance and what is paid back do not change meanwhile.
    Raises Refused claim_gone (404) where somebody withdrew it.
    """
    edition, at = lock_edition(claim.enrolment.edition_id)
    rows = TravelClaim.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("enrolment__person").filter(pk=claim.pk).first()
    if found is None:
        raise Refused("claim_gone", gettext_lazy("This travel claim was withdrawn."), status=404)
    found.enrolment.edition = edition
    return found, at


def lines_of(claim: TravelClaim) -> list[TravelLine]:
    """In the order in which they were added."""
    return list(claim.lines.select_related("session", "receipt").order_by("pk"))


def most_of(line: TravelLine) -> Decimal:
    """The most that may be claimed: the price of the ticket, or rate by kilometres, rounded half up to the grosz."""
    if line.kind == TravelKind.TICKET:
        return line.ticket_amount or Decimal(0)
    return to_cents((line.rate or Decimal(0)) * (line.km or 0))


def total_of(lines: Sequence[TravelLine]) -> Decimal:
    """The sum: each line is in whole grosze already, nothing is rounded."""
    return sum((line.claimed for line in lines), Decimal("0.00"))


def require_writable(claim: TravelClaim) -> None:
    """Raise Refused claim_state for what the person has given away."""
    if claim.state not in WRITABLE_STATES:
        raise Refused(
            "claim_state", gettext_lazy("This travel claim was submitted: it changes only if it is sent back to you.")
        )


def require_step(claim: TravelClaim, to: TravelState) -> None:
    """Raise Refused claim_state for a step that is none."""
    if to not in NEXT_TRAVEL_STATES[TravelState(claim.state)]:
        raise Refused(
            "claim_state",
            _("This travel claim is in the state “%(state)s”: that step is not possible.")
            % {"state": claim.get_state_display()},
            state=claim.state,
        )


def require_paid_back(edition: Edition) -> None:
    """Raise Refused travel_not_paid, edition_cancelled."""
    if edition.state not in TOOK_PLACE:
        raise Refused("edition_cancelled", gettext_lazy("This training is cancelled: there is nothing to pay back."))
    if not edition.pays_travel:
        raise Refused("travel_not_paid", gettext_lazy("The way to this training is not paid back."))


def require_came(enrolment: Enrolment) -> None:
    """Raise Refused enrolment_over, came_online, nothing_attended."""
    if enrolment.state != EnrolmentState.CONFIRMED:
        raise Refused("enrolment_over", gettext_lazy("Travel is paid back to who has a place in the training."))
    if enrolment.place_kind != PlaceKind.ONSITE:
        raise Refused("came_online", gettext_lazy("Who takes part online does not travel."))
    if not attended_sessions(enrolment).exists():
        raise Refused(
            "nothing_attended",
            gettext_lazy("Nobody wrote down yet that you were there. Ask the organiser if you were."),
        )


def require_attended(claim: TravelClaim, lines: Sequence[TravelLine]) -> None:
    """Raise Refused not_attended, with the number of the line."""
    there = set(attended_sessions(claim.enrolment).values_list("pk", flat=True))
    for number, line in enumerate(lines, 1):
        if line.session_id not in there:
            raise Refused(
                "not_attended",
                _("Line %(number)s: the records do not show this person at session %(session)s.")
                % {"number": number, "session": line.session.ordinal},
                line=line.pk,
            )


def require_session(enrolment: Enrolment, session: Session) -> None:
    """Raise Refused not_attended for one session."""
    if not attended_sessions(enrolment).filter(pk=session.pk).exists():
        raise Refused(
            "not_attended",
            gettext_lazy("Travel is paid back only to sessions at which you were recorded as present."),
            field="session",
        )


def require_day(day: date, session: Session) -> None:
    """Raise Refused travelled_on for a journey in the future or far from its session."""
    if day > today():
        raise Refused("travelled_on", gettext_lazy("Claim a journey once you have made it."), field="travelled_on")
    if not local_day(session.starts_at) - DAYS_ROUND <= day <= local_day(session.ends_at) + DAYS_ROUND:
        raise Refused(
            "travelled_on",
            gettext_lazy("Give the day of the journey: at most a week before or after the session."),
            field="travelled_on",
        )


def require_journey(line: TravelLine) -> None:
    """Raise Refused line_kind, route_missing, amount, km, over_ticket, over_rate."""
    if not line.from_place or not line.to_place:
        raise Refused(
            "route_missing",
            gettext_lazy("Say from where and to where you travelled."),
            field="to_place" if line.from_place else "from_place",
        )
    if line.kind == TravelKind.TICKET:
        _require_ticket(line)
    else:
        _require_car(line)
    _require_amount(line.claimed, "claimed")
    require_within(line)


def require_within(line: TravelLine, number: int | None = None) -> None:
    """Raise Refused over_ticket, over_rate for more than was spent; with the number of the line if there is one."""
    most = most_of(line)
    if line.claimed <= most:
        return
    code, text = (
        ("over_ticket", _("The ticket cost %(most)s: you cannot claim more."))
        if line.kind == TravelKind.TICKET
        else ("over_rate", _("For these kilometres at most %(most)s is paid back."))
    )
    told = text % {"most": money(most, "PLN")}
    if number is not None:
        told = _("Line %(number)s: %(problem)s") % {"number": number, "problem": told}
    raise Refused(code, told, field=None if number else "claimed", most=most)


def _require_ticket(line: TravelLine) -> None:
    if line.km is not None:
        raise Refused("line_kind", gettext_lazy("A ticket has a price and no kilometres."), field="km")
    if line.ticket_amount is None:
        raise Refused("amount", gettext_lazy("Give the price of the ticket."), field="ticket_amount")
    _require_amount(line.ticket_amount, "ticket_amount")


def _require_car(line: TravelLine) -> None:
    if line.ticket_amount is not None:
        raise Refused("line_kind", gettext_lazy("A journey by car has kilometres and no price."), field="ticket_amount")
    if line.rate is None:
        raise Refused("cars_not_paid", gettext_lazy("Journeys by car are not paid back for this training."))
    if line.km is None or not 1 <= line.km <= MOST_KM:
        raise Refused("km", gettext_lazy("Give the whole kilometres, from 1 to 10,000."), field="km")


def _require_amount(amount: Decimal, field: str) -> None:
    """More than nothing, in whole grosze."""
    if not Decimal(0) < amount < MOST_AMOUNT or amount != to_cents(amount):
        raise Refused("amount", gettext_lazy("Give an amount above zero, in zlotys and grosze."), field=field)
