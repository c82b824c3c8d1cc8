"""The lists of the pages as files: the same rows, in the same order, all pages of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_filters import FilterSet

from accounts.visitors import me
from kernel.text import Text
from trainings import filters
from trainings.documents.sheets import TYPES
from trainings.models import Edition, Enrolment
from trainings.permissions import can_see_roster
from trainings.queries.roster import roster
from trainings.services import exports
from trainings.views import sorts
from web.lists import arranged


@dataclass(frozen=True)
class Page:
    """How the page of a list narrows and orders it, and what its file is called."""

    filter: type[FilterSet]
    sorts: Mapping[str, str]
    sort: str
    title: Text


PAGES = {
    "editions": Page(filters.CatalogueFilter, sorts.EDITIONS, "start", gettext_lazy("trainings")),
    "enrolments": Page(filters.MyEnrolmentFilter, sorts.ENROLMENTS, "-start", gettext_lazy("enrolments")),
    "certificates": Page(filters.MyCertificateFilter, sorts.CERTIFICATES, "-issued", gettext_lazy("certificates")),
    "approvals": Page(filters.DecisionFilter, sorts.APPROVALS, "due", gettext_lazy("decisions")),
    "sessions": Page(filters.MySessionFilter, sorts.SESSIONS, "-start", gettext_lazy("sessions")),
    "courses": Page(filters.CourseFilter, sorts.COURSES, "code", gettext_lazy("courses")),
    "trained": Page(filters.TrainedFilter, sorts.TRAINED, "-end", gettext_lazy("trained")),
}


@require_safe
@login_required
def list_export(request: HttpRequest, name: str) -> FileResponse:
    """One of the lists that PAGES names."""
    page = PAGES[name]
    rows = exports.LISTS[name].rows(me(request))
    found = arranged(request, rows, page.filter, sorts=page.sorts, sort=page.sort)[1]
    file = exports.export_list(name=name, rows=found, ending=_ending(request), by=me(request))
    return _sent(request, file, str(page.title))


@require_safe
@login_required
def roster_export(request: HttpRequest, pk: int) -> FileResponse:
    """The participants of an edition."""
    edition = get_object_or_404(Edition.objects.visible_to(request.user).select_related("course"), pk=pk)
    can_see_roster(request.user, edition).require()
    rows = roster(Enrolment.objects.visible_to(request.user).filter(edition=edition)).select_related("person", "city")
    found = arranged(request, rows, filters.RosterFilter, sorts=sorts.ROSTER, sort="line")[1]
    file = exports.export_roster(edition=edition, rows=found, ending=_ending(request), by=me(request))
    return _sent(request, file, f"{_('participants')} {edition.code}")


def _ending(request: HttpRequest) -> str:
    return request.GET.get("type", "xlsx")


def _sent(request: HttpRequest, file: IO[bytes], name: str) -> FileResponse:
    ending = _ending(request)
    response = FileResponse(file, as_attachment=True, filename=f"{name}.{ending}", content_type=TYPES[ending])
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
