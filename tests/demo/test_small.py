"""The small demo: true where it says so, plainly invented everywhere else, and ready for everybody's first steps."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from advisory.choices import ConsultationState
from advisory.models import Consultation
from config.demo import facts
from config.demo.cast import CAST
from config.factories.accounts import PASSWORD
from files.services import verify
from grants.choices import PartnerRole, PeriodState
from grants.models import Programme, Project
from kernel.text import sha256
from kernel.time import now, today
from organisations.models import Organisation, TerytCode
from partnerships.choices import DocumentKind
from partnerships.models import Document, DocumentVersion, Partnership
from reports.choices import State
from reports.models import Report, Snapshot
from reports.services import figures_of
from tests.demo import invariants
from tests.demo.contents import everything
from trainings.choices import EnrolmentState
from trainings.models import Course, Edition, Enrolment
from trainings.queries import with_places
from trainings.queries.legal import texts_of
from trainings.services import places

CODES_OF_THE_REGISTER = "ebe1e8bd9c9ec8274f3b31ead6942501d6ee7126ff8dc5f3b6385685a05c3ee5"
"""SHA-256 of the sorted lines "code name" of the 29 towns in the TERYT register of 1 January 2024."""


@pytest.fixture
def undone(demo):
    """For a test that changes something: whatever it does is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_amounts_and_days_are_those_of_the_sources(demo):
    programme, project = Programme.objects.get(code="PL-LOCALDEV"), Project.objects.get(code="PL-LOCALDEV-0001")
    assert (programme.amount, programme.grant_amount, programme.currency) == (
        Decimal("117600000.00"),
        Decimal("100000000.00"),
        "EUR",
    )
    assert (project.amount, project.currency) == (Decimal("14123056.00"), "EUR")
    assert (project.starts_on, project.ends_on) == (date(2019, 5, 1), date(2024, 12, 31))
    assert programme.source
    assert project.source


def test_the_29_towns_have_the_codes_of_the_register(demo):
    project = Project.objects.get(code="PL-LOCALDEV-0001")
    towns = project.partners.filter(role=PartnerRole.CITY).values("organisation")
    codes = TerytCode.objects.filter(organisation__in=towns, valid_to__isnull=True)
    lines = sorted(f"{code.code} {code.name}" for code in codes)
    assert len(lines) == 29
    assert sha256("\n".join(lines)) == CODES_OF_THE_REGISTER


def test_the_partners_are_those_of_the_sources(demo):
    project = Project.objects.get(code="PL-LOCALDEV-0001")
    partners = project.partners.exclude(role=PartnerRole.CITY).values_list("role", "organisation__name_en")
    assert dict(partners) == {
        "promoter": "Association of Polish Cities",
        "donor_partner": "Norwegian Association of Local and Regional Authorities (KS)",
        "partner": "Institute of Urban and Regional Development",
        "international": "Organisation for Economic Co-operation and Development (OECD)",
    }


def test_nothing_is_said_to_have_happened_in_the_real_project(demo):
    project = Project.objects.get(code="PL-LOCALDEV-0001")
    for told in ("periods", "indicators", "courses", "consultations", "partnerships", "reports", "roles"):
        assert getattr(project, told).count() == 0


def test_a_body_is_a_fact_or_says_that_it_is_invented(demo):
    known = {thing.name for thing in (*facts.read().bodies, *facts.read().towns)}
    assert set(Organisation.objects.filter(fictitious=False).values_list("name", flat=True)) == known
    for body in Organisation.objects.filter(fictitious=True):
        assert "fikcyjn" in body.name
        assert "fictitious" in body.name_en


def test_nobody_could_be_a_real_person(demo):
    surnames = {part.last_name for part in CAST}
    for person in User.objects.all():
        assert person.email.endswith("@example.org")
        assert person.last_name in surnames or person.last_name.endswith(("-Fikcyjna", "-Fikcyjny"))


def test_what_happens_says_that_it_is_an_example(demo):
    assert all("dane fikcyjne" in project.title_pl for project in Project.objects.filter(code__startswith="PL-DEMO"))
    named = [
        *Course.objects.values_list("title_pl", flat=True),
        *Partnership.objects.values_list("name_pl", flat=True),
        *Document.objects.values_list("title", flat=True),
        *Consultation.objects.values_list("topic", flat=True),
    ]
    assert [name for name in named if not name.endswith("(przykład)")] == []
    in_english = [
        *Course.objects.values_list("title_en", flat=True),
        *Partnership.objects.values_list("name_en", flat=True),
    ]
    assert [name for name in in_english if not name.endswith("(example)")] == []


def test_the_report_says_that_its_data_are_invented(demo):
    snapshot = Snapshot.objects.get()
    assert snapshot.data["fictitious"] is True
    assert "zmyślone" in snapshot.data["narrative"]["pl"]
    assert "invented" in snapshot.data["narrative"]["en"]


def test_every_rule_of_places_holds(demo):
    invariants.check_places()
    invariants.check_ways()


def test_every_rule_of_attendance_and_advice_holds(demo):
    invariants.check_attendance()
    invariants.check_consultations()


def test_a_second_run_changes_nothing_and_says_so(demo):
    before, said = everything(), StringIO()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call_command("loaddemo", stdout=said)
    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(statements) == 1
    assert said.getvalue() == "The demo is loaded already; nothing was changed.\n"
    assert everything() == before


def test_everybody_of_the_list_signs_in(undone):
    for part in CAST:
        client = Client()
        answer = client.post("/auth/login/", {"login": part.email, "password": PASSWORD})
        assert (part.email, answer.status_code, answer.headers.get("Location")) == (part.email, 302, "/")
        assert client.get("/").status_code == 200


def test_a_clerk_is_offered_a_place_for_long_enough_to_look(demo):
    offered = Enrolment.objects.get(state=EnrolmentState.OFFERED)
    assert offered.person.email == "clerk@example.org"
    assert offered.pending_offer.expires_at > now() + timedelta(days=10)
    waiting = Enrolment.objects.filter(edition=offered.edition).waiting()
    assert waiting.first().person.email == "clerk3@example.org"


def test_a_clerk_finds_a_free_place(undone):
    edition = with_places(Edition.objects.filter(code="DIALOG-2")).get()
    assert (edition.free, edition.takes_enrolments()) == (4, True)
    clerk = User.objects.get(email="clerk2@example.org")
    accepts = {text.pk for text in texts_of(edition, clerk)}
    row, is_new = places.enrol(edition=edition, person=clerk, by=clerk, accepts=accepts)
    assert (row.state, is_new) == (EnrolmentState.CONFIRMED, True)


def test_the_organiser_has_a_draft_to_publish_and_a_day_to_record(demo):
    assert list(Edition.objects.filter(state="draft").values_list("code", flat=True)) == ["SASIEDZI-1"]
    unrecorded = Edition.objects.get(code="STRATEGIA-2").sessions.get(state="planned")
    assert unrecorded.ends_at < now()
    assert unrecorded.attendances.count() == 0


def test_the_town_has_a_consultation_to_decide_and_the_advisor_a_draft(demo):
    home = Consultation.objects.filter(city__name="Cieszyn")
    assert home.filter(state=ConsultationState.SUBMITTED).count() == 1
    assert home.filter(state=ConsultationState.DRAFT, assignment__advisor__email="advisor@example.org").count() == 1


def test_an_agreement_waits_for_its_second_version(demo):
    drafts = Document.objects.filter(kind=DocumentKind.AGREEMENT, signed_on__isnull=True).with_current()
    assert [document.current_number for document in drafts] == [1]
    assert all(verify(version.file) for version in DocumentVersion.objects.select_related("file"))


def test_one_report_is_submitted_and_the_next_waits_for_the_manager(demo):
    first, second = Report.objects.order_by("number")
    assert (first.state, first.period.state) == (State.SUBMITTED, PeriodState.LOCKED)
    assert (second.state, second.period.state) == (State.DRAFT, PeriodState.OPEN)
    assert second.period.covers(today())


def test_each_measure_has_something_to_count(demo):
    for report in Report.objects.all():
        values = {figure["measure"]["code"]: Decimal(figure["value"]) for figure in figures_of(report=report)}
        assert len(values) == 4
        assert min(values.values()) > 0


@pytest.mark.django_db
def test_the_demo_does_not_load_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("loaddemo")
    assert User.objects.count() == 0
