"""People, their roles and accounts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.filters import PersonFilter
from accounts.forms import EndRoleForm, GrantRoleForm, ReasonForm
from accounts.freshness import fresh_sign_in_required
from accounts.models import Role, User
from accounts.permissions import (
    can_close_accounts,
    can_decide_on_roles,
    can_give,
    can_read_people,
    reads_everything,
)
from accounts.scopes import BODIES, held_by
from accounts.services import people as services
from accounts.services import roles
from accounts.visitors import me
from kernel.time import today
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """The people the reader may know, with their roles of today."""
    can_read_people(request.user).require()
    rows = User.objects.visible_to(request.user)
    sorts = {"name": "last_name", "email": "email", "joined": "joined_at"}
    found = listing(request, rows, PersonFilter, sorts=sorts, sort="name")
    page = "accounts/_people.html" if request.htmx else "accounts/people.html"  # type: ignore[attr-defined]
    roles = held_by(found.page, reader=request.user, on=today())
    context = {
        "listing": found,
        "people": [(person, roles[person.pk]) for person in found.page],
        "can_compare": reads_everything(request.user),
    }
    return render(request, page, context)


@require_safe
@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person with the roles the reader may know of."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    held = held_by([found], reader=request.user)[found.pk]
    context = {
        "person": found,
        "roles": [(role, role.scope == BODIES and can_give(request.user, role.role, role.place_id)) for role in held],
        "can_decide_on_roles": can_decide_on_roles(request.user, found),
        "can_close": can_close_accounts(request.user),
    }
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@fresh_sign_in_required
@acts_once
def role_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a role."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    can_decide_on_roles(request.user, found).require()
    form = GrantRoleForm(request.POST or None, by=me(request))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            roles.grant_role(user=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The role was given."))
            return redirect("accounts:person", pk)
    return show_form(request, "accounts/role_grant.html", form, {"person": found})


@require_http_methods(["GET", "POST"])
@login_required
@fresh_sign_in_required
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role."""
    role = get_object_or_404(Role.objects.visible_to(request.user).select_related("user", "organisation"), pk=pk)
    can_give(request.user, role.role, role.organisation).require()
    form = EndRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            roles.end_role(role=role, by=me(request), **form.cleaned_data)
            messages.success(request, _("The role ends."))
            return redirect("accounts:person", role.user_id)
    return show_form(request, "accounts/role_end.html", form, {"role": role})


@require_http_methods(["GET", "POST"])
@login_required
@fresh_sign_in_required
def person_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    can_close_accounts(request.user).require()
    form = ReasonForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.deactivate(user=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The account is closed; its sessions and tokens ended."))
            return redirect("accounts:person", pk)
    return show_form(request, "accounts/person_deactivate.html", form, {"person": found})


@require_http_methods(["GET", "POST"])
@login_required
@fresh_sign_in_required
def person_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    can_close_accounts(request.user).require()
    form = ReasonForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.reactivate(user=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The account is open again."))
            return redirect("accounts:person", pk)
    return show_form(request, "accounts/person_reactivate.html", form, {"person": found})
