"""Who sets how long data are kept, within which bounds, and what follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from audit.models import Event
from config.factories.grants import ProjectFactory
from config.factories.retention import RetentionRuleFactory, RetentionRunFactory
from kernel.time import today
from retention.choices import Unit
from retention.models import RetentionRule, RetentionRun
from retention.queries import overview, standing
from retention.registry import Length, matters
from retention.services.rules import change_rule, drop_rule, set_rule
from tests.trainings.asking import participants
from tests.trainings.conftest import refusal
from trainings.queries.evidence import EVIDENCE, kept_until
from trainings.services import needs

pytestmark = pytest.mark.django_db

BASIS = "Umowa o dofinansowanie, par. 9"


def given(**more):
    return {"matter": needs.NEEDS, "number": 10, "basis": BASIS, **more}


def test_every_kind_of_data_says_what_goes_and_stays_in_both_languages():
    for matter in matters():
        assert all(str(text).strip() for text in (matter.label, matter.counted_from, matter.fate))
        assert matter.default.number in matter.bounds


def test_the_manager_sets_the_rule_of_the_project_and_administrators_the_general_one(world, manager, administrator):
    own = set_rule(project=world.project, by=manager, **given())
    general = set_rule(project=None, by=administrator, **given(number=20))
    assert standing(needs.NEEDS, world.project) == (Length(10, Unit.DAYS), None)
    assert standing(needs.NEEDS, 0)[0] == Length(20, Unit.DAYS)
    events = Event.objects.filter(action="retention.rule.set").order_by("pk")
    assert [event.after["project"] for event in events] == [world.project.pk, None]
    assert (own.changed_by, general.changed_by) == (manager, administrator)


def test_nobody_else_does(world, manager, administrator):
    for person, project in [(world.organiser, world.project), (administrator, world.project)]:
        assert refusal(set_rule, project=project, by=person, **given()).code == "rules_for_managers"
    assert refusal(set_rule, project=None, by=manager, **given()).code == "general_rules_for_administrators"
    rule = RetentionRuleFactory(project=world.project)
    again = {"rule": rule, "number": 5, "basis": BASIS}
    assert refusal(change_rule, by=world.organiser, **again).status == 403
    assert refusal(drop_rule, rule=rule, by=administrator).status == 403


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"matter": "trainings.nothing"}, "matter_unknown"),
        ({"matter": "trainings.export"}, "length_fixed"),
        ({"number": 31}, "length_outside"),
        ({"number": 0}, "length_outside"),
        ({"basis": "  "}, "basis_missing"),
        ({"hold_until": date(2026, 1, 1)}, "hold_past"),
        ({"matter": "mail.messages", "number": 100}, "matter_of_no_project"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(world, manager, wrong, code):
    assert refusal(set_rule, project=world.project, by=manager, **given(**wrong)).code == code
    assert not RetentionRule.objects.exists()


def test_a_rule_is_set_once_for_a_project(world, manager):
    set_rule(project=world.project, by=manager, **given())
    assert refusal(set_rule, project=world.project, by=manager, **given()).code == "rule_there"


def test_the_refusal_names_the_bounds(world, manager):
    refused = refusal(set_rule, project=world.project, by=manager, **given(number=31))
    assert (refused.field, str(refused.message)) == (
        "number",
        "Te dane można przechowywać najkrócej 1 dzień, najdłużej 30 dni.",
    )


def test_a_rule_somebody_changed_meanwhile_is_not_overwritten(world, manager):
    rule = set_rule(project=world.project, by=manager, **given())
    change_rule(rule=rule, number=12, basis=BASIS, by=manager, version=1)
    refused = refusal(change_rule, rule=rule, number=15, basis=BASIS, by=manager, version=1)
    assert refused.code == "stale"
    rule.refresh_from_db()
    assert rule.number == 12


def test_the_general_rule_holds_again_once_the_own_one_is_gone(world, manager):
    rule = set_rule(project=world.project, by=manager, **given())
    drop_rule(rule=rule, by=manager)
    assert standing(needs.NEEDS, world.project)[0] == Length(30, Unit.DAYS)
    assert Event.objects.get(action="retention.rule.dropped").before["number"] == 10


def test_a_rule_that_holds_erasure_up_is_not_dropped(world, manager):
    rule = set_rule(project=world.project, by=manager, **given(hold_until=today() + timedelta(days=5)))
    assert refusal(drop_rule, rule=rule, by=manager).code == "rule_holds"
    rule = change_rule(rule=rule, number=10, basis=BASIS, hold_until=None, by=manager)
    drop_rule(rule=rule, by=manager)


def test_needs_follow_the_rule_of_their_project(world, manager):
    edition = world.edition()
    row = participants(world, edition, 1)[0]
    need = needs.tell_need(enrolment=row, kind="diet", words="bez glutenu", by=row.person)
    rule = set_rule(project=world.project, by=manager, **given(number=7))
    need.refresh_from_db()
    assert need.purge_on == edition.ends_at.date() + timedelta(days=7)
    drop_rule(rule=rule, by=manager)
    need.refresh_from_db()
    assert need.purge_on == edition.ends_at.date() + timedelta(days=30)


def test_evidence_is_kept_as_long_as_the_donor_asks_and_an_audit_goes_on(world, manager):
    assert kept_until(world.project) == date(2032, 12, 31)
    rule = set_rule(matter=EVIDENCE, project=world.project, number=3, basis=BASIS, by=manager)
    assert kept_until(world.project) == date(2030, 12, 31)
    change_rule(rule=rule, number=3, basis=BASIS, hold_until=date(2034, 5, 1), by=manager)
    assert kept_until(world.project) == date(2034, 5, 1)


def test_who_manages_one_project_sees_no_rule_of_another(world, manager, administrator):
    own = RetentionRuleFactory(project=world.project)
    general = RetentionRuleFactory()
    RetentionRuleFactory(project=ProjectFactory())
    assert set(RetentionRule.objects.visible_to(manager)) == {own, general}
    assert not RetentionRule.objects.visible_to(world.organiser).exists()
    assert RetentionRule.objects.visible_to(administrator).count() == 3


def test_the_overview_takes_few_statements(world, manager, django_assert_num_queries):
    RetentionRuleFactory(project=world.project)
    RetentionRunFactory(project=world.project)
    _roles = manager.roles_now, overview(manager)  # what a request asks once
    with django_assert_num_queries(4):
        rows = overview(manager)
    receipts = next(row for row in rows if row.matter.code == "trainings.receipts")
    assert [(rule.project, str(length)) for rule, length in receipts.own] == [(world.project, "10 dni")]
    assert receipts.last is not None


def test_a_run_is_never_changed_and_never_removed():
    RetentionRunFactory()
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        RetentionRun.objects.update(erased=0)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        RetentionRun.objects.all().delete()
