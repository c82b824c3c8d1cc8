"""A committee of two: its lists, the one in work, the signatures, the protocol."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import me
from kernel.text import read_number
from trainings.choices import BatchState
from trainings.forms.selection import SelectionForm
from trainings.models import Edition, SelectionBatch
from trainings.permissions import can_select
from trainings.queries import with_places
from trainings.queries.selection import awaiting, decisions_of
from trainings.services import places, protocols
from web.pages import refusals_to, show_form


@require_safe
@login_required
def edition_selection(request: HttpRequest, pk: int) -> HttpResponse:
    """Who awaits selection, and the committee's lists."""
    rows = with_places(Edition.objects.visible_to(request.user)).select_related("course")
    edition = get_object_or_404(rows, pk=pk)
    can_select(request.user, edition).require()
    batches = edition.batches.select_related("first_member", "second_member", "protocol").order_by("-number")
    in_work = next((batch for batch in batches if batch.state != BatchState.FINAL), None)
    context = {"edition": edition, "awaiting": awaiting(edition), "batches": batches, "in_work": in_work}
    return render(request, "trainings/edition_selection.html", context)


@require_POST
@login_required
def selection_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a list."""
    edition = get_object_or_404(Edition.objects.visible_to(request.user), pk=pk)
    batch = places.open_batch(edition=edition, by=me(request))
    return redirect("trainings:selection", batch.pk)


@require_http_methods(["GET", "POST"])
@login_required
def selection(request: HttpRequest, pk: int) -> HttpResponse:
    """Rank everybody who awaits selection; of a final list, what was decided."""
    batch = _seen(request, pk)
    can_select(request.user, batch.edition).require()
    if batch.state == BatchState.FINAL:
        context = {"batch": batch, "decisions": decisions_of(batch), "job": protocols.job_of(batch)}
        return render(request, "trainings/selection_final.html", context)
    form = SelectionForm(
        request.POST or None,
        initial={"version": batch.version},
        people=awaiting(batch.edition),
        known={row.enrolment_id: row for row in decisions_of(batch)},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            version = form.cleaned_data["version"]
            places.write_verdicts(batch=batch, verdicts=form.verdicts(), by=me(request), version=version)
            messages.success(request, _("The list is saved. Two members have to sign it."))
            return redirect("trainings:selection", pk)
    return show_form(request, "trainings/selection.html", form, {"batch": batch})


@require_POST
@login_required
def selection_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """One's signature; the second carries the list out."""
    version = read_number(request.POST.get("version", ""))
    batch = places.sign(batch=_seen(request, pk), by=me(request), version=version)
    if batch.state == BatchState.FINAL:
        messages.success(request, _("The list is final. Everybody is told, and the protocol is being made."))
    else:
        messages.success(request, _("You signed. A second member has to."))
    return redirect("trainings:selection", pk)


@require_POST
@login_required
def selection_protocol(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the protocol once more, if it failed."""
    protocols.order_protocol(batch=_seen(request, pk), by=me(request))
    messages.success(request, _("The protocol is being made."))
    return redirect("trainings:selection", pk)


def _seen(request: HttpRequest, pk: int) -> SelectionBatch:
    rows = SelectionBatch.objects.visible_to(request.user)
    rows = rows.select_related("edition__course__project", "first_member", "second_member", "protocol")
    return get_object_or_404(rows, pk=pk)
