"""The end of a training: sessions verified, completed, settled, corrected."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import me
from kernel.text import read_number
from kernel.time import now
from trainings.choices import EditionState
from trainings.filters import SettledFilter
from trainings.forms.settlement import MinutesForm, OutcomeForm, WhyVersionForm
from trainings.models import Edition, Enrolment, Session
from trainings.permissions import (
    can_organise,
    can_reopen,
    can_see_settlement,
    can_settle,
    recordable,
)
from trainings.queries.exceptions import exceptions_of
from trainings.queries.outcomes import with_earned
from trainings.queries.presence import with_open_records
from trainings.queries.settlement import Check, completion_checks, is_frozen, settlement_checks
from trainings.services import settlement as services
from trainings.views.sorts import SETTLED
from web.lists import listing
from web.pages import refusals_to, show_form


@require_safe
@login_required
def settlement(request: HttpRequest, pk: int) -> HttpResponse:
    """What is still missing, session by session and in all, and what came of each place."""
    edition = get_object_or_404(_seen(request), pk=pk)
    user, project = me(request), edition.course.project_id
    can_see_settlement(user, project).require()
    people = with_earned(Enrolment.objects.visible_to(user).confirmed().filter(edition=edition))
    people = people.select_related("person", "city")
    found = listing(request, people, SettledFilter, sorts=SETTLED, sort="number")
    context = {"edition": edition, "listing": found, "can_settle": can_settle(user, project)}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "trainings/_settlement_people.html", context)
    organises = can_organise(user, project)
    rows = edition.sessions.select_related("verified_by").prefetch_related("trainers")
    sessions, checks = list(with_open_records(rows)), _checks(edition)
    context |= {
        "checks": checks,
        "is_ready": all(check.is_done for check in checks),
        "sessions": sessions,
        "recordable": recordable(user, sessions, organises=bool(organises)),
        "exceptions": exceptions_of(edition),
        "now": now(),
        "is_frozen": is_frozen(edition),
        "can_organise": organises,
        "can_reopen": can_reopen(user),
    }
    return render(request, "trainings/settlement.html", context)


@require_POST
@login_required
def edition_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """The training is over."""
    edition = get_object_or_404(_seen(request), pk=pk)
    services.complete(edition=edition, by=me(request), version=read_number(request.POST.get("version", "")))
    messages.success(request, _("The training is completed. The project manager settles it next."))
    return redirect("trainings:settlement", pk)


@require_POST
@login_required
def edition_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of each place is written down."""
    edition = get_object_or_404(_seen(request), pk=pk)
    services.settle(edition=edition, by=me(request), version=read_number(request.POST.get("version", "")))
    messages.success(request, _("The training is settled. Certificates can be issued now."))
    return redirect("trainings:settlement", pk)


@require_http_methods(["GET", "POST"])
@login_required
def edition_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what was settled."""
    edition = get_object_or_404(_seen(request), pk=pk)
    can_reopen(request.user).require()
    form = WhyVersionForm(request.POST or None, initial={"version": edition.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.reopen(edition=edition, by=me(request), **form.cleaned_data)
            messages.success(request, _("The training is open again: correct it, then have it settled anew."))
            return redirect("trainings:settlement", pk)
    return show_form(request, "trainings/edition_reopen.html", form, {"edition": edition})


@require_POST
@login_required
def session_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """It took place."""
    session = services.hold_session(session=_session(request, pk), by=me(request))
    messages.success(request, _("The session is marked as held."))
    return redirect("trainings:settlement", session.edition_id)


@require_POST
@login_required
def session_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Its attendance is right."""
    session = services.verify_session(session=_session(request, pk), by=me(request))
    messages.success(request, _("The attendance of the session is verified: nobody changes it any more."))
    return redirect("trainings:settlement", session.edition_id)


@require_http_methods(["GET", "POST"])
@login_required
def session_unverify(request: HttpRequest, pk: int) -> HttpResponse:
    """Its attendance has to be corrected after all."""
    session = _session(request, pk)
    can_settle(request.user, session.edition.course.project_id).require()
    form = WhyVersionForm(request.POST or None, initial={"version": session.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.unverify_session(session=session, by=me(request), **form.cleaned_data)
            messages.success(request, _("The attendance of the session can be corrected again."))
            return redirect("trainings:settlement", session.edition_id)
    return show_form(request, "trainings/session_unverify.html", form, {"session": session})


@require_http_methods(["GET", "POST"])
@login_required
def enrolment_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Another outcome of one person."""
    rows = Enrolment.objects.visible_to(request.user).select_related("edition__course", "person")
    row = get_object_or_404(rows, pk=pk)
    can_settle(request.user, row.edition.course.project_id).require()
    form = OutcomeForm(request.POST or None, initial={"version": row.version, "outcome": row.outcome})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.correct_outcome(enrolment=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The outcome was corrected."))
            return redirect("trainings:settlement", row.edition_id)
    return show_form(request, "trainings/enrolment_outcome.html", form, {"enrolment": row})


@require_http_methods(["GET", "POST"])
@login_required
def enrolment_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Other minutes of one person, and what follows from them."""
    rows = Enrolment.objects.visible_to(request.user).select_related("edition__course", "person")
    row = get_object_or_404(rows, pk=pk)
    can_settle(request.user, row.edition.course.project_id).require()
    form = MinutesForm(request.POST or None, edition=row.edition, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.correct_minutes(enrolment=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The minutes were corrected, and what follows from them."))
            return redirect("trainings:settlement", row.edition_id)
    recorded = row.attendances.select_related("session").order_by("session__ordinal")
    return show_form(request, "trainings/enrolment_minutes.html", form, {"enrolment": row, "recorded": recorded})


def _checks(edition: Edition) -> list[Check]:
    """What the next step waits for."""
    if edition.state == EditionState.PUBLISHED:
        return completion_checks(edition, now())
    return settlement_checks(edition, now()) if edition.state == EditionState.COMPLETED else []


def _seen(request: HttpRequest) -> QuerySet[Edition]:
    return Edition.objects.visible_to(request.user).select_related("course")


def _session(request: HttpRequest, pk: int) -> Session:
    rows = Session.objects.visible_to(request.user).select_related("edition__course")
    return get_object_or_404(rows, pk=pk)
