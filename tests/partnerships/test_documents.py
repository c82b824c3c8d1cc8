"""Who reads which document; an agreement is signed once, in an open period."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.partnerships import DocumentFactory, MemberFactory, PartnershipFactory, VersionFactory
from files.gates import may_read
from grants.choices import PeriodState
from partnerships import services
from partnerships.choices import Confidentiality, DocumentKind, DocumentState, MemberState, PartnershipState
from partnerships.models import Document, DocumentVersion
from partnerships.queries import partnerships_with_agreement
from tests.partnerships.conftest import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
TODAY = date(2026, 6, 15)


@pytest.fixture
def noon():
    with time_machine.travel(datetime(2026, 6, 15, 10, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def agreement(partnership, period):
    return VersionFactory(document__partnership=partnership).document


def sign(document, by, signed_on=TODAY):
    return services.record_signature(document=document, signed_on=signed_on, by=by)


# -- who reads what --------------------------------------------------------------------------------


@pytest.fixture
def one_of_each(partnership):
    return [DocumentFactory(partnership=partnership, confidentiality=value) for value in Confidentiality]


def read_by(user) -> list[str]:
    return sorted(Document.objects.visible_to(user).values_list("confidentiality", flat=True))


def test_keepers_and_auditors_read_everything(one_of_each, coordinator, manager):
    auditor = RoleFactory(role=RoleCode.AUDITOR, organisation=None).user
    for person in (coordinator, manager, auditor):
        assert read_by(person) == sorted(Confidentiality.values)


def test_the_people_of_a_member_read_what_partners_read(one_of_each, clerk):
    assert read_by(clerk) == ["partnership", "public"]


@pytest.mark.parametrize(
    "state", [MemberState.INVITED, MemberState.DECLARED, MemberState.LEFT, MemberState.DECLINED, MemberState.EXCLUDED]
)
def test_who_is_not_inside_reads_nothing(one_of_each, partnership, state):
    member = MemberFactory(partnership=partnership, state=state)
    assert read_by(RoleFactory(organisation=member.organisation).user) == []


def test_strangers_read_nothing(one_of_each, project):
    others = [
        UserFactory(),
        RoleFactory().user,
        ProjectRoleFactory().user,
        ProjectRoleFactory(project=project, role=RoleCode.DONOR_REVIEWER).user,
        PartnershipFactory(project=project).coordinator,
    ]
    assert [read_by(person) for person in others] == [[]] * len(others)


def test_a_file_is_read_by_who_reads_its_document(partnership, clerk):
    version = VersionFactory(document__partnership=partnership)
    secret = VersionFactory(document__partnership=partnership, document__confidentiality=Confidentiality.RESTRICTED)
    assert [may_read(clerk, row.file) for row in (version, secret)] == [True, False]
    assert list(DocumentVersion.objects.visible_to(clerk)) == [version]


# -- signing ---------------------------------------------------------------------------------------


def test_a_signature_makes_a_forming_partnership_active_and_both_are_on_record(agreement, coordinator):
    signed = sign(agreement, coordinator, date(2026, 6, 1))
    assert (signed.state, signed.signed_on) == (DocumentState.SIGNED, date(2026, 6, 1))
    signed.partnership.refresh_from_db()
    assert signed.partnership.state == PartnershipState.ACTIVE
    assert list(Event.objects.order_by("id").values_list("action", flat=True)) == [
        "partnerships.document.signed",
        "partnerships.partnership.active",
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": DocumentKind.STRATEGY}, "not_an_agreement"),
        ({"state": DocumentState.WITHDRAWN}, "document_state"),
    ],
)
def test_only_the_draft_of_an_agreement_is_signed(agreement, coordinator, change, code):
    Document.objects.filter(pk=agreement.pk).update(**change)
    assert refusal(sign, document=agreement, by=coordinator).code == code


def test_nothing_is_signed_without_a_text(partnership, coordinator, period):
    empty = DocumentFactory(partnership=partnership)
    assert refusal(sign, document=empty, by=coordinator).code == "version_missing"


def test_a_draft_of_a_partnership_signs_nothing(agreement, coordinator):
    agreement.partnership.state = PartnershipState.DRAFT
    agreement.partnership.save()
    assert refusal(sign, document=agreement, by=coordinator).code == "partnership_state"


def test_nobody_signs_tomorrow(agreement, coordinator):
    assert refusal(sign, document=agreement, by=coordinator, signed_on=date(2026, 6, 16)).code == "signed_in_future"


def test_a_closed_period_takes_no_signature(agreement, coordinator, period):
    period.state = PeriodState.LOCKED
    period.save()
    assert refusal(sign, document=agreement, by=coordinator).code == "period_locked"
    agreement.refresh_from_db()
    assert agreement.state == DocumentState.DRAFT


def test_only_keepers_record_a_signature(agreement, clerk):
    assert refusal(sign, document=agreement, by=clerk).code == "partnership_coordinator_only"


def test_a_signed_agreement_is_withdrawn_only_while_its_period_is_open(agreement, coordinator, period):
    sign(agreement, coordinator)
    withdraw = {"document": agreement, "reason": "Pomyłka", "by": coordinator}
    period.state = PeriodState.LOCKED
    period.save()
    assert refusal(services.withdraw_document, **withdraw).code == "period_locked"
    period.state = PeriodState.OPEN
    period.save()
    assert services.withdraw_document(**withdraw).state == DocumentState.WITHDRAWN
    assert refusal(services.withdraw_document, **withdraw).code == "document_state"


def test_a_withdrawal_needs_a_reason(agreement, coordinator):
    assert refusal(services.withdraw_document, document=agreement, reason="", by=coordinator).code == "reason_missing"


def test_who_may_read_it_is_changed_by_its_keeper_with_the_version_seen(agreement, coordinator, clerk):
    change = {"document": agreement, "title": "Umowa", "confidentiality": Confidentiality.RESTRICTED}
    assert refusal(services.change_document, by=coordinator, version=4, **change).code == "stale"
    services.change_document(by=coordinator, version=1, **change)
    assert read_by(clerk) == []


# -- what reports count ----------------------------------------------------------------------------


def counted(project, last_day=TODAY) -> list[tuple[str, date]]:
    rows = partnerships_with_agreement(project_id=project.pk, last_day=last_day)
    return list(rows.values_list("code", "signed_on"))


def test_a_partnership_counts_from_the_day_its_first_agreement_was_signed(agreement, coordinator, project):
    second = VersionFactory(document__partnership=agreement.partnership).document
    sign(second, coordinator, date(2026, 6, 2))
    sign(agreement, coordinator, date(2026, 6, 1))
    code = agreement.partnership.code
    assert counted(project, date(2026, 5, 31)) == []
    assert counted(project, date(2026, 6, 1)) == [(code, date(2026, 6, 1))]
    services.withdraw_document(document=agreement, reason="Pomyłka", by=coordinator)
    assert counted(project) == [(code, date(2026, 6, 2))]


@pytest.mark.parametrize("state", [PartnershipState.SUSPENDED, PartnershipState.DISSOLVED, PartnershipState.ABANDONED])
def test_what_is_not_alive_does_not_count(agreement, coordinator, project, state):
    sign(agreement, coordinator)
    type(agreement.partnership).objects.update(state=state)
    assert counted(project) == []


def test_another_project_counts_for_itself(agreement, coordinator, project):
    sign(agreement, coordinator)
    assert counted(PartnershipFactory().project) == []
    assert len(counted(project)) == 1
