"""Journeys to a training that was held: claimed by those who were there, at every step to the money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from config.demo.papers import paper
from config.demo.stage import Stage
from kernel.time import local_day, today
from trainings.models import Edition, Enrolment, TravelClaim
from trainings.queries.travel import attended_sessions
from trainings.services import travel

TERMS = {"pays_travel": True, "km_rate": Decimal("1.15"), "travel_limit": Decimal(400)}
"""What the edition pays: the rate of the law, and no more than this for one person."""
VENUE_TOWN = "Warszawa"
TICKET = Decimal("64.00")
KILOMETRES = 168
ACCOUNTS = (
    "14 9999 9999 0000 0000 0000 0001",
    "84 9999 9999 0000 0000 0000 0002",
    "57 9999 9999 0000 0000 0000 0003",
    "30 9999 9999 0000 0000 0000 0004",
)
"""They add up, and are of a bank that does not exist."""


def play_travel(stage: Stage, edition: Edition) -> None:
    """Anna is to correct her claim, one waits for the organiser, one for the money; one was paid."""
    organiser, finance = stage.people["organiser"], stage.people["finance"]
    anna = stage.people["clerk"]
    rows = edition.enrolments.confirmed().filter(attendances__minutes__gt=0).distinct().select_related("person", "city")
    others = [row for row in rows.order_by("queue_no") if row.person_id != anna.pk][:4]
    returned = _submitted(rows.get(person=anna), ACCOUNTS[0], by_car=False)
    travel.send_back(claim=returned, reason="Na bilecie nie widać daty. Dołącz wyraźniejsze zdjęcie.", by=organiser)
    _submitted(others[0], ACCOUNTS[1], by_car=True)
    travel.approve(claim=_submitted(others[1], ACCOUNTS[2], by_car=False), by=organiser)
    paid = travel.approve(claim=_submitted(others[2], ACCOUNTS[3], by_car=True), by=organiser)
    travel.pay(claim=paid, paid_on=today(), by=finance)
    _begun(others[3], by_car=True)


def _begun(row: Enrolment, *, by_car: bool) -> TravelClaim:
    claim, _is_new = travel.begin(enrolment=row, by=row.person)
    _journey(claim, row, row.person, by_car=by_car)
    return claim


def _submitted(row: Enrolment, account: str, *, by_car: bool) -> TravelClaim:
    return travel.submit(claim=_begun(row, by_car=by_car), account=account, by=row.person)


def _journey(claim: TravelClaim, row: Enrolment, by: User, *, by_car: bool) -> None:
    """To the first session that the person attended; and, by train, back again."""
    session = attended_sessions(row).earliest("starts_at")
    day, town = local_day(session.starts_at), row.city.name
    there: dict[str, Any] = {"claim": claim, "session": session, "travelled_on": day, "by": by}
    if by_car:
        travel.add_line(**there, kind="car", from_place=town, to_place=VENUE_TOWN, km=KILOMETRES)
        return
    for number, (start, end) in enumerate([(town, VENUE_TOWN), (VENUE_TOWN, town)], 1):
        text = paper("Bilet kolejowy (przykład)", f"{start} – {end}", f"{day:%d.%m.%Y}", f"Cena: {TICKET} zł")
        file = ContentFile(text, name=f"bilet-{number}.pdf")
        travel.add_line(**there, kind="ticket", from_place=start, to_place=end, ticket_amount=TICKET, file=file)
