"""Places kept for towns, and the end of the waiting list."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.visitors import me
from kernel.time import now
from trainings.forms.exchange import AllocationForm
from trainings.models import CityAllocation, Edition
from trainings.permissions import can_organise
from trainings.queries import towns_of, with_places
from trainings.queries.allocations import allocations_of, use_by_town
from trainings.services import places
from web.pages import refusals_to, show_form


@require_http_methods(["GET", "POST"])
@login_required
def edition_allocations(request: HttpRequest, pk: int) -> HttpResponse:
    """For which towns places are kept, how many they use, and one more."""
    edition = _organised(request, pk)
    form = AllocationForm(
        request.POST or None, initial={"version": edition.version}, towns=towns_of(edition.course.project_id)
    )
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            places.allocate(edition=edition, by=me(request), **form.cleaned_data)
            messages.success(request, _("The places are kept for the town."))
            return redirect("trainings:edition-allocations", pk)
    context = {"edition": edition, "allocations": allocations_of(edition), "towns": use_by_town(edition)}
    return show_form(request, "trainings/edition_allocations.html", form, context)


@require_POST
@login_required
def allocation_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up what a town has not taken."""
    rows = CityAllocation.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("edition__course", "city"), pk=pk)
    places.allocate(edition=row.edition, city=row.city, seats=0, release_at=now(), by=me(request))
    messages.success(request, _("The places are open to everybody now."))
    return redirect("trainings:edition-allocations", row.edition_id)


@require_POST
@login_required
def edition_close_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell everybody who waits that no place will come."""
    edition = get_object_or_404(Edition.objects.visible_to(request.user), pk=pk)
    told = places.close_list(edition=edition, by=me(request))
    text = ngettext(
        "The waiting list is closed. %(n)s person was told.",
        "The waiting list is closed. %(n)s people were told.",
        told,
    )
    messages.success(request, text % {"n": told})
    return redirect("trainings:edition-roster", pk)


def _organised(request: HttpRequest, pk: int) -> Edition:
    rows = with_places(Edition.objects.visible_to(request.user)).select_related("course")
    edition = get_object_or_404(rows, pk=pk)
    can_organise(request.user, edition.course.project_id).require()
    return edition
