"""Buttons under a consultation: submit, withdraw, query, accept."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.visitors import me
from advisory import services
from advisory.forms import QueryForm
from advisory.permissions import can_decide
from advisory.views.consultations import find
from kernel.errors import Refused
from kernel.text import read_number
from web.pages import refusals_to, show_form


def seen_version(request: HttpRequest) -> int:
    """The version that the page with the button showed: nobody decides about a text not read. Raises Refused 400."""
    given = read_number(request.POST.get("version", ""))
    if given is None:
        raise Refused("version_missing", _("Reload the page and try again."), status=400)
    return given


@require_POST
@login_required
def consultation_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it to the town."""
    services.submit(consultation=find(request, pk), by=me(request), version=seen_version(request))
    messages.success(request, _("Submitted: the coordinator of the town was told."))
    return redirect("advisory:consultation", pk)


@require_POST
@login_required
def consultation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    services.withdraw(consultation=find(request, pk), by=me(request), version=seen_version(request))
    messages.success(request, _("Withdrawn: its minutes are free again."))
    return redirect("advisory:consultation", pk)


@require_http_methods(["GET", "POST"])
@login_required
def consultation_query(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it back with a question."""
    found = find(request, pk)
    can_decide(request.user, found).require()
    form = QueryForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.query(consultation=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("Sent back with your question: the advisor was told."))
            return redirect("advisory:consultation", pk)
    return show_form(request, "advisory/consultation_query.html", form, {"consultation": found})


@require_POST
@login_required
def consultation_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that it happened as written."""
    services.accept(consultation=find(request, pk), by=me(request), version=seen_version(request))
    messages.success(request, _("Accepted: the advisor was told."))
    return redirect("advisory:consultation", pk)
