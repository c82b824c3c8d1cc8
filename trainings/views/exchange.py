"""Places that change: another date, a colleague instead, another kind, one person taken off."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.visitors import me
from trainings.forms.exchange import CancelForm, SubstituteForm, TransferForm
from trainings.models import Enrolment
from trainings.permissions import can_organise, can_substitute, can_transfer
from trainings.queries.exchange import colleagues, other_dates
from trainings.services import places
from web.pages import refusals_to, show_form


@require_http_methods(["GET", "POST"])
@login_required
def enrolment_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Move to another date of the same course."""
    row = _seen(request, pk)
    can_transfer(request.user, row).require()
    dates = other_dates(request.user, row)
    form = TransferForm(request.POST or None, initial={"version": row.version}, dates=dates)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            new = places.transfer(enrolment=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The place is on the new date now, and the person was told."))
            return redirect("trainings:enrolment", new.pk)
    context = {"enrolment": row, "dates": dates}
    return show_form(request, "trainings/enrolment_transfer.html", form, context)


@require_http_methods(["GET", "POST"])
@login_required
def enrolment_substitute(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the place to a colleague."""
    row = _seen(request, pk)
    can_substitute(request.user, row).require()
    people = colleagues(row)
    form = SubstituteForm(request.POST or None, initial={"version": row.version}, people=people)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            new = places.substitute(enrolment=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The colleague has the place now. Both were told."))
            return redirect("trainings:enrolment", new.pk)
    return show_form(request, "trainings/enrolment_substitute.html", form, {"enrolment": row, "people": people})


@require_POST
@login_required
def enrolment_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """Come online instead of in the room, or the other way round."""
    row = _seen(request, pk)
    version = request.POST.get("version", "")
    places.change_kind(
        enrolment=row,
        place_kind=request.POST.get("place_kind", ""),
        by=me(request),
        version=int(version) if version.isdecimal() else None,
    )
    messages.success(request, _("The kind of the place was changed."))
    return redirect("trainings:enrolment", row.pk)


@require_http_methods(["GET", "POST"])
@login_required
def enrolment_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one person off, by name and with a reason."""
    row = _seen(request, pk)
    can_organise(request.user, row.edition.course.project_id).require()
    form = CancelForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            places.cancel(enrolment=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The person was taken off and told why."))
            return redirect("trainings:edition-roster", row.edition_id)
    return show_form(request, "trainings/enrolment_cancel.html", form, {"enrolment": row})


def _seen(request: HttpRequest, pk: int) -> Enrolment:
    rows = Enrolment.objects.visible_to(request.user).select_related("edition__course", "person", "city")
    return get_object_or_404(rows, pk=pk)
