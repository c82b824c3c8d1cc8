"""Which messages of trainings the house may word itself, and what each of them knows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.text import Text
from mail.texts import Editable
from trainings.permissions import can_word_messages

AT = datetime(2026, 10, 5, 7, tzinfo=UTC)
TRAINING = {
    "title": "Zielone miasto",
    "code": "ZM-01",
    "starts_at": AT,
    "venue": "Ratusz, sala 12",
    "path": "/trainings/1/",
}
PERSON = {"person": "Jan Przykładowy"}
REASON = {"reason": "Choroba trenera"}
CLOSES = {"closes_at": datetime(2026, 10, 19, 21, 59, tzinfo=UTC)}
ENDS = {"ends_at": datetime(2026, 10, 5, 14, tzinfo=UTC)}
DUE = {"due_at": datetime(2026, 9, 18, 21, 59, tzinfo=UTC)}
DEADLINE = {"deadline": datetime(2026, 9, 20, 10, tzinfo=UTC)}
MOVED = {
    **ENDS,
    "before": datetime(2026, 10, 1, 7, tzinfo=UTC),
    "clashes": "- Woda w mieście (WM-02), 05.10.2026, 09:00–15:00",
}
NUMBER = {"number": "ZM/2026/12"}
AMOUNT = {"amount": "128,40 PLN"}

_WORDS: dict[str, tuple[Text, dict[str, Any]]] = {
    "awaiting_approval": (_("Enrolled: the city decides"), DUE),
    "awaiting_selection": (_("Enrolled: a committee decides"), {}),
    "confirmed": (_("A place is confirmed"), {}),
    "texts": (_("Enrolled by somebody else: texts to accept"), {}),
    "waitlisted": (_("On the waiting list"), {"position": 3}),
    "offered": (_("A place is offered"), DEADLINE),
    "offer_reminder": (_("An offered place is recalled"), DEADLINE),
    "offer_revoked": (_("An offer is taken back"), {}),
    "lapsed": (_("An offer has lapsed"), {}),
    "approval_asked": (_("An office is asked to approve"), PERSON | DUE),
    "approval_reminder": (_("An office is asked again"), PERSON | DUE),
    "approval_copy": (_("Coordinator: an office was asked again"), PERSON | DUE),
    "approval_lapsed": (_("The city did not decide"), {}),
    "declined": (_("The city declined"), REASON),
    "rejected": (_("No place"), REASON),
    "withdrawn": (_("Withdrawn"), {}),
    "cancelled": (_("A training is cancelled"), REASON),
    "taken_off": (_("An enrolment is cancelled"), REASON),
    "duplicate": (_("Enrolled twice"), {}),
    "kind_changed": (_("Another kind of place"), {"kind": "online"}),
    "substituted": (_("A colleague takes the place"), REASON),
    "transferred": (_("Moved to another date"), {"target": "ZM-02"}),
    "moved": (_("A session is moved"), MOVED),
    "session_cancelled": (_("A session is cancelled"), REASON),
    "teaching": (_("Trainer: you teach"), {}),
    "not_teaching": (_("Trainer: you do not teach"), {}),
    "reminder_week": (_("Reminder a week before"), {}),
    "reminder_day": (_("Reminder on the working day before"), {}),
    "reminder_online": (_("Reminder an hour before an online meeting"), {}),
    "sheet_missing": (_("A signed list is missing"), {}),
    "pre_test": (_("The test before opens"), CLOSES),
    "post_test": (_("The test after opens"), CLOSES),
    "satisfaction": (_("The satisfaction survey opens"), CLOSES),
    "follow_up": (_("The survey three months later opens"), CLOSES),
    "few": (_("Organiser: too few people"), {"confirmed": 4, "fewest": 8}),
    "certificate_issued": (_("A certificate is issued"), NUMBER),
    "certificate_replaced": (_("A certificate is replaced"), NUMBER | REASON),
    "certificate_revoked": (_("A certificate is revoked"), NUMBER | REASON),
    "travel_returned": (_("A travel claim is sent back"), AMOUNT | REASON),
    "travel_approved": (_("A travel claim is approved"), AMOUNT),
    "travel_rejected": (_("A travel claim is rejected"), AMOUNT | REASON),
    "travel_paid": (_("A travel claim is paid"), AMOUNT | {"paid_on": date(2026, 10, 20)}),
    "letter": (
        _("Organiser: a letter to participants"),
        {"subject": "Zmiana sali", "text": "Spotykamy się w sali 14."},
    ),
    "city_offered": (_("Coordinator: a place is offered"), PERSON | DEADLINE),
    "city_offer_reminder": (_("Coordinator: an offered place is recalled"), PERSON | DEADLINE),
    "city_lapsed": (_("Coordinator: an offer has lapsed"), PERSON),
    "city_approval_asked": (_("Coordinator: an office is asked to approve"), PERSON | DUE),
    "city_approval_lapsed": (_("Coordinator: nobody decided"), PERSON),
    "city_declined": (_("Coordinator: declined"), PERSON | REASON),
    "city_rejected": (_("Coordinator: no place"), PERSON | REASON),
    "city_withdrawn": (_("Coordinator: withdrawn"), PERSON),
}


def texts() -> list[Editable]:
    """All of them. Not among them: what answers a request about personal data."""
    found = [
        Editable(f"trainings_{name}", title, TRAINING | facts, can_word_messages)
        for name, (title, facts) in _WORDS.items()
    ]
    lines = "- Zielone miasto (ZM-01), 05.10.2026: 3\n- Woda w mieście (WM-02), 12.10.2026: 1"
    digest = {"on": date(2026, 9, 15), "lines": lines, "path": "/trainings/enrolments/"}
    changed = {
        **digest,
        "lines": "- Zielone miasto (ZM-01), 1, 05.10.2026 09:00: przerwy",
        "path": "/trainings/calendar/",
    }
    return [
        *found,
        Editable("trainings_city_confirmed", _("Coordinator: the day's places"), digest, can_word_messages),
        Editable("trainings_details", _("Details of sessions were changed"), changed, can_word_messages),
    ]
