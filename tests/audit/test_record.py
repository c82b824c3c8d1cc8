"""What is written to the record: who, what, when, from where, and only together with the change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from django.utils.translation import gettext_lazy

from audit.context import coming_from
from audit.models import Event
from audit.services import record, record_each
from config.factories.accounts import AdministratorFactory, RoleFactory, UserFactory
from config.factories.organisations import OrganisationFactory
from organisations.models import Organisation
from organisations.services import register_organisation

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 4, 10, tzinfo=UTC)


class Broken(Exception):
    pass


def test_an_event_says_who_did_what_to_what_when_and_from_where():
    person, body = UserFactory(), OrganisationFactory()
    with time_machine.travel(NOON, tick=False), coming_from("api", "r1"):
        record(action="tests.thing.done", about=body, by=person, before={"a": 1}, after={"a": 2}, reason="Bo tak")
    event = Event.objects.get()
    assert (event.at, event.actor, event.action, event.object_type, event.object_id) == (
        NOON,
        person,
        "tests.thing.done",
        "organisations.organisation",
        str(body.pk),
    )
    assert (event.before, event.after, event.reason, event.via, event.request_id) == (
        {"a": 1},
        {"a": 2},
        "Bo tak",
        "api",
        "r1",
    )
    assert event.changes == [("a", 1, 2)]


def test_without_a_request_the_system_acts_by_command():
    record(action="tests.thing.done", about=OrganisationFactory(), by=None)
    event = Event.objects.get()
    assert (event.actor, event.via, event.request_id, event.changes) == (None, "command", "", [])


def test_days_amounts_and_translated_words_are_kept_as_json_knows_them():
    values = {"day": date(2026, 5, 4), "amount": Decimal("10.50"), "word": gettext_lazy("person")}
    record(action="tests.thing.done", about=OrganisationFactory(), by=None, after=values)
    kept = Event.objects.get().after
    assert (kept["day"], kept["amount"], type(kept["word"])) == ("2026-05-04", "10.50", str)


@pytest.mark.django_db(transaction=True)
def test_an_event_lives_and_dies_with_its_change():
    seen = []

    @transaction.atomic
    def change_and_break():
        register_organisation(kind="ngo", name="Stowarzyszenie", by=None)
        seen.append(Event.objects.count())
        raise Broken

    with pytest.raises(Broken):
        change_and_break()
    assert seen == [1]
    assert (Organisation.objects.count(), Event.objects.count()) == (0, 0)


def test_many_events_of_one_act_are_written_at_once(django_assert_num_queries):
    bodies = [OrganisationFactory() for _ in range(50)]
    with django_assert_num_queries(1):
        record_each(action="tests.thing.done", changes=[(body, None, {"a": 1}) for body in bodies], by=None)
    assert Event.objects.count() == 50


def test_only_auditors_and_administrators_read_the_record():
    record(action="tests.thing.done", about=OrganisationFactory(), by=None)
    readers = [RoleFactory().user, AdministratorFactory().user]
    assert [Event.objects.visible_to(reader).count() for reader in readers] == [0, 1]
