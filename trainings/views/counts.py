"""How many people a project trained in some days: on a page and as a file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.visitors import me
from kernel.errors import Refused
from trainings.forms.counts import CountsForm
from trainings.permissions import can_see_counts
from trainings.queries.counted import lines_of
from trainings.queries.counting import counts
from trainings.services import exports
from trainings.views.exports import sent


@require_safe
@login_required
def counts_page(request: HttpRequest) -> HttpResponse:
    """Participations, people by sex, kind of body and town, minutes, satisfaction, knowledge gained."""
    can_see_counts(request.user).require()
    form = CountsForm(request.GET, by=me(request))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        asked = form.cleaned_data
        span = {"first_day": asked["first_day"], "last_day": asked["last_day"]}
        found = counts(project_id=asked["project"].pk, **span)
        lines = lines_of(found)
        context |= {
            "project": asked["project"],
            **span,
            "counts": found,
            "parts": [[line for line in lines if line.axis == axis] for axis in ("sex", "kind", "town")],
            "export_href": reverse("trainings:counts-export"),
            "participants_href": reverse("trainings:participants-export"),
            "query": urlencode(form.as_query()),
        }
    return render(request, "trainings/counts.html", context)


@require_safe
@login_required
def counts_export(request: HttpRequest) -> FileResponse:
    """The same as a file."""
    asked, ending = _asked(request), request.GET.get("type", "xlsx")
    file = exports.export_counts(ending=ending, by=me(request), **asked)
    # A test "counts" as well, which is another word in Polish.
    name = pgettext("file name", "counts")
    return sent(file, f"{name} {asked['project'].code}", ending)


@require_safe
@login_required
def participants_export(request: HttpRequest) -> FileResponse:
    """The people behind it, as donors' monitoring systems ask for them."""
    asked, ending = _asked(request), request.GET.get("type", "xlsx")
    file = exports.export_participants(ending=ending, by=me(request), **asked)
    name = _("participants")
    return sent(file, f"{name} {asked['project'].code}", ending)


def _asked(request: HttpRequest) -> dict[str, Any]:
    can_see_counts(request.user).require()
    form = CountsForm(request.GET, by=me(request))
    if not form.is_valid():
        raise Refused("counts_unclear", _("Say of which project and which days, the first one first."), status=400)
    found: dict[str, Any] = form.cleaned_data
    return found
