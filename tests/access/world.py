"""A project with two towns and everything an address can name, and the same once more for strangers to the first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.db.models import Model
from knox.models import AuthToken

from accounts.choices import RoleCode
from accounts.models import ApiToken, Role, User
from accounts.services import invitations
from accounts.services.time import book
from advisory.choices import ConsultationState
from audit.models import Event
from config.factories.accounts import AdministratorFactory, RoleFactory, UserFactory
from config.factories.advisory import AssignmentFactory, ConsultationFactory, SubmittedFactory
from config.factories.grants import (
    IndicatorFactory,
    PeriodFactory,
    ProjectFactory,
    ProjectPartnerFactory,
    ProjectRoleFactory,
)
from config.factories.jobs import JobFactory
from config.factories.mail import MessageFactory
from config.factories.organisations import MembershipFactory, MunicipalityFactory, OrganisationFactory
from config.factories.partnerships import DocumentFactory, MemberFactory, PartnershipFactory, VersionFactory
from config.factories.retention import RetentionRuleFactory, RetentionRunFactory
from config.factories.trainings import (
    START,
    AttendanceFactory,
    CertificateFactory,
    CourseFactory,
    EditionFactory,
    EnrolmentFactory,
    LegalTextFactory,
    LegalTextVersionFactory,
    MaterialFactory,
    SessionFactory,
    SessionTrainerFactory,
    TravelClaimFactory,
    TravelLineFactory,
)
from files.models import StoredFile
from files.services import store
from grants.choices import PartnerRole, PeriodState, Unit
from jobs.choices import State as JobState
from kernel.time import local_day, now
from organisations.models import Organisation
from partnerships.choices import Confidentiality, DocumentKind, MemberRole, MemberState
from partnerships.gates import DOCUMENT
from partnerships.models import PendingUpload
from reports import services as reports
from reports.gates import ARTIFACT
from reports.models import Artifact
from trainings.choices import (
    DEMANDED,
    AttendanceStatus,
    BatchState,
    Choice,
    EditionState,
    EnrolmentState,
    LegalKind,
    Mode,
    NeedKind,
    Outcome,
    QuestionKind,
    Selection,
    SessionState,
    SheetState,
    SurveyKind,
    TravelKind,
)
from trainings.gates import EXPORT, LOGIN_REPORT, MATERIAL, SHEET, TRAVEL_RECEIPT
from trainings.models import (
    Approval,
    AttendanceSheet,
    CityAllocation,
    LoginReport,
    PlaceOffer,
    SelectionBatch,
    SelectionDecision,
    SignedScan,
    TravelClaim,
)
from trainings.services import evaluation, travel
from trainings.services.consents import answer_consent
from trainings.services.evaluation.questionnaires import Asked
from trainings.services.feeds import make_feed
from trainings.services.needs import tell_need
from trainings.services.notices import subject_of
from trainings.tasks import MAKE_EXPORT

NOW = datetime(2026, 9, 15, 10, 0, tzinfo=UTC)
"""Enrolment in the edition of October is open, the one of last week was held, the first half year is reported."""

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


@dataclass(frozen=True)
class Town:
    """A town and its people; `marks` are in everything that says who they are."""

    body: Organisation
    name: str
    clerk: User
    coordinator: User
    approver: User
    closed: User
    """A second clerk, whose account is closed."""

    @property
    def people(self) -> list[User]:
        """Everybody who works there."""
        return [self.clerk, self.coordinator, self.approver, self.closed]

    @property
    def marks(self) -> tuple[str, ...]:
        """What nobody else may ever read: a piece of each name and address, the telephone."""
        return (f"q{self.name.lower()}q", self.clerk.phone)


@dataclass
class Side:
    """One project with all its people and things. `things` has one row of every kind that an address names."""

    name: str
    towns: list[Town]
    staff: dict[str, User]
    things: SimpleNamespace = field(default_factory=SimpleNamespace)


@dataclass(frozen=True)
class World:
    """What the people of the matrix meet: `own` things, and `foreign` ones that are not for them."""

    own: Side
    foreign: Side
    people: dict[str, User | None]
    """By the two letters of their column."""


def make_world() -> World:
    """Everything, in the database."""
    own, foreign = make_side("A"), make_side("B")
    first, second = own.towns
    people = {
        "an": None,
        "st": UserFactory(first_name="Obcy", last_name="Przechodzień"),
        "c1": first.clerk,
        "c2": second.clerk,
        "co": first.coordinator,
        "ap": first.approver,
        "tr": own.staff["trainer"],
        "ad": own.staff["advisor"],
        "or": own.staff["organiser"],
        "pc": own.staff["partnership_coordinator"],
        "pm": own.staff["project_manager"],
        "fo": own.staff["finance_officer"],
        "dr": own.staff["donor_reviewer"],
        "au": RoleFactory(role=RoleCode.AUDITOR, organisation=None).user,
        "am": AdministratorFactory().user,
        "xc": foreign.towns[0].clerk,
        "xm": foreign.staff["project_manager"],
    }
    return World(own, foreign, people)


def make_side(name: str) -> Side:
    """A project, its two towns, its staff and its things."""
    side = Side(name, [make_town(f"{name}{number}") for number in (1, 2)], {})
    _people(side)
    for add in (
        _frame,
        _training,
        _texts,
        _settled,
        _travel,
        _evaluation,
        _advice,
        _partnership,
        _report,
        _ground_floor,
    ):
        add(side)
    return side


def make_town(name: str) -> Town:
    """A town with three people, each with the mark of the town in name and address and with its telephone."""
    body = MunicipalityFactory(name=f"Gród {name}")
    roles = [RoleCode.CLERK, RoleCode.CITY_COORDINATOR, RoleCode.APPROVER, RoleCode.CLERK]
    people = [RoleFactory(role=role, organisation=body, user=_townsman(name, at)).user for at, role in enumerate(roles)]
    people[-1].is_active = False
    people[-1].save(update_fields=["is_active"])
    return Town(body, name, *people)


def _townsman(name: str, number: int, **given: Any) -> User:
    mark = f"q{name.lower()}q"
    facts = {
        "first_name": f"Imię{number}-{mark}",
        "last_name": f"Nazwisko{number}-{mark}",
        "email": f"osoba{number}.{mark}@example.org",
        "phone": f"+48 600 {ord(name[0])} {ord(name[1])} 77",
        "sex": "f",
    }
    return UserFactory(**{**facts, **given})


def _people(side: Side) -> None:
    """The staff of a project: some by a role in it, some by a role elsewhere and a task in it."""
    things = side.things
    things.project = ProjectFactory(code=f"PL-PROBA-{side.name}", title_pl=f"Projekt {side.name}")
    for role in (
        RoleCode.ORGANISER,
        RoleCode.PROJECT_MANAGER,
        RoleCode.FINANCE_OFFICER,
        RoleCode.DONOR_REVIEWER,
    ):
        side.staff[role.value] = ProjectRoleFactory(project=things.project, role=role, user=_worker(side, role)).user
    for role in (RoleCode.TRAINER, RoleCode.ADVISOR, RoleCode.PARTNERSHIP_COORDINATOR):
        body = OrganisationFactory()
        side.staff[role.value] = RoleFactory(role=role, organisation=body, user=_worker(side, role)).user


def _worker(side: Side, role: RoleCode) -> User:
    return UserFactory(
        first_name=f"Kadra{side.name}", last_name=role.label.title(), email=f"{role.value}.{side.name}@example.org"
    )


def _frame(side: Side) -> None:
    """The towns take part; three periods, indicators for every measure."""
    things = side.things
    for town in side.towns:
        ProjectPartnerFactory(project=things.project, organisation=town.body)
    ProjectPartnerFactory(project=things.project, organisation=OrganisationFactory(), role=PartnerRole.PROMOTER)
    half = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30), "due_on": date(2026, 7, 31)}
    things.period_reported = PeriodFactory(project=things.project, number=1, **half)
    half = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 12, 31), "due_on": date(2027, 1, 31)}
    things.period = PeriodFactory(project=things.project, number=2, **half)
    half = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 6, 30), "due_on": date(2027, 7, 31)}
    things.period_planned = PeriodFactory(project=things.project, number=3, state=PeriodState.PLANNED, **half)
    measures = {"officials_trained": Unit.PERSON, "advice_hours": Unit.HOUR}
    for at, (measure, unit) in enumerate(measures.items(), 1):
        indicator = IndicatorFactory(project=things.project, code=f"I.{at}", position=at, measure=measure, unit=unit)
        things.indicator = indicator


def _training(side: Side) -> None:
    """A course with an edition that is open, one that is full, a draft and one that was held."""
    things, (first, second) = side.things, side.towns
    trainer = side.staff["trainer"]
    things.course = CourseFactory(project=things.project)
    make = {"course": things.course}
    things.edition = EditionFactory(**make)
    things.edition_full = EditionFactory(**make, capacity=4, starts_at=START + timedelta(days=7))
    things.edition_draft = EditionFactory(
        **make,
        state=EditionState.DRAFT,
        starts_at=START + timedelta(days=30),
        opens_at=START - timedelta(days=10),
    )
    things.edition_held = EditionFactory(**make, starts_at=START - timedelta(days=27))
    things.session_today = EditionFactory(**make, starts_at=NOW - timedelta(hours=1)).sessions.get()
    things.session, things.session_draft, things.session_held = (
        edition.sessions.get() for edition in (things.edition, things.edition_draft, things.edition_held)
    )
    for session in (things.session, things.session_held):
        row = SessionTrainerFactory(session=session, user=trainer)
        book(user=trainer, starts_at=session.starts_at, ends_at=session.ends_at, source=row, by=None)
    things.trainer = trainer
    things.offered = EnrolmentFactory(
        edition=things.edition_full, person=first.clerk, city=first.body, state=EnrolmentState.OFFERED
    )
    PlaceOffer.objects.create(enrolment=things.offered, made_at=now(), expires_at=now() + timedelta(days=2))
    EnrolmentFactory(edition=things.edition_full, person=second.clerk, city=second.body)
    things.waiting = EnrolmentFactory(
        edition=things.edition_full, person=first.approver, city=first.body, state=EnrolmentState.WAITLISTED
    )
    things.edition_approved = EditionFactory(**make, approval_steps=1, starts_at=START + timedelta(days=14))
    asking = EnrolmentFactory(
        edition=things.edition_approved,
        person=first.clerk,
        city=first.body,
        state=EnrolmentState.AWAITING_APPROVAL,
        holds_seat=True,
    )
    things.approval = Approval.objects.create(
        enrolment=asking, city=asking.city, step=1, asked_at=now(), due_at=now() + timedelta(days=7)
    )
    two_days = EditionFactory(
        **make, session=False, starts_at=START + timedelta(days=21), ends_at=START + timedelta(days=22, hours=7)
    )
    things.session_of_two, _second = (
        SessionFactory(edition=two_days, starts_at=two_days.starts_at + timedelta(days=day)) for day in (0, 1)
    )
    things.feed, things.calendar_secret = make_feed(by=first.clerk)
    things.allocation = CityAllocation.objects.create(
        edition=things.edition_full, city=second.body, seats=1, release_at=START
    )
    things.edition_other = EditionFactory(**make, starts_at=START + timedelta(days=21))
    things.edition_hybrid = EditionFactory(**make, mode=Mode.HYBRID, starts_at=START + timedelta(days=22))
    things.seat = EnrolmentFactory(edition=things.edition_hybrid, person=first.clerk, city=first.body)
    things.edition_ranked = EditionFactory(
        **make, selection=Selection.RANKED, starts_at=START + timedelta(days=23), opens_at=START - timedelta(days=25)
    )
    things.edition_to_rank = EditionFactory(**make, selection=Selection.RANKED, starts_at=START + timedelta(days=24))
    for edition in (things.edition_ranked, things.edition_to_rank):
        things.candidate = EnrolmentFactory(
            edition=edition, person=second.clerk, city=second.body, state=EnrolmentState.AWAITING_SELECTION
        )
    things.candidate = things.edition_ranked.enrolments.get()
    things.batch = SelectionBatch.objects.create(
        edition=things.edition_ranked, number=1, opened_by=side.staff["organiser"], opened_at=now()
    )
    things.batch_final = SelectionBatch.objects.create(
        edition=things.edition_to_rank,
        number=1,
        state=BatchState.FINAL,
        opened_by=side.staff["organiser"],
        opened_at=now(),
        first_member=side.staff["organiser"],
        second_member=side.staff["project_manager"],
        final_at=now(),
    )
    things.edition_soon = EditionFactory(**make, capacity=1, starts_at=NOW + timedelta(hours=12))
    EnrolmentFactory(
        edition=things.edition_soon, person=second.clerk, city=second.body, state=EnrolmentState.WAITLISTED
    )
    SelectionDecision.objects.create(batch=things.batch, enrolment=things.candidate, choice=Choice.CONFIRM, rank=1)
    things.enrolment = EnrolmentFactory(edition=things.edition_held, person=first.clerk, city=first.body)
    things.enrolment_new = EnrolmentFactory(edition=things.edition_held, person=second.clerk, city=second.body)
    EnrolmentFactory(edition=things.edition, person=second.clerk, city=second.body)
    things.attendance = AttendanceFactory(
        enrolment=things.enrolment, session=things.session_held, recorded_by=trainer, minutes=300
    )


def _evaluation(side: Side) -> None:
    """A questionnaire, a survey of the people of the edition that was held, and what the clerk needs."""
    things, organiser = side.things, side.staff["organiser"]
    asked = [Asked(QuestionKind.SCALE, "Czy było warto?", is_overall=True)]
    given = {"course": things.course, "kind": SurveyKind.SATISFACTION, "title_pl": "Ankieta", "by": organiser}
    put = evaluation.create_questionnaire(**given, questions=asked)
    things.survey = evaluation.put_survey(edition=things.edition_held, questionnaire=put, by=organiser)
    things.questionnaire = evaluation.create_questionnaire(**given, questions=asked)
    things.question = things.questionnaire.questions.get()
    clerk = things.offered.person
    things.need = tell_need(enrolment=things.offered, kind=NeedKind.ACCESS, words="winda", by=clerk)
    _papers(side)
    _materials(side)


def _texts(side: Side) -> None:
    """What holds on the use of the image, with the clerk's answer; its draft says something new by now.

    What everybody must accept holds only from the day on which the draft edition opens.
    """
    things = side.things
    for kind in DEMANDED:
        text = LegalTextFactory(project=things.project, kind=kind)
        LegalTextVersionFactory(text=text, valid_from=local_day(things.edition_draft.opens_at))
    things.legal_text = LegalTextFactory(project=things.project, kind=LegalKind.IMAGE)
    things.legal_version = LegalTextVersionFactory(text=things.legal_text)
    things.legal_text.body_pl = "Nowe brzmienie."
    things.legal_text.save(update_fields=["body_pl"])
    things.consent = answer_consent(version=things.legal_version, answer="given", by=side.towns[0].clerk)


def _papers(side: Side) -> None:
    """The list of the session that was held, its scan, a dispute, and a log that waits."""
    things, trainer = side.things, side.staff["trainer"]
    roster = [things.enrolment.pk, things.enrolment_new.pk]
    pdf = store(content=PDF + f"lista {side.name}".encode(), name="lista.pdf", kind=SHEET, by=trainer)
    given = {"session": things.session_held, "made_by": trainer, "made_at": now()}
    things.sheet = AttendanceSheet.objects.create(
        **given, number=1, roster=roster, sha256="0" * 64, file=pdf, pages=1, state=SheetState.UPLOADED
    )
    SignedScan.objects.create(sheet=things.sheet, page=1, file=pdf, uploaded_by=trainer, uploaded_at=now())
    things.attendance_disputed = AttendanceFactory(
        enrolment=EnrolmentFactory(
            edition=things.edition_held, person=side.towns[0].coordinator, city=side.towns[0].body
        ),
        session=things.session_held,
        recorded_by=trainer,
        status=AttendanceStatus.DISPUTED,
        note="Bez podpisu.",
    )
    log = f"Name,Email,Join Time,Leave Time\nx,{things.enrolment.person.email},2026-09-08 09:00,2026-09-08 10:00\n"
    file = store(content=log.encode(), name="log.csv", kind=LOGIN_REPORT, by=trainer)
    things.login_report = LoginReport.objects.create(
        session=things.session_held, file=file, uploaded_by=trainer, uploaded_at=now()
    )


def _materials(side: Side) -> None:
    """Of the edition that was held: what the trainer added, a link of the organiser, and what is not shown yet."""
    things, trainer = side.things, side.staff["trainer"]

    def presentation(words: str) -> StoredFile:
        return store(content=PDF + f"{words} {side.name}".encode(), name="slajdy.pdf", kind=MATERIAL, by=trainer)

    given = {"edition": things.edition_held, "shown_from": NOW - timedelta(days=7)}
    things.material = MaterialFactory(**given, file=presentation("Slajdy"), added_by=trainer)
    organiser = side.staff["organiser"]
    things.material_link = MaterialFactory(**given, file=None, link="https://example.org/nagranie", added_by=organiser)
    given["shown_from"] = NOW + timedelta(days=1)
    things.material_later = MaterialFactory(**given, file=presentation("Później"), added_by=trainer)
    things.file_material, things.file_material_later = things.material.file, things.material_later.file


def _settled(side: Side) -> None:
    """Editions that are over, completed, settled; the clerk of the first town holds a certificate."""
    things, first = side.things, side.towns[0]
    ways = {
        "over": (EditionState.PUBLISHED, SessionState.HELD),
        "completed": (EditionState.COMPLETED, SessionState.VERIFIED),
        "settled": (EditionState.SETTLED, SessionState.VERIFIED),
    }
    for at, (name, (state, of_session)) in enumerate(ways.items()):
        past = START - timedelta(days=40 + at)
        edition = EditionFactory(course=things.course, starts_at=past, state=state)
        edition.sessions.update(state=of_session)
        setattr(things, f"edition_{name}", edition)
    things.session_over = things.edition_over.sessions.get()
    things.session_verified = things.edition_completed.sessions.get()
    settled = {"edition": things.edition_settled, "person": first.clerk, "city": first.body}
    things.enrolment_settled = EnrolmentFactory(**settled, outcome=Outcome.COMPLETED)
    AttendanceFactory(enrolment=things.enrolment_settled, recorded_by=side.staff["organiser"])
    things.certificate = CertificateFactory(enrolment=things.enrolment_settled)
    things.certificate_code = things.certificate.code
    # So that a new certificate would say something else.
    things.edition_settled.venue = "Sala poprawiona"
    things.edition_settled.save(update_fields=["venue"])


def _travel(side: Side) -> None:
    """The clerk of the first town was at four trainings that pay travel: nothing claimed, a draft, and what waits."""
    things, first = side.things, side.towns[0]
    for at, name in enumerate(["none", "draft", "submitted", "approved"]):
        edition = EditionFactory(
            course=things.course,
            starts_at=START - timedelta(days=44 + at),
            state=EditionState.SETTLED,
            pays_travel=True,
            km_rate=Decimal("1.15"),
        )
        edition.sessions.update(state=SessionState.VERIFIED)
        row = EnrolmentFactory(edition=edition, person=first.clerk, city=first.body, outcome=Outcome.COMPLETED)
        AttendanceFactory(enrolment=row, recorded_by=side.staff["organiser"])
        if name == "none":
            things.enrolment_travelled = row
            continue
        claim = TravelClaimFactory(enrolment=row)
        line = TravelLineFactory(claim=claim)
        if name == "draft":
            things.travel_draft, things.ride = claim, line
            receipt = store(content=PDF + side.name.encode(), name="bilet.pdf", kind=TRAVEL_RECEIPT, by=first.clerk)
            things.journey = TravelLineFactory(
                claim=claim,
                kind=TravelKind.TICKET,
                km=None,
                rate=None,
                ticket_amount=Decimal(50),
                claimed=Decimal(40),
                receipt=receipt,
            )
            things.travel_session = line.session
            continue
        travel.submit(claim=claim, account="61 1090 1014 0000 0712 1981 2874", by=first.clerk)
        if name == "approved":
            travel.approve(claim=claim, by=side.staff["organiser"])
        setattr(things, f"travel_{name}", TravelClaim.objects.get(pk=claim.pk))


def _advice(side: Side) -> None:
    """An advisor in the first town, with a draft and something that waits for the town; another in the second."""
    things, (first, second) = side.things, side.towns
    advisor = side.staff["advisor"]
    things.advisor = advisor
    things.assignment = AssignmentFactory(advisor=advisor, city=first.body, project=things.project)
    day = datetime(2026, 9, 1, 9, tzinfo=UTC)
    given = {"assignment": things.assignment, "starts_at": day}
    # Beyond the numbers that the service gives.
    numbers = count(901)
    things.consultation = SubmittedFactory(
        **given, number=next(numbers), topic="Diagnoza", summary=f"Rozmowa z q{first.name.lower()}q."
    )
    things.consultation_draft = ConsultationFactory(**{**given, "starts_at": day + timedelta(days=1)})
    SubmittedFactory(
        **{**given, "starts_at": datetime(2026, 3, 2, 9, tzinfo=UTC)},
        number=next(numbers),
        state=ConsultationState.ACCEPTED,
        decided_by=first.coordinator,
        decided_at=now(),
    )
    for row in (things.consultation, things.consultation_draft):
        book(user=advisor, starts_at=row.starts_at, ends_at=row.ends_at, source=row, by=None)
    elsewhere = AssignmentFactory(city=second.body, project=things.project, valid_to=date(2026, 7, 1))
    SubmittedFactory(
        assignment=elsewhere,
        number=next(numbers),
        starts_at=datetime(2026, 3, 3, 9, tzinfo=UTC),
        summary=f"Rozmowa z q{second.name.lower()}q.",
    )


def _partnership(side: Side) -> None:
    """Both towns and a body that is invited; a document that a file waits for, and one for the coordinator only."""
    things, (first, second) = side.things, side.towns
    keeper = side.staff["partnership_coordinator"]
    things.keeper = keeper
    things.partnership = PartnershipFactory(project=things.project, coordinator=keeper)
    given = {"partnership": things.partnership}
    MemberFactory(**given, organisation=first.body, role=MemberRole.LEADER)
    things.member = MemberFactory(**given, organisation=second.body)
    things.member_invited = MemberFactory(
        **given, organisation=OrganisationFactory(), state=MemberState.INVITED, joined_on=None
    )
    things.document = DocumentFactory(**given)
    things.version = _version(things.document, keeper, "Umowa, wersja pierwsza.")
    things.document_secret = DocumentFactory(
        **given, kind=DocumentKind.MINUTES, confidentiality=Confidentiality.COORDINATOR_ONLY
    )
    things.version_secret = _version(things.document_secret, keeper, "Tylko dla koordynatora.")
    things.upload = PendingUpload.objects.create(
        document=things.document,
        file=_text(f"Druga wersja {side.name}.", keeper),
        based_on=0,
        uploaded_by=keeper,
        uploaded_at=now(),
    )
    things.file, things.file_secret = things.version.file, things.version_secret.file
    things.file_kept = things.upload.file


def _text(words: str, by: User) -> StoredFile:
    return store(content=words.encode(), name="umowa.txt", kind=DOCUMENT, by=by)


def _version(document: Model, by: User, words: str) -> Model:
    return VersionFactory(document=document, file=_text(f"{words} {document.pk}", by), uploaded_by=by)


def _report(side: Side) -> None:
    """The first period is reported, its PDF lies there and another is being made; the report of the second is begun."""
    things, manager = side.things, side.staff["project_manager"]
    things.report = reports.open_report(period=things.period_reported, by=manager)
    things.snapshot = reports.submit_report(report=things.report, by=manager)
    things.code = things.snapshot.code
    things.report.refresh_from_db()
    things.period_reported.refresh_from_db()
    things.report_draft = reports.open_report(period=things.period, by=manager)
    pdf = store(content=PDF + side.name.encode(), name="raport.pdf", kind=ARTIFACT, by=None)
    things.artifact = Artifact.objects.create(
        snapshot=things.snapshot,
        language="pl",
        template_version=1,
        file=pdf,
        sha256=pdf.sha256,
        pages=1,
        created_at=now(),
    )
    things.file_report = pdf
    things.job = JobFactory(requested_by=manager)
    organiser = side.staff["organiser"]
    table = store(content=b"Numer;Miasto\r\n", name="lista.csv", kind=EXPORT, by=organiser)
    things.export = JobFactory(
        done=True,
        kind=MAKE_EXPORT,
        requested_by=organiser,
        params={"list": "editions", "type": "csv", "narrowed": {}},
        result={"file": str(table.pk)},
    )


def _ground_floor(side: Side) -> None:
    """The clerk of the first town with role, token and a message that did not arrive; somebody invited; an event."""
    things, (first, second) = side.things, side.towns
    things.person = first.clerk
    things.twin = _townsman(first.name, 0, email=f"dwa.q{first.name.lower()}q@example.org")
    EnrolmentFactory(edition=things.edition_other, person=things.twin, city=first.body)
    things.person_closed = first.closed
    things.organisation = first.body
    things.organisation_member = second.body
    things.body = OrganisationFactory()
    MembershipFactory(organisation=second.body)
    things.role = Role.objects.get(user=first.clerk)
    row, things.secret = AuthToken.objects.create(user=first.clerk)
    things.token = ApiToken.objects.create(user=first.clerk, token=row, name="kadry")
    things.invitation = invitations.invite(
        email=f"zaproszona.q{first.name.lower()}q@example.org",
        first_name="Zaproszona",
        last_name=f"Osoba-q{first.name.lower()}q",
        role=RoleCode.CLERK,
        organisation=first.body,
        by=first.coordinator,
    )
    things.invitation_token = invitations.token_of(things.invitation)
    things.message = MessageFactory(
        to=first.clerk,
        template="trainings_confirmed",
        state=JobState.FAILED,
        finished_at=now(),
        attempt=1,
        error=f"q{first.name.lower()}q",
    )
    about = {"to": first.clerk, "template": "trainings_confirmed", "about": subject_of(things.edition)}
    things.letter = MessageFactory(**about, not_before=now() + timedelta(days=1))
    things.letter_held = MessageFactory(**about, state=JobState.ON_HOLD)
    long_ago = {"starts_on": date(2012, 1, 1), "ends_on": date(2014, 12, 31)}
    things.project_over = ProjectFactory(code=f"PL-DAWNY-{side.name}", **long_ago)
    manager = side.staff["project_manager"]
    ProjectRoleFactory(project=things.project_over, role=RoleCode.PROJECT_MANAGER, user=manager)
    EditionFactory(
        course=CourseFactory(project=things.project_over),
        state=EditionState.SETTLED,
        starts_at=START - timedelta(days=12 * 365),
    )
    things.rule = RetentionRuleFactory(project=things.project)
    things.retention_run = RetentionRunFactory(project=things.project)
    things.text, things.language, things.text_language = "trainings_confirmed", "pl", "trainings_confirmed-pl"
    things.event = Event.objects.filter(object_type="accounts.invitation", object_id=str(things.invitation.pk)).get()


def key_of(thing: Any) -> Any:
    """What stands for a thing in an address: its key, or the text itself."""
    return thing.pk if isinstance(thing, Model) else thing
