"""The trainer's pages: my sessions, who was there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.visitors import me
from trainings.filters import RecordFilter, TaughtFilter
from trainings.forms import AttendanceForm
from trainings.models import Enrolment, Session
from trainings.permissions import can_organise, can_record
from trainings.queries.legal import image_text_of
from trainings.queries.pages import sessions_page
from trainings.queries.presence import to_record
from trainings.services import attendance
from trainings.views.sorts import RECORDS, SESSIONS
from web.lists import Listing, arranged, listing
from web.pages import refusals_to, show_form
from web.paging import page_of

PEOPLE = 100
"""On a page of a list: each has three fields, and a form may have a thousand."""


@require_safe
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """What I teach, the soonest first; what is over where it is asked for."""
    found = listing(
        request,
        Session.objects.taught_by(me(request), for_years="past" in request.GET),
        TaughtFilter,
        sorts=SESSIONS,
        sort="start",
        read=sessions_page,
    )
    template = "trainings/_sessions.html" if request.htmx else "trainings/sessions.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found})


@require_http_methods(["GET", "POST"])
@login_required
def session_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Minutes of everybody on the list, on a telephone as well."""
    rows = Session.objects.visible_to(request.user).select_related("edition__course")
    session = get_object_or_404(rows, pk=pk)
    can_record(request.user, session).require()
    roster, is_sent = to_record(request.user, session), request.method == "POST"
    found = None if is_sent else _page_of_people(request, roster)
    form = AttendanceForm(
        request.POST or None,
        session=session,
        roster=found.page if found else roster.filter(pk__in=AttendanceForm.sent(request.POST)),
        known={row.enrolment_id: row for row in session.attendances.all()},
    )
    if is_sent and form.is_valid():
        missing = session.counted_min if "everybody" in request.POST else None
        with refusals_to(form):
            count = attendance.record_roster(session=session, entries=form.entries(missing), by=me(request))
            text = ngettext("%(count)s record was saved.", "%(count)s records were saved.", count)
            messages.success(request, text % {"count": count})
            return redirect(_back_to(request))
    organises = can_organise(request.user, session.edition.course.project_id)
    asks_image = image_text_of(session.edition) is not None
    context = {"session": session, "can_organise": organises, "asks_image": asks_image, "listing": found}
    return show_form(request, "trainings/session_attendance.html", form, context)


def _page_of_people(request: HttpRequest, roster: QuerySet[Enrolment]) -> Listing:
    """As `listing`, with longer pages. A form that was sent has none: who was saved may have left the filter."""
    filtered, rows, sort = arranged(request, roster, RecordFilter, sorts=RECORDS, sort="person")
    return Listing(page_of(request, rows, per_page=PEOPLE), request.GET, filtered, sort, RECORDS)


def _back_to(request: HttpRequest) -> str:
    """The same page of the list; the first one where who was saved leaves the filter, and pages shift."""
    query = request.GET.copy()
    if query.get("status"):
        query.pop("page", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
