"""What people are told, in their language, with the way back to the page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mail.models import Message
from mail.rendering import render
from tests.trainings.conftest import ENROLMENT_OPEN
from trainings.services import editions, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything_happened(world, clock):
    """One training in which every message there is was sent."""
    type(world.course).objects.update(title_pl="Retencja wody", title_en="Water retention")
    edition = world.edition(capacity=2)
    rows = world.enrol(edition, 6)
    for row in rows[:2]:
        places.withdraw(enrolment=row, by=row.person)
    places.change_capacity(edition=edition, capacity=1, by=world.organiser, reason="Sala")
    clock(ENROLMENT_OPEN + timedelta(hours=48))
    places.lapse_due()
    editions.cancel_edition(edition=edition, reason="Choroba", by=world.organiser)
    return edition


TEMPLATES = [
    "cancelled",
    "city_lapsed",
    "city_offered",
    "city_withdrawn",
    "confirmed",
    "lapsed",
    "offer_revoked",
    "offered",
    "waitlisted",
    "withdrawn",
]


def test_every_message_was_sent(everything_happened):
    sent = Message.objects.values_list("template", flat=True).distinct().order_by("template")
    assert list(sent) == [f"trainings_{name}" for name in TEMPLATES]


@pytest.mark.parametrize(("language", "title"), [("pl", "Retencja wody"), ("en", "Retencja wody")])
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_message_names_the_training_and_leads_to_the_page(everything_happened, name, language, title):
    message = Message.objects.filter(template=f"trainings_{name}").first()
    message.language = language
    letter = render(message)
    assert title in letter.subject
    for part in (everything_happened.code, "05.10.2026" if language == "pl" else "Oct", message.context["path"]):
        assert part in letter.body
    assert "{" not in letter.body + letter.subject


def test_the_title_is_in_the_language_of_the_reader(everything_happened, world):
    person = world.clerk()
    person.language = "en"
    person.save()
    other = world.edition()
    places.enrol(edition=other, person=person, by=person)
    assert render(Message.objects.get(to=person)).subject == "Place confirmed: Water retention"
