"""The lists of the pages as files: the same rows, in the same order, all pages of them."""

from __future__ import annotations

from typing import IO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.visitors import me
from trainings.documents.sheets import TYPES
from trainings.filters import CatalogueFilter, MyEnrolmentFilter, RosterFilter
from trainings.models import Edition, Enrolment
from trainings.permissions import can_organise, can_see_roster
from trainings.queries import with_places, with_position
from trainings.queries.roster import roster
from trainings.services import exports
from trainings.views.sorts import EDITIONS, ENROLMENTS, ROSTER
from web.lists import arranged


@require_safe
@login_required
def editions_export(request: HttpRequest) -> FileResponse:
    """The catalogue."""
    rows = with_places(Edition.objects.visible_to(request.user)).select_related("course")
    found = arranged(request, rows, CatalogueFilter, sorts=EDITIONS, sort="start")[1]
    return _sent(request, exports.export_editions(rows=found, ending=_ending(request), by=me(request)), _("trainings"))


@require_safe
@login_required
def enrolments_export(request: HttpRequest) -> FileResponse:
    """Enrolments: one's own, or those of others one may see."""
    rows = with_position(Enrolment.objects.visible_to(request.user)).select_related("edition__course", "person", "city")
    found = arranged(request, rows, MyEnrolmentFilter, sorts=ENROLMENTS, sort="-start")[1]
    file = exports.export_enrolments(rows=found, ending=_ending(request), by=me(request))
    return _sent(request, file, _("enrolments"))


@require_safe
@login_required
def roster_export(request: HttpRequest, pk: int) -> FileResponse:
    """The participants of an edition."""
    edition = get_object_or_404(Edition.objects.visible_to(request.user).select_related("course"), pk=pk)
    can_see_roster(request.user, edition).require()
    rows = roster(Enrolment.objects.visible_to(request.user).filter(edition=edition)).select_related("person", "city")
    file = exports.export_roster(
        edition=edition,
        rows=arranged(request, rows, RosterFilter, sorts=ROSTER, sort="line")[1],
        with_contacts=bool(can_organise(request.user, edition.course.project_id)),
        ending=_ending(request),
        by=me(request),
    )
    return _sent(request, file, f"{_('participants')} {edition.code}")


def _ending(request: HttpRequest) -> str:
    return request.GET.get("type", "xlsx")


def _sent(request: HttpRequest, file: IO[bytes], name: str) -> FileResponse:
    ending = _ending(request)
    response = FileResponse(file, as_attachment=True, filename=f"{name}.{ending}", content_type=TYPES[ending])
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
