"""Bodies come into a partnership and leave it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.visitors import me
from kernel.time import today
from partnerships import services
from partnerships.forms import AcceptForm, EndForm, MemberForm
from partnerships.models import PartnershipMember
from partnerships.permissions import can_coordinate
from partnerships.views.partnerships import find
from web.idempotency import acts_once
from web.pages import refusals_to, show_form


def find_member(request: HttpRequest, pk: int) -> PartnershipMember:
    """A member the visitor may change. Raises Http404, Refused 403."""
    rows = PartnershipMember.objects.visible_to(me(request)).select_related("partnership", "organisation")
    member = get_object_or_404(rows, pk=pk)
    can_coordinate(request.user, member.partnership).require()
    return member


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a body, or take it in."""
    partnership = find(request, pk)
    can_coordinate(request.user, partnership).require()
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            member = services.add_member(partnership=partnership, by=me(request), **form.cleaned_data)
            messages.success(request, _("%(name)s was added.") % {"name": member.organisation})
            return redirect("partnerships:partnership", pk)
    return show_form(request, "partnerships/member_add.html", form, {"partnership": partnership})


@require_http_methods(["GET", "POST"])
@login_required
def member_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a body that was invited."""
    member = find_member(request, pk)
    form = AcceptForm(request.POST or None, initial={"joined_on": today(), "version": member.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.accept_member(member=member, by=me(request), **form.cleaned_data)
            messages.success(request, _("%(name)s is a member.") % {"name": member.organisation})
            return redirect("partnerships:partnership", member.partnership_id)
    return show_form(request, "partnerships/member_accept.html", form, {"member": member})


@require_http_methods(["GET", "POST"])
@login_required
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a body go."""
    member = find_member(request, pk)
    form = EndForm(request.POST or None, initial={"version": member.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            ended = services.end_member(member=member, by=me(request), **form.cleaned_data)
            facts = {"name": member.organisation, "state": ended.get_state_display()}
            messages.success(request, _("%(name)s is now: %(state)s.") % facts)
            return redirect("partnerships:partnership", member.partnership_id)
    return show_form(request, "partnerships/member_end.html", form, {"member": member})
