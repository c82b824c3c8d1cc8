"""The list of partnerships, one partnership, and what happens to it as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.visitors import me
from grants.models import Project
from kernel.errors import Refused
from partnerships import services
from partnerships.filters import PartnershipFilter
from partnerships.forms import CoordinatorForm, MoveForm, PartnershipChangeForm, PartnershipForm
from partnerships.models import Document, Partnership
from partnerships.permissions import can_coordinate, can_dissolve
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


def find(request: HttpRequest, pk: int) -> Partnership:
    """A partnership the visitor may see. Raises Http404."""
    rows = Partnership.objects.visible_to(me(request)).select_related("project", "coordinator")
    return get_object_or_404(rows, pk=pk)


@require_safe
@login_required
def partnerships(request: HttpRequest) -> HttpResponse:
    """The partnerships I may see."""
    found = listing(
        request,
        Partnership.objects.visible_to(me(request)).with_facts().select_related("project"),
        PartnershipFilter,
        sorts={"code": "code", "name": "name_pl", "stage": "stage", "members": "member_count", "signed": "signed_on"},
        sort="code",
    )
    template = "_partnerships" if request.htmx else "partnerships"  # type: ignore[attr-defined]
    context = {"listing": found, "can_create": Project.objects.managed_by(me(request)).exists()}
    return render(request, f"partnerships/{template}.html", context)


@require_safe
@login_required
def partnership(request: HttpRequest, pk: int) -> HttpResponse:
    """One partnership: facts, members, documents."""
    found = find(request, pk)
    documents = Document.objects.visible_to(me(request)).filter(partnership=found).with_current()
    context = {
        "partnership": found,
        "members": found.members.select_related("organisation"),
        "documents": documents.order_by("kind", "title", "pk"),
        "can_coordinate": can_coordinate(request.user, found) and not found.has_ended,
        "can_appoint": can_dissolve(request.user, found) and not found.has_ended,
    }
    return render(request, "partnerships/partnership.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def partnership_create(request: HttpRequest) -> HttpResponse:
    """Begin a partnership."""
    if not Project.objects.managed_by(me(request)).exists():
        raise Refused("manager_only", _("Only the project manager of a project may do this."), status=403)
    form = PartnershipForm(request.user, request.POST or None, initial={"project": request.GET.get("project")})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            made = services.create_partnership(by=me(request), **form.cleaned_data)
            messages.success(request, _("The partnership was created. Add its members next."))
            return redirect("partnerships:partnership", made.pk)
    return show_form(request, "partnerships/partnership_create.html", form)


@require_http_methods(["GET", "POST"])
@login_required
def partnership_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how it is called and how far it has come."""
    found = find(request, pk)
    can_coordinate(request.user, found).require()
    initial = {name: getattr(found, name) for name in PartnershipChangeForm.base_fields}
    form = PartnershipChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.change_partnership(partnership=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The partnership was changed."))
            return redirect("partnerships:partnership", pk)
    return show_form(request, "partnerships/partnership_change.html", form, {"partnership": found})


@require_http_methods(["GET", "POST"])
@login_required
def partnership_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it into another state."""
    found = find(request, pk)
    can_coordinate(request.user, found).require()
    form = MoveForm(request.user, found, request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            moved = services.move_partnership(partnership=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The partnership is now: %(state)s.") % {"state": moved.get_state_display()})
            return redirect("partnerships:partnership", pk)
    return show_form(request, "partnerships/partnership_move.html", form, {"partnership": found})


@require_http_methods(["GET", "POST"])
@login_required
def partnership_appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand it over to another coordinator."""
    found = find(request, pk)
    can_dissolve(request.user, found).require()
    initial = {"coordinator": found.coordinator_id, "version": found.version}
    form = CoordinatorForm(request.user, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.appoint_coordinator(partnership=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The partnership has a new coordinator."))
            return redirect("partnerships:partnership", pk)
    return show_form(request, "partnerships/partnership_appoint.html", form, {"partnership": found})
