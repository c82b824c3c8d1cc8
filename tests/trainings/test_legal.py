"""Regulations, information and consents: drafts, versions that never change, and which of them holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import AdministratorFactory
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import LegalTextFactory, LegalTextVersionFactory
from kernel.time import today
from tests.trainings.conftest import refusal
from tests.trainings.legal import hold
from trainings.choices import ConsentAnswer, ConsentHow, LegalKind
from trainings.models import ConsentRecord, LegalText, LegalTextVersion
from trainings.services import legal

pytestmark = pytest.mark.django_db

WORDS = {"title_pl": "Regulamin", "body_pl": "Treść."}


@pytest.fixture
def draft(world) -> LegalText:
    return legal.create_text(kind="regulation", project=world.project, by=world.organiser, **WORDS)


def held(world, kind: LegalKind = LegalKind.REGULATION) -> list[int]:
    """The one that holds, or none."""
    return [row.pk for row in LegalTextVersion.objects.holding_in(world.project.pk, kind)[:1]]


# -- drafts ------------------------------------------------------------------------------------------


def test_a_draft_binds_nobody(world, draft):
    assert held(world) == []


def test_a_project_has_one_text_of_a_kind(world, draft):
    given = {"kind": "regulation", "project": world.project, "by": world.organiser, **WORDS}
    assert refusal(legal.create_text, **given).code == "text_there"
    assert LegalText.objects.count() == 1


def test_there_is_one_general_text_of_a_kind(db):
    LegalTextFactory(project=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalTextFactory(project=None)


def test_organisers_and_managers_keep_the_texts_of_their_project_and_nobody_elses(world):
    given = {"kind": "regulation", **WORDS}
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
    assert legal.create_text(project=world.project, by=manager, **given).project == world.project
    for stranger in (world.coordinator, ProjectRoleFactory(role=RoleCode.ORGANISER).user, AdministratorFactory().user):
        refused = refusal(legal.create_text, project=world.project, by=stranger, **given)
        assert (refused.code, refused.status) == ("texts_for_organisers", 403)


def test_general_texts_are_the_administrators(world):
    given = {"kind": "newsletter", "project": None, **WORDS}
    assert refusal(legal.create_text, by=world.organiser, **given).code == "general_texts_for_administrators"
    assert legal.create_text(by=AdministratorFactory().user, **given).project is None


def test_an_english_title_comes_with_an_english_text(world, draft):
    refused = refusal(legal.change_text, text=draft, by=world.organiser, title_en="Rules", **WORDS)
    assert (refused.code, refused.field) == ("words_missing", "title_en")


def test_who_was_slower_changes_nothing(world, draft):
    legal.change_text(text=draft, by=world.organiser, version=1, **{**WORDS, "body_pl": "Pierwsza."})
    given = {**WORDS, "body_pl": "Druga."}
    assert refusal(legal.change_text, text=draft, by=world.organiser, version=1, **given).code == "stale"
    assert refusal(legal.publish_text, text=draft, by=world.organiser, version=1).code == "stale"
    draft.refresh_from_db()
    assert draft.body_pl == "Pierwsza."


# -- versions ----------------------------------------------------------------------------------------


def test_versions_are_numbered_and_keep_their_words(world, draft):
    first = legal.publish_text(text=draft, by=world.organiser)
    legal.change_text(text=draft, by=world.organiser, **{**WORDS, "body_pl": "Nowa treść."})
    second = legal.publish_text(text=draft, by=world.organiser)
    first.refresh_from_db()
    assert [(row.number, row.body_pl) for row in (first, second)] == [(1, "Treść."), (2, "Nowa treść.")]
    assert held(world) == [second.pk]
    assert Event.objects.filter(action="trainings.legal_text.published").count() == 2


def test_the_same_words_are_no_new_version(world, draft):
    legal.publish_text(text=draft, by=world.organiser)
    legal.change_text(text=draft, by=world.organiser, **{**WORDS, "body_pl": "Treść.\r\n"})
    assert refusal(legal.publish_text, text=draft, by=world.organiser).code == "nothing_new"


def test_a_version_holds_from_its_first_day(world, draft, clock):
    first = legal.publish_text(text=draft, by=world.organiser)
    legal.change_text(text=draft, by=world.organiser, **{**WORDS, "body_pl": "Nowa treść."})
    tomorrow = today() + timedelta(days=1)
    second = legal.publish_text(text=draft, valid_from=tomorrow, by=world.organiser)
    assert held(world) == [first.pk]
    clock(second.published_at + timedelta(days=1))
    assert held(world) == [second.pk]


def test_nothing_is_valid_before_it_is_published_nor_before_the_version_before(world, draft):
    yesterday, later = today() - timedelta(days=1), today() + timedelta(days=7)
    assert refusal(legal.publish_text, text=draft, valid_from=yesterday, by=world.organiser).field == "valid_from"
    legal.publish_text(text=draft, valid_from=later, by=world.organiser)
    legal.change_text(text=draft, by=world.organiser, **{**WORDS, "body_pl": "Nowa treść."})
    assert refusal(legal.publish_text, text=draft, valid_from=today(), by=world.organiser).code == "valid_from"


def test_the_projects_own_text_comes_before_the_general_one(world):
    general = LegalTextVersionFactory(text=LegalTextFactory(project=None))
    LegalTextVersionFactory()  # of another project
    assert held(world) == [general.pk]
    own = hold(world)
    assert held(world) == [own.pk]


def test_what_is_published_and_what_was_said_never_change(world):
    version = hold(world)
    record = ConsentRecord.objects.create(
        person=world.coordinator,
        version=version,
        answer=ConsentAnswer.GIVEN,
        how=ConsentHow.FORM,
        recorded_by=world.coordinator,
        at=version.published_at,
    )
    for row, change in ((version, {"body_pl": "Inaczej."}), (record, {"answer": ConsentAnswer.WITHDRAWN})):
        rows = type(row).objects.filter(pk=row.pk)
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            rows._raw_delete(rows.db)


def test_nobody_answers_in_a_form_for_somebody_else(world):
    version = hold(world)
    given = {"person": world.coordinator, "version": version, "answer": "given", "at": version.published_at}
    for how, by in ((ConsentHow.FORM, world.organiser), (ConsentHow.PAPER, world.coordinator)):
        with pytest.raises(IntegrityError, match="consent_in_a_form_is_ones_own"), transaction.atomic():
            ConsentRecord.objects.create(how=how, recorded_by=by, **given)


# -- who reads ---------------------------------------------------------------------------------------


def test_versions_are_read_by_whom_they_concern(world, stranger):
    version, general = hold(world), LegalTextVersionFactory(text=LegalTextFactory(project=None))
    seen = LegalTextVersion.objects.visible_to
    assert set(seen(world.clerk())) == {version, general}
    assert set(seen(stranger)) == {general}
    ConsentRecord.objects.create(
        person=stranger, version=version, answer="given", how="form", recorded_by=stranger, at=version.published_at
    )
    assert set(seen(stranger)) == {version, general}


def test_drafts_are_for_who_keeps_them(world, draft):
    assert list(LegalText.objects.visible_to(world.organiser)) == [draft]
    assert list(LegalText.objects.visible_to(world.coordinator)) == []


def test_a_version_in_force_has_the_day_of_warsaw(world, draft, clock):
    # Half past midnight in Warsaw is still the day before in UTC.

    version = legal.publish_text(text=draft, valid_from=date(2026, 10, 1), by=world.organiser)
    clock(datetime(2026, 9, 30, 22, 30, tzinfo=UTC))
    assert held(world) == [version.pk]
