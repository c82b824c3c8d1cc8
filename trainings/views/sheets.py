"""Lists on paper: the versions of a session, the scan, signatures person by person, what is still missing."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.visitors import me
from trainings.filters import MySessionFilter
from trainings.forms.papers import DisputeForm, ScanForm, SignaturesForm
from trainings.models import Attendance, AttendanceSheet, Enrolment, Session
from trainings.permissions import can_organise, can_record, recordable
from trainings.queries.papers import jobs_of, without_scan
from trainings.services import sheets
from trainings.services.sheets.making import is_current
from web.lists import listing
from web.pages import refusals_to, show_form


@require_safe
@login_required
def sheets_missing(request: HttpRequest) -> HttpResponse:
    """Sessions that are over and whose signed list has not come back."""
    found = listing(
        request,
        without_scan(me(request)),
        MySessionFilter,
        sorts={"start": "starts_at", "training": "edition__code"},
        sort="start",
    )
    template = "trainings/_sheets_missing.html" if request.htmx else "trainings/sheets_missing.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found, "recordable": _recordable(me(request), found.page)})


@require_safe
@login_required
def session_sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """The lists of one session, newest first, with their scans."""
    rows = Session.objects.visible_to(request.user).select_related("edition__course")
    session = get_object_or_404(rows, pk=pk)
    can_record(request.user, session).require()
    return _show(request, session, None)


@require_POST
@login_required
def session_sheet_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the list of today."""
    rows = Session.objects.visible_to(request.user).select_related("edition__course")
    session = get_object_or_404(rows, pk=pk)
    can_record(request.user, session).require()
    sheet = sheets.order_sheet(session=session, by=me(request))
    messages.success(request, _("Version %(number)s of the list is there.") % {"number": sheet.number})
    return redirect("trainings:session-sheets", session.pk)


@require_POST
@login_required
def sheet_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the file to print it."""
    sheet = sheets.mark_printed(sheet=_found(request, pk), by=me(request))
    return redirect("files:file", sheet.file_id)


@require_POST
@login_required
def sheet_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the signed list."""
    sheet = _found(request, pk)
    can_record(request.user, sheet.session).require()
    form = ScanForm(request.POST, request.FILES, sheet=sheet)
    if form.is_valid():
        with refusals_to(form):
            given = form.cleaned_data
            sheets.upload_scan(sheet=sheet, upload=given["file"], page=given["page"], by=me(request))
            messages.success(request, _("The scan is kept. The organiser compares it person by person."))
            return redirect("trainings:session-sheets", sheet.session_id)
    return _show(request, sheet.session, form)


@require_http_methods(["GET", "POST"])
@login_required
def sheet_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Go through the scan and say who signed."""
    sheet = _found(request, pk)
    session = sheet.session
    can_organise(request.user, session.edition.course.project_id).require()
    roster = Enrolment.objects.visible_to(request.user).in_the_room().filter(edition=session.edition)
    form = SignaturesForm(
        request.POST or None,
        roster=roster.select_related("person", "city").order_by("person__last_name", "person__first_name", "pk"),
        known={row.enrolment_id: row for row in session.attendances.all()},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            count = sheets.verify_sheet(sheet=sheet, signed=form.signed(), by=me(request))
            messages.success(request, _("The list is verified."))
            if count:
                text = ngettext("%(count)s record is disputed.", "%(count)s records are disputed.", count)
                messages.warning(request, text % {"count": count})
            return redirect("trainings:session-attendance", session.pk)
    scans = sheet.scans.select_related("file")
    return show_form(request, "trainings/sheet_verify.html", form, {"sheet": sheet, "session": session, "scans": scans})


@require_http_methods(["GET", "POST"])
@login_required
def attendance_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """End a dispute between a record and the signed list."""
    rows = Attendance.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("session__edition__course", "enrolment__person"), pk=pk)
    can_organise(request.user, row.session.edition.course.project_id).require()
    form = DisputeForm(request.POST or None, initial={"version": row.version, "minutes": row.minutes})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            sheets.decide_dispute(attendance=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The dispute is decided."))
            return redirect("trainings:session-attendance", row.session_id)
    return show_form(request, "trainings/attendance_decide.html", form, {"row": row})


def _found(request: HttpRequest, pk: int) -> AttendanceSheet:
    rows = AttendanceSheet.objects.visible_to(request.user).select_related("session__edition__course", "file")
    sheet: AttendanceSheet = get_object_or_404(rows, pk=pk)
    return sheet


def _show(request: HttpRequest, session: Session, form: ScanForm | None) -> HttpResponse:
    """The lists of a session; `form` holds the mistakes of an upload."""
    found = list(session.sheets.select_related("file", "made_by").prefetch_related("scans__file").order_by("-number"))
    used = next((sheet for sheet in found if sheet.state != "superseded"), None)
    context = {
        "session": session,
        "sheets": found,
        "used": used,
        "is_current": used is not None and (session.has_started() or is_current(used, session)),
        "job": jobs_of(used) if used and not used.file_id else None,
        "can_organise": can_organise(request.user, session.edition.course.project_id),
    }
    shown = form or ScanForm(sheet=used or AttendanceSheet())
    return show_form(request, "trainings/session_sheets.html", shown, context)


def _recordable(user: User, sessions: Iterable[Session]) -> set[int]:
    """Whose lists the user may bring; a manager reads what is missing and goes to the settlement."""
    shown = list(sessions)
    organised = {row.pk for row in shown if can_organise(user, row.edition.course.project_id)}
    return organised | recordable(user, shown, organises=False)
