"""Consultations: the list, one of them, and writing one down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import RoleCode
from accounts.permissions import has_role
from accounts.visitors import me
from advisory import services
from advisory.filters import ConsultationFilter
from advisory.forms import ConsultationChangeForm, ConsultationForm, as_typed, just_now, same_again
from advisory.models import Consultation
from advisory.permissions import actions, can_log
from advisory.queries import last_consultation
from kernel.errors import Refused
from kernel.text import read_number
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


def find(request: HttpRequest, pk: int) -> Consultation:
    """A consultation the visitor may see. Raises Http404."""
    rows = Consultation.objects.visible_to(me(request))
    return get_object_or_404(rows.select_related("assignment__advisor", "city", "project", "decided_by"), pk=pk)


@require_safe
@login_required
def consultations(request: HttpRequest) -> HttpResponse:
    """The consultations I may see, first those that wait for me."""
    rows = Consultation.objects.visible_to(me(request)).waiting_for(me(request))
    found = listing(
        request,
        rows.select_related("assignment__advisor", "city", "project"),
        ConsultationFilter,
        sorts={
            "waiting": "waits",
            "day": "starts_at",
            "town": "city__name",
            "advisor": "assignment__advisor__last_name",
            "minutes": "minutes_counted",
        },
        sort="-waiting",
    )
    template = "_consultations" if request.htmx else "consultations"  # type: ignore[attr-defined]
    context = {"listing": found, "can_log": has_role(me(request), RoleCode.ADVISOR)}
    return render(request, f"advisory/{template}.html", context)


@require_safe
@login_required
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """One consultation: what was done, what happened to it, what can be done now."""
    found = find(request, pk)
    context = {
        "consultation": found,
        "events": found.events.select_related("actor"),
        **actions(request.user, found),
    }
    return render(request, "advisory/consultation.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def consultation_log(request: HttpRequest) -> HttpResponse:
    """Write a consultation down: ?assignment= picks the town, ?copy= takes over what was alike."""
    if not has_role(me(request), RoleCode.ADVISOR):
        raise Refused("advisor_only", _("Only advisors write consultations down."), status=403)
    form = ConsultationForm(request.user, request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            logged = services.log_consultation(
                assignment=form.cleaned_data["assignment"], send="send" in request.POST, by=me(request), **form.facts()
            )
            messages.success(request, _what_happened(logged))
            return redirect("advisory:consultation", logged.pk)
    return show_form(request, "advisory/consultation_log.html", form, {"last": last_consultation(me(request))})


@require_http_methods(["GET", "POST"])
@login_required
def consultation_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a draft, or what the town asked about."""
    found = find(request, pk)
    can_log(request.user, found.assignment).require()
    form = ConsultationChangeForm(request.POST or None, initial=as_typed(found))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            changed = services.change_consultation(
                consultation=found,
                send="send" in request.POST,
                version=form.cleaned_data["version"],
                by=me(request),
                **form.facts(),
            )
            messages.success(request, _what_happened(changed))
            return redirect("advisory:consultation", pk)
    return show_form(request, "advisory/consultation_change.html", form, {"consultation": found})


def _initial(request: HttpRequest) -> dict[str, Any]:
    copied = read_number(request.GET.get("copy", ""))
    if copied is not None:
        own = Consultation.objects.visible_to(me(request)).filter(assignment__advisor=me(request))
        return same_again(get_object_or_404(own, pk=copied))
    return {**just_now(), "assignment": request.GET.get("assignment")}


def _what_happened(consultation: Consultation) -> str:
    if consultation.is_editable:
        return _("Saved. The town sees it when you submit it.")
    return _("Submitted: the coordinator of the town was told.")
