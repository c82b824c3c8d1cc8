"""The register of organisations."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.filters import OrganisationFilter
from accounts.forms import AdmitForm, EndMembershipForm, OrganisationChangeForm, OrganisationRegisterForm
from accounts.models import Role
from accounts.permissions import can_invite_to
from accounts.visitors import me
from kernel.time import today
from organisations import services
from organisations.models import Organisation
from organisations.permissions import can_keep_register
from organisations.services import CHANGEABLE
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


@require_safe
@login_required
def organisations(request: HttpRequest) -> HttpResponse:
    """Every body of the register."""
    rows = Organisation.objects.visible_to(request.user).with_code().with_membership()
    sorts = {"name": "sought", "code": "teryt", "kind": "kind", "voivodeship": "voivodeship"}
    found = listing(request, rows, OrganisationFilter, sorts=sorts, sort="name")
    page = "accounts/_organisations.html" if request.htmx else "accounts/organisations.html"  # type: ignore[attr-defined]
    return render(request, page, {"listing": found, "can_keep": can_keep_register(me(request))})


@require_safe
@login_required
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: its codes, its membership, and who holds which role there, as far as the reader may know."""
    rows = Organisation.objects.visible_to(request.user).with_code().with_membership()
    found = get_object_or_404(rows, pk=pk)
    context = {
        "organisation": found,
        "codes": found.teryt_codes.all(),
        "memberships": found.memberships.all(),
        "roles": Role.objects.visible_to(request.user).on(today()).filter(organisation=found).select_related("user"),
        "can_keep": can_keep_register(me(request)),
        "can_invite": can_invite_to(request.user, found),
    }
    return render(request, "accounts/organisation.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def organisation_register(request: HttpRequest) -> HttpResponse:
    """Enter a body."""
    can_keep_register(me(request)).require()
    form = OrganisationRegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            body = services.register_organisation(by=me(request), **form.cleaned_data)
            messages.success(request, _("The organisation was entered."))
            return redirect("accounts:organisation", body.pk)
    return show_form(request, "accounts/organisation_register.html", form)


@require_http_methods(["GET", "POST"])
@login_required
def organisation_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the entry of a body."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    can_keep_register(me(request)).require()
    initial = {field: getattr(found, field) for field in (*CHANGEABLE, "version")}
    form = OrganisationChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.change_organisation(organisation=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The entry was changed."))
            return redirect("accounts:organisation", pk)
    return show_form(request, "accounts/organisation_change.html", form, {"organisation": found})


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def organisation_admit(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a municipality a member of the association."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    can_keep_register(me(request)).require()
    form = AdmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.admit_member(organisation=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The municipality is a member of the association."))
            return redirect("accounts:organisation", pk)
    return show_form(request, "accounts/organisation_admit.html", form, {"organisation": found})


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def organisation_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    can_keep_register(me(request)).require()
    form = EndMembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.end_membership(organisation=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The membership ends."))
            return redirect("accounts:organisation", pk)
    return show_form(request, "accounts/organisation_leave.html", form, {"organisation": found})
