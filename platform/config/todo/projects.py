"""What waits in advice, partnerships and reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import RoleCode
from advisory.choices import ConsultationState
from advisory.models import Consultation
from config.reader import Reader
from config.todo.base import SHOWN, Todo
from grants.choices import PeriodState
from grants.models import Project, ReportingPeriod
from kernel.time import today
from partnerships.models import PendingUpload
from reports.choices import State
from reports.models import Report


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
