"""A partnership is made by the project manager, kept by its coordinator, and moves by rule."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import Event
from config.factories.accounts import UserFactory
from config.factories.partnerships import CoordinatorFactory, MemberFactory, PartnershipFactory
from partnerships import services
from partnerships.choices import LegalForm, MemberRole, MemberState, PartnershipState, Stage
from tests.partnerships.conftest import refusal

pytestmark = pytest.mark.django_db

DESCRIBED = {
    "name_pl": "Partnerstwo Jezior",
    "name_en": "Lakes Partnership",
    "legal_form": LegalForm.CIVIL_AGREEMENT,
    "stage": Stage.AGREEMENT,
    "founded_on": date(2026, 2, 1),
}


@pytest.fixture
def future_coordinator():
    return CoordinatorFactory().user


def test_the_manager_begins_a_partnership_as_a_draft_and_it_is_on_record(project, manager, future_coordinator):
    made = services.create_partnership(
        project=project, code="LP-1", name_pl="Jeziora", coordinator=future_coordinator, by=manager
    )
    assert (made.state, made.stage, made.version) == (PartnershipState.DRAFT, Stage.INITIATIVE, 1)
    event = Event.objects.get(action="partnerships.partnership.created")
    assert (event.actor_id, event.object_id, event.after["coordinator"]) == (
        manager.pk,
        str(made.pk),
        future_coordinator.pk,
    )


def test_nobody_else_begins_one(project, future_coordinator):
    given = {"project": project, "code": "LP-1", "name_pl": "Jeziora", "coordinator": future_coordinator}
    assert refusal(services.create_partnership, by=future_coordinator, **given).status == 403


def test_a_code_is_given_once(project, manager, partnership, future_coordinator):
    given = {"project": project, "code": partnership.code, "name_pl": "Jeziora", "coordinator": future_coordinator}
    refused = refusal(services.create_partnership, by=manager, **given)
    assert (refused.code, refused.field) == ("code_taken", "code")


def test_only_who_has_the_role_today_is_put_in_charge(project, manager, partnership):
    given = {"project": project, "code": "LP-9", "name_pl": "Jeziora", "coordinator": UserFactory()}
    assert refusal(services.create_partnership, by=manager, **given).code == "coordinator_role"
    appointed = {"partnership": partnership, "coordinator": UserFactory(), "by": manager}
    assert refusal(services.appoint_coordinator, **appointed).code == "coordinator_role"


def test_a_new_coordinator_takes_over_and_the_old_one_sees_nothing_more(
    partnership, manager, coordinator, future_coordinator
):
    services.appoint_coordinator(partnership=partnership, coordinator=future_coordinator, by=manager)
    seen = [type(partnership).objects.visible_to(user).count() for user in (coordinator, future_coordinator)]
    assert seen == [0, 1]


def test_a_coordinator_whose_role_ended_sees_and_changes_nothing(partnership):
    role = partnership.coordinator.roles.get()
    role.valid_to = date(2026, 1, 1)
    role.save()
    partnership.refresh_from_db()
    assert not type(partnership).objects.visible_to(partnership.coordinator).exists()
    refused = refusal(services.change_partnership, partnership=partnership, by=partnership.coordinator, **DESCRIBED)
    assert refused.code == "partnership_coordinator_only"


def test_the_coordinator_describes_it_and_only_what_changed_is_on_record(partnership, coordinator):
    described = services.change_partnership(
        partnership=partnership, by=coordinator, version=1, **{**DESCRIBED, "name_pl": partnership.name_pl}
    )
    assert (described.stage, described.version) == (Stage.AGREEMENT, 2)
    event = Event.objects.get(action="partnerships.partnership.changed")
    assert sorted(event.after) == ["founded_on", "legal_form", "name_en", "stage"]


def test_a_description_based_on_an_old_version_is_refused(partnership, coordinator):
    given = {"partnership": partnership, "by": coordinator, "version": 7, **DESCRIBED}
    assert refusal(services.change_partnership, **given).code == "stale"


def test_it_forms_with_two_members_one_of_them_the_leader(partnership, coordinator):
    draft = PartnershipFactory(state=PartnershipState.DRAFT, coordinator=coordinator)
    form = {"partnership": draft, "state": PartnershipState.FORMING, "by": coordinator}
    MemberFactory(partnership=draft, role=MemberRole.LEADER)
    assert refusal(services.move_partnership, **form).code == "members_missing"
    MemberFactory(partnership=draft, state=MemberState.INVITED, joined_on=None)
    assert services.move_partnership(**form).state == PartnershipState.FORMING


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        (PartnershipState.DRAFT, PartnershipState.ACTIVE, "partnership_state"),
        (PartnershipState.FORMING, PartnershipState.ACTIVE, "partnership_state"),
        (PartnershipState.ABANDONED, PartnershipState.FORMING, "partnership_state"),
        (PartnershipState.ACTIVE, PartnershipState.SUSPENDED, "reason_missing"),
    ],
)
def test_a_move_that_no_rule_knows_or_without_a_reason_is_refused(coordinator, source, target, code):
    partnership = PartnershipFactory(state=source, coordinator=coordinator)
    assert refusal(services.move_partnership, partnership=partnership, state=target, by=coordinator).code == code


def test_only_the_manager_dissolves(partnership, coordinator, manager):
    given = {"partnership": partnership, "state": PartnershipState.DISSOLVING, "reason": "Uchwała"}
    assert refusal(services.move_partnership, by=coordinator, **given).code == "manager_only"
    assert services.move_partnership(by=manager, **given).state == PartnershipState.DISSOLVING


def test_what_has_ended_takes_no_change(coordinator):
    partnership = PartnershipFactory(state=PartnershipState.DISSOLVED, coordinator=coordinator)
    given = {"partnership": partnership, "by": coordinator}
    assert refusal(services.change_partnership, **given, **DESCRIBED).code == "partnership_ended"
    assert refusal(services.create_document, **given, kind="other", title="X").code == "partnership_ended"
