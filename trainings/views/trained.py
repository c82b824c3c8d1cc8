"""Who of a town was trained, for its coordinator."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.visitors import me
from trainings.filters import TrainedFilter
from trainings.permissions import can_see_trained
from trainings.queries.trained import trained_of
from trainings.views.sorts import TRAINED
from web.lists import listing


@require_safe
@login_required
def trained(request: HttpRequest) -> HttpResponse:
    """Who had a place in what is over, and how long they were there."""
    can_see_trained(request.user).require()
    found = listing(
        request,
        trained_of(me(request)),
        TrainedFilter,
        sorts=TRAINED,
        sort="-end",
    )
    template = "trainings/_trained.html" if request.htmx else "trainings/trained.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found})
