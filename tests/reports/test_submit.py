"""Opening, writing, submitting: frozen, chained, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from audit.models import Event
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.grants import (
    IndicatorFactory,
    PeriodFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPartnerFactory,
    ProjectRoleFactory,
)
from config.factories.organisations import MunicipalityFactory, OrganisationFactory
from config.factories.reports import ReportFactory
from grants.choices import PartnerRole, PeriodState
from grants.services import require_open
from jobs.models import Job
from kernel.errors import Refused
from kernel.text import canonical_json, sha256
from organisations.choices import Kind as Kinds
from organisations.models import Organisation
from reports import services
from reports.choices import Kind, State
from reports.models import Report, Snapshot
from tests.reports import sample
from tests.reports.facts import advised, at, edition, took_part

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "golden" / "snapshot.json"


def refusal(call, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        call(**given)
    return caught.value


# -- opening and writing ---------------------------------------------------------------------------


def test_reports_of_a_project_are_numbered_without_gaps(project, manager, period):
    next_period = PeriodFactory(
        project=project, number=2, starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31), due_on=date(2027, 1, 31)
    )
    with transaction.atomic():
        services.open_report(period=period, by=manager)
        transaction.set_rollback(True)
    opened = [services.open_report(period=one, by=manager) for one in (period, next_period)]
    assert [report.number for report in opened] == [1, 2]


def test_a_period_has_one_report_of_a_kind(manager, report, period):
    assert refusal(services.open_report, period=period, by=manager).code == "report_exists"
    assert services.open_report(period=period, kind=Kind.FINAL, by=manager).kind == Kind.FINAL


def test_only_the_manager_opens_writes_and_submits(report, period, project):
    officer = ProjectRoleFactory(project=project, role="finance_officer").user
    words = {"narrative_pl": "x", "narrative_en": "x"}
    refusals = [
        refusal(services.open_report, period=period, kind=Kind.FINAL, by=officer),
        refusal(services.change_narrative, report=report, by=officer, **words),
        refusal(services.submit_report, report=report, by=officer),
    ]
    assert [(one.code, one.status) for one in refusals] == [("manager_only", 403)] * 3


def test_the_text_is_kept_as_plain_text(report, manager):
    changed = services.change_narrative(
        report=report, narrative_pl="  Pierwszy.\r\n\r\nDrugi.\t", narrative_en="<b>bold</b>", by=manager, version=1
    )
    assert (changed.narrative_pl, changed.narrative_en) == ("Pierwszy.\n\nDrugi.", "<b>bold</b>")
    assert changed.version == 2


@pytest.mark.parametrize(
    ("text", "code"), [("漢", "unprintable"), ("a\x0bb", "unprintable"), ("x" * 50_001, "narrative_too_long")]
)
def test_what_cannot_be_printed_is_refused_while_it_can_be_mended(report, manager, text, code):
    refused = refusal(services.change_narrative, report=report, narrative_pl="", narrative_en=text, by=manager)
    assert (refused.code, refused.field) == (code, "narrative_en")


def test_a_text_based_on_an_older_version_is_refused(report, manager):
    words = {"narrative_pl": "x", "narrative_en": "x"}
    assert refusal(services.change_narrative, report=report, by=manager, version=7, **words).code == "stale"


# -- submitting ------------------------------------------------------------------------------------


@pytest.fixture
def facts(project):
    """Two people trained, an hour of advice."""
    held = edition(project, at(3, 1), code="STR-2026-01")
    return [took_part(held), took_part(held), advised(project, at(2, 1), 60)]


def test_submitting_freezes_closes_and_orders(report, manager, facts):
    frozen = services.submit_report(report=report, by=manager, version=1)
    report.refresh_from_db()
    report.period.refresh_from_db()
    assert (report.state, report.version, report.period.state) == (State.SUBMITTED, 2, PeriodState.LOCKED)
    assert frozen.sha256 == sha256(frozen.content)
    assert [(figure["code"], figure["value"]) for figure in frozen.data["figures"]] == [
        ("I.1", "2"),
        ("I.2", "1.00"),
        ("I.3", "3"),
        ("I.4", "0"),
    ]
    assert list(Job.objects.order_by("pk").values_list("kind", "params")) == [
        ("reports.render", {"snapshot": frozen.pk, "language": "pl"}),
        ("reports.render", {"snapshot": frozen.pk, "language": "en"}),
    ]
    event = Event.objects.get(action="reports.report.submitted")
    assert event.after == {"state": "submitted", "revision": 1, "sha256": frozen.sha256}


def test_no_fact_gets_in_once_the_report_is_submitted(report, manager, facts, project):
    services.submit_report(report=report, by=manager)
    assert refusal(require_open, project_id=project.pk, day=date(2026, 3, 1)).code == "period_locked"


def test_a_report_is_submitted_once(report, manager, facts):
    services.submit_report(report=report, by=manager)
    second = refusal(services.submit_report, report=report, by=manager)
    assert (second.code, second.status, Snapshot.objects.count()) == ("report_state", 409, 1)


def test_a_submitted_text_is_frozen(report, manager, facts):
    services.submit_report(report=report, by=manager)
    words = {"narrative_pl": "x", "narrative_en": "x"}
    assert refusal(services.change_narrative, report=report, by=manager, **words).code == "report_state"


def test_an_unknown_measure_stops_it_and_nothing_is_closed(report, manager, project):
    IndicatorFactory(project=project, code="I.9", measure="nonsense")
    assert refusal(services.submit_report, report=report, by=manager).code == "measure_unknown"
    report.refresh_from_db()
    report.period.refresh_from_db()
    assert (report.state, report.period.state) == (State.DRAFT, PeriodState.OPEN)


def test_a_project_without_indicators_has_nothing_to_report(period, manager):
    report = ReportFactory(period=period)
    assert refusal(services.submit_report, report=report, by=manager).code == "no_indicators"


def test_a_period_that_was_never_opened_cannot_be_reported(report, manager, period):
    type(period).objects.filter(pk=period.pk).update(state=PeriodState.PLANNED)
    assert refusal(services.submit_report, report=report, by=manager).code == "period_state"


def test_a_name_that_cannot_be_printed_stops_it_too(report, manager, project):
    IndicatorFactory(project=project, code="I.9", name_pl="Wskaźnik 漢")
    assert refusal(services.submit_report, report=report, by=manager).code == "unprintable"


def test_a_stale_page_submits_nothing(report, manager, facts):
    assert refusal(services.submit_report, report=report, by=manager, version=9).code == "stale"


@pytest.mark.parametrize("people", [1, 30])
def test_submitting_asks_the_same_number_of_questions_whatever_the_size(
    report, manager, project, people, django_assert_max_num_queries
):
    held = edition(project, at(3, 1))
    for _ in range(people):
        took_part(held)
    with django_assert_max_num_queries(42):
        services.submit_report(report=report, by=manager)


# -- the snapshot ----------------------------------------------------------------------------------


def test_the_snapshot_says_word_for_word_what_it_said_when_it_was_written(named, settings):
    settings.SITE_URL = "https://ratusz.example.org"
    # Whoever changes the shape raises SCHEMA_VERSION and keeps reading the old one.
    content = services.content_of(
        report=named,
        figures=[sample.advised(), sample.unknown()],
        revision=1,
        code=sample.CODE,
        at=at(7, 14, 9, 31),
        previous="ab" * 32,
    )
    assert canonical_json(content) + "\n" == GOLDEN.read_text()


@pytest.fixture
def named():
    """A report on a project whose every name is fixed; the factories count upwards."""
    donor = OrganisationFactory(kind=Kinds.DONOR, name="Darczyńca", name_en="Donor")
    names = {"code": "PL-PROBA", "name_pl": "Program", "name_en": "Programme", "donor": donor}
    project = ProjectFactory(
        code="PL-PROBA-1", title_pl="Projekt", title_en="Project", programme=ProgrammeFactory(**names)
    )
    promoter = OrganisationFactory(name="Związek", name_en="Association")
    ProjectPartnerFactory(project=project, role=PartnerRole.PROMOTER, organisation=promoter)
    return ReportFactory(number=1, period=PeriodFactory(project=project))


def test_the_same_facts_give_the_same_text(report, facts):
    assert canonical_json(services.figures_of(report=report)) == canonical_json(services.figures_of(report=report))


def test_snapshots_of_a_project_form_one_chain(project, manager, report, facts):
    first = services.submit_report(report=report, by=manager)
    later = PeriodFactory(
        project=project, number=2, starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31), due_on=date(2027, 1, 31)
    )
    second = services.submit_report(report=services.open_report(period=later, by=manager), by=manager)
    assert (first.previous_sha256, second.previous_sha256) == ("", first.sha256)
    assert second.data["previous_sha256"] == first.sha256


def test_a_snapshot_is_never_changed_nor_deleted(report, manager, facts):
    frozen = services.submit_report(report=report, by=manager)
    for act in (
        lambda: Snapshot.objects.filter(pk=frozen.pk).update(content="{}"),
        lambda: Snapshot.objects.filter(pk=frozen.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            act()


def test_later_changes_show_as_differences_and_leave_the_snapshot_alone(report, manager, facts):
    frozen = services.submit_report(report=report, by=manager)
    before = frozen.content
    took_part(facts[0].edition)
    facts[2].minutes_counted = 90
    type(facts[2]).objects.filter(pk=facts[2].pk).update(minutes_counted=90)
    frozen = Snapshot.objects.get(pk=frozen.pk)
    moved = services.difference(snapshot=frozen, live=services.figures_of(report=report))
    assert [(one.code, one.frozen, one.live, one.gone, one.new, one.changed) for one in moved] == [
        ("I.1", "2", "3", 0, 1, 0),
        ("I.2", "1.00", "1.50", 0, 0, 1),
        ("I.3", "3", "4", 0, 1, 0),
    ]
    assert frozen.content == before


def test_invented_towns_mark_the_whole_report(report, project):
    Organisation.objects.update(fictitious=False)
    town = MunicipalityFactory(fictitious=False)
    advised(project, at(2, 1), 60, city=town)
    assert _fictitious(report) is False
    Organisation.objects.filter(pk=town.pk).update(fictitious=True)
    assert _fictitious(report) is True


def _fictitious(report):
    report = Report.objects.get(pk=report.pk)
    figures = services.figures_of(report=report)
    given = {"revision": 1, "code": sample.CODE, "at": at(7, 1), "previous": ""}
    return services.content_of(report=report, figures=figures, **given)["fictitious"]


# -- who sees it -----------------------------------------------------------------------------------


def seen(user) -> bool:
    return Report.objects.visible_to(user).exists()


@pytest.mark.parametrize(
    ("role", "draft", "submitted"),
    [
        ("project_manager", True, True),
        ("finance_officer", True, True),
        ("donor_reviewer", False, True),
        ("organiser", False, False),
    ],
)
def test_who_has_which_role_in_the_project_sees_what(report, project, role, draft, submitted):
    user = ProjectRoleFactory(project=project, role=role).user
    before = seen(user)
    Report.objects.update(state=State.SUBMITTED)
    assert (before, seen(user)) == (draft, submitted)


def test_auditors_see_every_report_and_the_people_of_towns_none(report):
    auditor = RoleFactory(role="auditor", organisation=None).user
    assert (seen(auditor), seen(RoleFactory().user), seen(UserFactory())) == (True, False, False)


def test_the_manager_of_another_project_sees_nothing(report):
    assert seen(ProjectRoleFactory().user) is False
