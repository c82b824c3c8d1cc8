"""Decisions of the offices of a city: the queue, one of them, yes and no. Opening a page decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.visitors import me
from kernel.errors import Refused
from kernel.text import Text
from trainings.filters import DecisionFilter
from trainings.forms.decisions import DecisionForm, SeveralDecisionsForm
from trainings.models import Approval
from trainings.permissions import can_decide
from trainings.queries.pages import approvals_page
from trainings.services import places
from trainings.services.places import Account
from trainings.views.sorts import APPROVALS
from web.lists import listing
from web.pages import refusals_to, show_form, ticked


@require_safe
@login_required
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for one's decision, the nearest deadline first."""
    rows = Approval.objects.visible_to(request.user).decidable_by(me(request))
    found = listing(
        request,
        rows,
        DecisionFilter,
        sorts=APPROVALS,
        sort="due",
        read=approvals_page,
    )
    template = "trainings/_approvals.html" if request.htmx else "trainings/approvals.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found})


@require_safe
@login_required
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Who wants to go where, and until when to decide; or what was decided, by which office and when."""
    found = _asked(request, pk)
    return _show(request, found, DecisionForm(initial={"version": found.version}))


@require_POST
@login_required
def approval_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes."""

    def approve(found: Approval, **given: Any) -> None:
        places.approve(approval=found, by=me(request), **given)

    return _decide(request, pk, approve, _("Approved. The person was told."))


@require_POST
@login_required
def approval_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """No, with a reason."""

    def decline(found: Approval, **given: Any) -> None:
        places.decline(approval=found, by=me(request), **given)

    return _decide(request, pk, decline, _("Declined. The person was told why."))


@require_POST
@login_required
def approvals_approve(request: HttpRequest) -> HttpResponse:
    """Yes to everything ticked, each by itself: what cannot be done is named."""
    decided = places.approve_several(approvals=_ticked(request), by=me(request), comment=_comment(request))
    count = len(decided.done)
    text = ngettext("%(n)s enrolment was approved.", "%(n)s enrolments were approved.", count)
    return _account(request, decided, text % {"n": count})


@require_POST
@login_required
def approvals_decline(request: HttpRequest) -> HttpResponse:
    """No to everything ticked, with one reason: what cannot be done is named."""
    decided = places.decline_several(approvals=_ticked(request), by=me(request), comment=_comment(request))
    count = len(decided.done)
    text = ngettext("%(n)s enrolment was declined.", "%(n)s enrolments were declined.", count)
    return _account(request, decided, text % {"n": count})


def _ticked(request: HttpRequest) -> QuerySet[Approval]:
    wanted = ticked(request, "approval")
    rows = Approval.objects.visible_to(request.user).decidable_by(me(request)).filter(pk__in=wanted)
    rows = rows.select_related("enrolment__person", "enrolment__edition__course").order_by("due_at", "pk")
    if len(rows) != len(wanted):
        raise Http404
    return rows


def _comment(request: HttpRequest) -> str:
    form = SeveralDecisionsForm(request.POST)
    if not form.is_valid():
        raise Refused("comment", str(form.errors["comment"][0]), status=400)
    comment: str = form.cleaned_data["comment"]
    return comment


def _account(request: HttpRequest, decided: Account[Approval], done: str) -> HttpResponse:
    for row, refusal in decided.refused:
        messages.error(request, f"{row.enrolment.person}: {refusal.message}")
    if decided.done:
        messages.success(request, done)
    elif not decided.refused:
        messages.info(request, _("Tick the enrolments that you decide on."))
    return redirect("trainings:approvals")


def _decide(request: HttpRequest, pk: int, answer: Callable[..., None], done: Text) -> HttpResponse:
    found = _asked(request, pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        with refusals_to(form):
            answer(found, **form.cleaned_data)
            messages.success(request, str(done))
            return redirect("trainings:approvals")
    return _show(request, _asked(request, pk), form)


def _show(request: HttpRequest, approval: Approval, form: DecisionForm) -> HttpResponse:
    may = can_decide(request.user, approval)
    return show_form(request, "trainings/approval.html", form, {"approval": approval, "may": may})


def _asked(request: HttpRequest, pk: int) -> Approval:
    rows = Approval.objects.visible_to(request.user)
    rows = rows.select_related("enrolment__person", "enrolment__city", "enrolment__edition__course", "decided_by")
    return get_object_or_404(rows, pk=pk)
