"""Journeys that are paid back: the list for who decides and pays, and the person's own claim."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import me
from kernel.text import read_number
from trainings.choices import WRITABLE_STATES
from trainings.filters import TravelClaimFilter
from trainings.forms.travel import LINE_FORMS, AccountForm
from trainings.models import Enrolment, TravelClaim, TravelLine
from trainings.models.travel import CURRENCY
from trainings.permissions import (
    can_claim_travel,
    can_decide_travel,
    can_open_travel,
    can_organise,
    can_pay_travel,
    can_read_account,
    can_write_travel,
)
from trainings.queries.travel import attended_sessions
from trainings.services import travel as services
from trainings.services.travel.rules import most_of, require_came, require_paid_back, require_writable, total_of
from trainings.views.sorts import TRAVEL
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


@require_safe
@login_required
def travel_claims(request: HttpRequest) -> HttpResponse:
    """All claims of one's projects."""
    can_open_travel(request.user).require()
    rows = TravelClaim.objects.visible_to(request.user)
    rows = rows.select_related("enrolment__person", "enrolment__city", "enrolment__edition__course")
    found = listing(request, rows, TravelClaimFilter, sorts=TRAVEL, sort="-submitted", paginator=Paginator)
    template = "trainings/_travel_claims.html" if request.htmx else "trainings/travel_claims.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found, "currency": CURRENCY})


@require_http_methods(["GET", "POST"])
@login_required
def travel_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a claim for one's own enrolment; where there is one, lead to it."""
    rows = Enrolment.objects.visible_to(request.user).select_related("edition__course", "person")
    enrolment = get_object_or_404(rows, pk=pk)
    can_claim_travel(request.user, enrolment).require()
    if request.method == "POST":
        claim, _is_new = services.begin(enrolment=enrolment, by=me(request))
        return redirect("trainings:travel-claim", claim.pk)
    claims = TravelClaim.objects.visible_to(request.user).in_force()
    if known := claims.filter(enrolment=enrolment).first():
        return redirect("trainings:travel-claim", known.pk)
    require_paid_back(enrolment.edition)
    require_came(enrolment)
    return render(request, "trainings/travel_begin.html", {"enrolment": enrolment, "currency": CURRENCY})


@require_safe
@login_required
def travel_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim: its journeys, where it stands, what can be done."""
    claim, user = seen(request, pk), me(request)
    lines = list(claim.lines.select_related("session", "receipt"))
    is_own = bool(can_write_travel(user, claim))
    context = {
        "claim": claim,
        "edition": claim.enrolment.edition,
        "lines": [(line, most_of(line)) for line in lines],
        "total": total_of(lines),
        "currency": CURRENCY,
        "is_own": is_own,
        "can_write": is_own and claim.state in WRITABLE_STATES,
        "can_decide": claim.state == "submitted" and can_decide_travel(user, claim),
        "can_pay": claim.state == "approved" and can_pay_travel(user, claim),
        "can_read_account": claim.state in {"approved", "paid"} and not is_own and can_read_account(user, claim),
        "may_organise": can_organise(user, claim.enrolment.edition.course.project_id),
    }
    return render(request, "trainings/travel_claim.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def line_create(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add a journey by ticket or by car."""
    claim = _own(request, pk)
    sessions = attended_sessions(claim.enrolment)
    form = LINE_FORMS[kind](request.POST or None, request.FILES or None, sessions=sessions, initial=_way_back(claim))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.add_line(claim=claim, kind=kind, by=me(request), **form.cleaned_data)
            messages.success(request, _("The journey was added."))
            return redirect("trainings:travel-claim", claim.pk)
    return show_form(request, "trainings/travel_line_create.html", form, {"claim": claim, "kind": kind})


@require_http_methods(["GET", "POST"])
@login_required
def line_change(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    """Change a journey."""
    claim = _own(request, pk)
    rows = TravelLine.objects.visible_to(request.user).select_related("session", "receipt")
    line = get_object_or_404(rows, claim=claim, pk=line_pk)
    line.claim = claim
    sessions = attended_sessions(claim.enrolment)
    form = LINE_FORMS[line.kind](
        request.POST or None,
        request.FILES or None,
        sessions=sessions,
        initial=_values(line, claim),
        **({"has_receipt": True} if line.receipt_id else {}),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.change_line(line=line, by=me(request), **form.cleaned_data)
            messages.success(request, _("The journey was changed."))
            return redirect("trainings:travel-claim", claim.pk)
    return show_form(request, "trainings/travel_line_change.html", form, {"claim": claim, "line": line})


@require_POST
@login_required
def line_remove(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    """Take a journey out."""
    claim = seen(request, pk)
    line = get_object_or_404(TravelLine.objects.visible_to(request.user), claim=claim, pk=line_pk)
    line.claim = claim
    services.remove_line(line=line, by=me(request), version=read_number(request.POST.get("version", "")))
    messages.success(request, _("The journey was removed."))
    return redirect("trainings:travel-claim", claim.pk)


@require_http_methods(["GET", "POST"])
@login_required
def travel_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say to which account, and give it to the organiser."""
    claim, user = seen(request, pk), me(request)
    can_write_travel(user, claim).require()
    initial = {"version": claim.version, "account": services.account_of(claim, user)}
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.submit(claim=claim, by=user, **form.cleaned_data)
            messages.success(request, _("Your travel claim is submitted. The organiser looks at it next."))
            return redirect("trainings:travel-claim", claim.pk)
    context = {"claim": claim, "total": total_of(list(claim.lines.all())), "currency": CURRENCY}
    return show_form(request, "trainings/travel_submit.html", form, context)


@require_POST
@login_required
def travel_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    claim = seen(request, pk)
    services.withdraw(claim=claim, by=me(request), version=read_number(request.POST.get("version", "")))
    messages.success(request, _("The draft of your travel claim is gone."))
    return redirect("trainings:enrolment", claim.enrolment_id)


def seen(request: HttpRequest, pk: int) -> TravelClaim:
    """A claim that the visitor sees, with all that its pages need."""
    rows = TravelClaim.objects.visible_to(request.user).select_related(
        "enrolment__person", "enrolment__city", "enrolment__edition__course__project", "decided_by", "paid_by"
    )
    return get_object_or_404(rows, pk=pk)


def _own(request: HttpRequest, pk: int) -> TravelClaim:
    """One's own, as long as one may write in it."""
    claim = seen(request, pk)
    can_write_travel(request.user, claim).require()
    if request.method == "GET":
        require_writable(claim)
    return claim


def _way_back(claim: TravelClaim) -> dict[str, Any]:
    """Of the journey added last, the other way round: nobody types it twice."""
    last = claim.lines.last()
    if last is None:
        return {"version": claim.version}
    names = {"session": "session", "travelled_on": "travelled_on", "from_place": "to_place", "to_place": "from_place"}
    return {name: getattr(last, source) for name, source in names.items()} | {"version": claim.version}


def _values(line: TravelLine, claim: TravelClaim) -> dict[str, Any]:
    """What the form shows at first."""
    names = ["session", "travelled_on", "from_place", "to_place", "ticket_amount", "km", "claimed"]
    return {name: getattr(line, name) for name in names} | {"version": claim.version}
