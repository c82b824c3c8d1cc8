"""Invitations: sent, taken back, accepted."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.filters import InvitationFilter
from accounts.forms import AcceptForm, InviteForm
from accounts.models import Invitation
from accounts.permissions import can_invite_somebody, can_read_people
from accounts.services import invitations as services
from accounts.visitors import me
from kernel.text import read_number
from organisations.models import Organisation
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


@require_safe
@login_required
def invitations(request: HttpRequest) -> HttpResponse:
    """What was sent, and what became of it."""
    can_read_people(request.user).require()
    rows = Invitation.objects.visible_to(request.user).select_related("organisation", "invited_by", "accepted_by")
    sorts = {"invited": "invited_at", "email": "email", "role": "role"}
    found = listing(request, rows, InvitationFilter, sorts=sorts, sort="-invited")
    page = "accounts/_invitations.html" if request.htmx else "accounts/invitations.html"  # type: ignore[attr-defined]
    return render(request, page, {"listing": found, "can_invite": can_invite_somebody(request.user)})


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def invitation_send(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    can_invite_somebody(request.user).require()
    form = InviteForm(request.POST or None, by=me(request), body=_body_of_link(request))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.invite(by=me(request), **form.cleaned_data)
            messages.success(request, _("The invitation is on its way."))
            return redirect("accounts:invitations")
    return show_form(request, "accounts/invitation_send.html", form)


@require_POST
@login_required
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    found = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    services.revoke_invitation(invitation=found, by=me(request))
    messages.success(request, _("The invitation was taken back; its link is dead."))
    return redirect("accounts:invitations")


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("token", "form")
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link; looking at it changes nothing. The only one that needs no account."""
    invitation = services.open_invitation(token)
    needs_password = services.needs_password(invitation)
    initial = {"first_name": invitation.first_name, "last_name": invitation.last_name}
    form = AcceptForm(request.POST if request.method == "POST" else None, initial=initial)
    if not needs_password:
        form.fields.clear()
    if request.method == "POST" and (not needs_password or form.is_valid()):
        with refusals_to(form):
            given = form.cleaned_data if needs_password else {}
            services.accept_invitation(token=token, language=get_language() or "", **given)
            messages.success(request, _("Welcome. Sign in with your e-mail address and password."))
            return redirect("home" if request.user.is_authenticated else "account_login")
    context = {"invitation": invitation, "needs_password": needs_password}
    return show_form(request, "accounts/invitation_accept.html", form, context)


def _body_of_link(request: HttpRequest) -> Organisation | None:
    """The body that ?organisation= names."""
    pk = read_number(request.GET.get("organisation", ""))
    rows = Organisation.objects.visible_to(request.user).with_code()
    return None if pk is None else rows.filter(pk=pk).first()
