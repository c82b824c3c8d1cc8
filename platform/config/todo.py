"""What waits for somebody: the first thing the first page says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import RoleCode
from accounts.permissions import bodies_of
from advisory.choices import ConsultationState
from advisory.models import Consultation
from config.reader import Reader
from grants.choices import PeriodState
from grants.models import Project, ReportingPeriod
from kernel.text import Text
from kernel.time import local_day, now, today
from partnerships.models import PendingUpload
from reports.choices import State
from reports.models import Report
from trainings.choices import EnrolmentState, OfferState, SessionState
from trainings.models import Approval, Enrolment, Session

SHOWN = 10
"""Of one kind; who has more works from the list."""


@dataclass(frozen=True)
class Todo:
    """One thing to do, and by when where there is a deadline."""

    text: Text
    href: str
    due: date | datetime | None = None

    @property
    def has_hour(self) -> bool:
        """Whether the deadline is an instant, not a day."""
        return isinstance(self.due, datetime)

    @property
    def due_on(self) -> date:
        """The day of the deadline; what has none comes last."""
        if isinstance(self.due, datetime):
            return local_day(self.due)
        return self.due or date.max

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.due_on < today()


def todos(reader: Reader) -> list[Todo]:
    """Everything that waits for this person, the nearest deadline first."""
    found: list[Todo] = []
    for kind in (enrolments, approvals, attendance, consultations, reports, uploads):
        found.extend(kind(reader))
    return sorted(found, key=lambda todo: todo.due_on)


def enrolments(reader: Reader) -> Iterable[Todo]:
    """Places offered to me, and to the people of the city that I coordinate; texts that I have to accept."""
    mine = Q(person=reader.user)
    ours = Q(city__in=bodies_of(reader.user, RoleCode.CITY_COORDINATOR))
    offered = Q(state=EnrolmentState.OFFERED) & (mine | ours)
    awaiting = Q(awaits_texts=True, edition__ends_at__gt=now()) & mine
    pending = FilteredRelation("offers", condition=Q(offers__state=OfferState.PENDING))
    rows = Enrolment.objects.active().filter(offered | awaiting).select_related("edition__course", "person")
    dated = rows.annotate(pending=pending, until=F("pending__expires_at"))
    for row in dated.order_by(F("until").asc(nulls_last=True), "edition__starts_at")[: 2 * SHOWN]:
        until: datetime | None = vars(row)["until"]
        names = {"training": row.edition.course.title, "person": row.person}
        own = row.person_id == reader.user.pk
        if own and row.awaits_texts:
            text = _("Accept the regulations: %(training)s.") % names
            yield Todo(text, reverse("trainings:enrolment-texts", args=[row.pk]), until or row.edition.starts_at)
        if until:
            offer = (
                _("A place was offered to you: %(training)s. Answer.")
                if own
                else _("A place was offered to %(person)s: %(training)s.")
            )
            yield Todo(offer % names, reverse("trainings:enrolment", args=[row.pk]), until)


def approvals(reader: Reader) -> Iterable[Todo]:
    """Enrolments that wait for the decision of my office; for the organiser those of towns where nobody is left."""
    if not reader.is_any(RoleCode.APPROVER, RoleCode.SIGNATORY, RoleCode.CITY_COORDINATOR, RoleCode.ORGANISER):
        return
    asked = Approval.objects.visible_to(reader.user).decidable_by(reader.user).pending().filter(due_at__gt=now())
    for approval in asked.select_related("enrolment__edition__course", "enrolment__person").order_by("due_at")[:SHOWN]:
        enrolment = approval.enrolment
        names = {"training": enrolment.edition.course.title, "person": enrolment.person}
        text = _("Decide on the enrolment of %(person)s: %(training)s.") % names
        yield Todo(text, reverse("trainings:approval", args=[approval.pk]), approval.due_at)


def attendance(reader: Reader) -> Iterable[Todo]:
    """Sessions that I taught and that nobody has written down yet."""
    if not reader.is_any(RoleCode.TRAINER):
        return
    over = Session.objects.taught_by(reader.user).filter(state=SessionState.PLANNED, ends_at__lte=now())
    for session in over.select_related("edition__course").order_by("starts_at")[:SHOWN]:
        text = _("Write down who was there: %(training)s.") % {"training": session.edition.course.title}
        yield Todo(text, reverse("trainings:session-attendance", args=[session.pk]), local_day(session.ends_at))


def consultations(reader: Reader) -> Iterable[Todo]:
    """To decide for the coordinator of the town; to answer or to finish for the advisor."""
    if not reader.is_any(RoleCode.CITY_COORDINATOR, RoleCode.ADVISOR):
        return
    rows = Consultation.objects.visible_to(reader.user).waiting_for(reader.user).filter(Q(waits=1))
    counts = {row["state"]: row["n"] for row in rows.order_by().values("state").annotate(n=Count("pk"))}
    texts: dict[str, Callable[[int], str]] = {
        ConsultationState.SUBMITTED: lambda n: ngettext(
            "%(n)s consultation waits for your decision.", "%(n)s consultations wait for your decision.", n
        ),
        ConsultationState.QUERIED: lambda n: ngettext(
            "The town asks about %(n)s consultation.", "The town asks about %(n)s consultations.", n
        ),
        ConsultationState.DRAFT: lambda n: ngettext(
            "%(n)s consultation was not submitted yet.", "%(n)s consultations were not submitted yet.", n
        ),
    }
    for state, text in texts.items():
        if count := counts.get(state):
            yield Todo(text(count) % {"n": count}, f"{reverse('advisory:consultations')}?state={state}")


def reports(reader: Reader) -> Iterable[Todo]:
    """Periods of my projects that are over and not yet reported; reports that the donor sent back."""
    if not reader.is_any(RoleCode.PROJECT_MANAGER):
        return
    projects = Project.objects.managed_by(reader.user)
    # A period is locked when its report is submitted, so an open one that is over still lacks it.
    over = ReportingPeriod.objects.filter(project__in=projects, state=PeriodState.OPEN, ends_on__lt=today())
    drafts = dict(Report.objects.filter(period__in=over, state=State.DRAFT).values_list("period", "pk"))
    for period in over.select_related("project").order_by("due_on")[:SHOWN]:
        name = {"period": f"{period.project.code} / {period.number}"}
        if period.pk in drafts:
            href = reverse("reports:report", args=[drafts[period.pk]])
            yield Todo(_("Submit the report of period %(period)s.") % name, href, period.due_on)
        else:
            text = _("Open the report of period %(period)s.") % name
            yield Todo(text, reverse("reports:report-open"), period.due_on)
    returned = Report.objects.filter(project__in=projects, state=State.RETURNED).select_related("project")
    for report in returned.order_by("pk")[:SHOWN]:
        text = _("The donor returned report %(report)s.") % {"report": report.reference}
        yield Todo(text, reverse("reports:report", args=[report.pk]))


def uploads(reader: Reader) -> Iterable[Todo]:
    """Files that I sent and that became no version, because somebody else was faster."""
    if not reader.is_any(RoleCode.PARTNERSHIP_COORDINATOR, RoleCode.PROJECT_MANAGER):
        return
    kept = PendingUpload.objects.visible_to(reader.user).waiting().select_related("document")
    for upload in kept.order_by("uploaded_at")[:SHOWN]:
        text = _("Your file for “%(document)s” is not placed yet.") % {"document": upload.document.title}
        yield Todo(text, reverse("partnerships:upload", args=[upload.pk]))
