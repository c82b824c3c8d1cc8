"""The trainer's pages: my sessions, who was there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.visitors import me
from trainings.filters import MySessionFilter
from trainings.forms import AttendanceForm
from trainings.models import Enrolment, Session
from trainings.permissions import can_organise, can_record
from trainings.queries.legal import image_text_of, with_image
from trainings.services import attendance
from trainings.views.sorts import SESSIONS
from web.lists import Pages, listing
from web.pages import refusals_to, show_form
from web.paging import page_of

PEOPLE = 100
"""On a page of a list: each has three fields, and a form may have a thousand."""


@require_safe
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """What I teach."""
    found = listing(
        request,
        Session.objects.visible_to(request.user).taught_by(me(request)).select_related("edition__course"),
        MySessionFilter,
        sorts=SESSIONS,
        sort="-start",
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
    image = image_text_of(session.edition)
    confirmed = Enrolment.objects.visible_to(request.user).confirmed().filter(edition=session.edition)
    roster = with_image(confirmed.select_related("person", "city"), image)
    roster = roster.order_by("person__last_name", "person__first_name", "pk")
    page = page_of(request, roster, per_page=PEOPLE)
    form = AttendanceForm(
        request.POST or None,
        session=session,
        roster=roster.filter(pk__in=AttendanceForm.sent(request.POST)) if request.method == "POST" else page,
        known={row.enrolment_id: row for row in session.attendances.all()},
    )
    organises = can_organise(request.user, session.edition.course.project_id)
    pages = Pages(page, request.GET)
    context = {"session": session, "can_organise": organises, "asks_image": image is not None, "listing": pages}
    if request.method == "POST" and form.is_valid():
        missing = session.counted_min if "everybody" in request.POST else None
        with refusals_to(form):
            count = attendance.record_roster(session=session, entries=form.entries(missing), by=me(request))
            text = ngettext("%(count)s record was saved.", "%(count)s records were saved.", count)
            messages.success(request, text % {"count": count})
            return redirect(request.get_full_path())
    return show_form(request, "trainings/session_attendance.html", form, context)
