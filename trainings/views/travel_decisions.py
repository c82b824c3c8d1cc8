"""Journeys that are paid back: what organisers decide and payers do."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.visitors import me
from kernel.text import read_number
from kernel.time import today
from trainings.forms.travel import PaidForm, WhyNotForm
from trainings.models.travel import CURRENCY
from trainings.permissions import can_decide_travel, can_pay_travel
from trainings.services import travel as services
from trainings.views.travel import seen
from web.pages import refusals_to, show_form


@require_http_methods(["GET", "POST"])
@login_required
def travel_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it back to the person."""
    claim = seen(request, pk)
    can_decide_travel(request.user, claim).require()
    form = WhyNotForm(request.POST or None, initial={"version": claim.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.send_back(claim=claim, by=me(request), **form.cleaned_data)
            messages.success(request, _("The travel claim was sent back, and the person was told."))
            return redirect("trainings:travel-claim", pk)
    return show_form(request, "trainings/travel_return.html", form, {"claim": claim})


@require_POST
@login_required
def travel_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is to be paid."""
    version = read_number(request.POST.get("version", ""))
    services.approve(claim=seen(request, pk), by=me(request), version=version)
    messages.success(request, _("The travel claim is approved, and the person was told. Somebody else pays it."))
    return redirect("trainings:travel-claim", pk)


@require_http_methods(["GET", "POST"])
@login_required
def travel_reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay nothing."""
    claim = seen(request, pk)
    can_decide_travel(request.user, claim).require()
    form = WhyNotForm(request.POST or None, initial={"version": claim.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.reject(claim=claim, by=me(request), **form.cleaned_data)
            messages.success(request, _("The travel claim is rejected, and the person was told."))
            return redirect("trainings:travel-claim", pk)
    return show_form(request, "trainings/travel_reject.html", form, {"claim": claim})


@require_http_methods(["GET", "POST"])
@login_required
def travel_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that it was paid."""
    claim = seen(request, pk)
    can_pay_travel(request.user, claim).require()
    form = PaidForm(request.POST or None, initial={"version": claim.version, "paid_on": today()})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.pay(claim=claim, by=me(request), **form.cleaned_data)
            messages.success(request, _("The payment is written down, and the person was told."))
            return redirect("trainings:travel-claim", pk)
    return show_form(request, "trainings/travel_pay.html", form, {"claim": claim, "currency": CURRENCY})


@require_POST
@login_required
@never_cache
def travel_account(request: HttpRequest, pk: int) -> HttpResponse:
    """The number of the account, for who pays: that it was read is on record."""
    claim = seen(request, pk)
    number = services.read_account(claim=claim, by=me(request))
    context = {"claim": claim, "number": number, "currency": CURRENCY}
    form = PaidForm(initial={"version": claim.version, "paid_on": today()}) if claim.state == "approved" else None
    return render(request, "trainings/travel_account.html", {**context, "form": form})
