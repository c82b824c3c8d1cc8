"""The lists of the pages as files: the same rows, in the same order, all pages of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_filters import FilterSet

from accounts.views.audit import MESSAGE_SORTS
from accounts.visitors import me
from kernel.errors import Refused
from kernel.text import Text, clean_name
from trainings import filters
from trainings.documents.sheets import TYPES
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
    "sessions": Page(filters.TaughtFilter, sorts.SESSIONS, "start", gettext_lazy("sessions")),
    "courses": Page(filters.CourseFilter, sorts.COURSES, "code", gettext_lazy("courses")),
    "trained": Page(filters.TrainedFilter, sorts.TRAINED, "-end", gettext_lazy("trained")),
    "travel": Page(filters.TravelClaimFilter, sorts.TRAVEL, "-submitted", gettext_lazy("travel claims")),
    "messages": Page(filters.OutboxFilter, MESSAGE_SORTS, "-goes", gettext_lazy("messages")),
}
PARTS = {
    "roster": Page(filters.RosterFilter, sorts.ROSTER, "line", gettext_lazy("participants")),
    "attendance": Page(filters.RecordFilter, sorts.RECORDS, "person", gettext_lazy("attendance")),
    "settlement": Page(filters.SettledFilter, sorts.SETTLED, "number", gettext_lazy("settlement")),
    "edition-certificates": Page(
        filters.EditionCertificateFilter, sorts.EDITION_CERTIFICATES, "number", gettext_lazy("certificates")
    ),
    "questionnaires": Page(
        filters.CourseQuestionnaireFilter, sorts.QUESTIONNAIRES, "title", gettext_lazy("questionnaires")
    ),
}
"""Of the lists of one thing."""


@require_safe
@login_required
def list_export(request: HttpRequest, name: str) -> FileResponse:
    """One of the lists that PAGES names."""
    page = PAGES[name]
    rows = exports.LISTS[name].rows(me(request))
    found = _narrowed(request, page, rows)
    file = exports.export_list(name=name, rows=found, ending=_ending(request), by=me(request))
    return sent(file, str(page.title), _ending(request))


@require_safe
@login_required
def part_export(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """One of the lists of one thing that PARTS names."""
    page, part, user = PARTS[name], exports.PARTS[name], me(request)
    thing = get_object_or_404(part.things(user), pk=pk)
    part.may(user, thing).require()
    found = _narrowed(request, page, part.rows(user, thing))
    file = exports.export_part(name=name, of=thing, rows=found, ending=_ending(request), by=user)
    return sent(file, clean_name(f"{page.title} {getattr(thing, 'code', thing)}"), _ending(request))


def _narrowed(request: HttpRequest, page: Page, rows: QuerySet[Any]) -> QuerySet[Any]:
    """As the page shows them. A wrong filter would let everything through: a file has no room to say so."""
    filtered, found, _chosen = arranged(request, rows, page.filter, sorts=page.sorts, sort=page.sort)
    if filtered.errors:
        wrong = ", ".join(str(filtered.form.fields[name].label) for name in filtered.errors)
        text = _("The file was not made: the filter cannot be read (%(fields)s). Go back to the list and choose again.")
        raise Refused("filter_unknown", text % {"fields": wrong}, status=400)
    return found


def _ending(request: HttpRequest) -> str:
    return request.GET.get("type", "xlsx")


def sent(file: IO[bytes], name: str, ending: str) -> FileResponse:
    """A list under a name with its ending, to be saved."""
    response = FileResponse(file, as_attachment=True, filename=f"{name}.{ending}", content_type=TYPES[ending])
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
