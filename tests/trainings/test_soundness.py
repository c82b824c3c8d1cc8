"""What must hold of trainings is looked at every night; a row that breaks it is named, and nothing is mended."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from config.factories.trainings import CertificateFactory, EnrolmentFactory
from trainings.choices import ApprovalState, CertificateKind, EnrolmentState, OfferState, Outcome
from trainings.models import Approval, Edition, Enrolment, PlaceOffer
from trainings.queries.soundness import breaches
from trainings.services import places
from trainings.tasks import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(world):
    """Confirmed, offered, waiting for the city."""
    edition, asking = world.edition(capacity=1), world.edition(approval_steps=1)
    first, offered = world.enrol(edition, 2)
    places.withdraw(enrolment=first, by=first.person)
    return [*world.enrol(world.edition()), offered, *world.enrol(asking)]


def test_what_services_do_is_sound(world, rows):
    (confirmed, _offered, _asked) = rows
    places.change_capacity(edition=confirmed.edition, capacity=2, by=world.organiser, reason="Sala")
    world.enrol(confirmed.edition, 2)
    places.change_capacity(edition=confirmed.edition, capacity=1, by=world.organiser, reason="Mniejsza sala")
    assert breaches() == {}


def test_each_broken_rule_names_its_rows(world, rows):
    confirmed, offered, asked = rows
    offer, question = PlaceOffer.objects.get(), Approval.objects.get()
    PlaceOffer.objects.create(enrolment=confirmed, made_at=offer.made_at, expires_at=offer.made_at + timedelta(hours=1))
    PlaceOffer.objects.filter(pk=offer.pk).update(state=OfferState.LAPSED)
    Approval.objects.filter(pk=question.pk).update(state=ApprovalState.VOID)
    extra = Approval.objects.create(
        enrolment=offered,
        city=offered.city,
        step=1,
        asked_at=question.asked_at,
        due_at=question.asked_at + timedelta(days=1),
    )
    silent = EnrolmentFactory(edition=world.edition(), state=EnrolmentState.WITHDRAWN)
    Edition.objects.filter(pk=confirmed.edition_id).update(capacity=1)
    Enrolment.objects.filter(pk=confirmed.pk).update(outcome=Outcome.INCOMPLETE)
    unearned = CertificateFactory(enrolment=confirmed, kind=CertificateKind.COMPLETION)
    world.enrol(Edition.objects.get(pk=confirmed.edition_id))
    Enrolment.objects.filter(edition=confirmed.edition_id, state=EnrolmentState.WAITLISTED).update(
        state=EnrolmentState.CONFIRMED, holds_seat=True
    )
    second = Enrolment.objects.exclude(pk=confirmed.pk).get(edition=confirmed.edition_id)
    assert breaches() == {
        "offer_to_nobody": [PlaceOffer.objects.get(enrolment=confirmed).pk],
        "offered_nothing": [offered.pk],
        "question_about_nobody": [extra.pk],
        "nobody_was_asked": [asked.pk],
        "step_without_event": sorted([silent.pk, second.pk]),
        "overbooked_without_reason": [confirmed.edition_id],
        "certified_without_outcome": [unearned.pk],
    }


def test_the_clock_says_it_in_the_log_and_changes_nothing(rows, caplog):
    PlaceOffer.objects.update(state=OfferState.LAPSED)
    with caplog.at_level(logging.ERROR, "trainings.tasks"):
        assert check() == {"offered_nothing": [rows[1].pk]}
    assert [record.getMessage() for record in caplog.records] == [
        f"Trainings are not sound: offered_nothing, rows [{rows[1].pk}]"
    ]
    assert Enrolment.objects.get(pk=rows[1].pk).state == EnrolmentState.OFFERED
