"""A list as a file made by a worker, for programs: ordered as a job, kept for a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.core.files import File
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from files.models import StoredFile
from files.services import store
from jobs.models import Job
from jobs.services import enqueue
from kernel.errors import Refused
from kernel.text import canonical_json, clean_name, sha256
from trainings.documents.sheets import TYPES
from trainings.gates import EXPORT
from trainings.models import Edition, Enrolment
from trainings.permissions import can_see_roster
from trainings.queries.roster import roster
from trainings.services.exports.lists import LISTS
from trainings.services.exports.making import export_list, export_roster
from trainings.tasks import MAKE_EXPORT

ROSTER = "roster"
LIMIT = 200 * 1024**2
"""Bytes of a file: some hundred thousand rows."""


def order(*, name: str, ending: str, narrowed: Mapping[str, int | str], by: User) -> Job:
    """Have a list made; the same one asked for again meanwhile is one job. `narrowed` are ids and states by field.

    Of the list of participants, `narrowed` names the edition, which `by` must see.
    Raises Refused roster_closed (403), 403 of the list, filter_unknown (400), edition_missing (400).
    """
    if name == ROSTER:
        can_see_roster(by, _edition(narrowed, by)).require()
    else:
        LISTS[name].may(by).require()
    for field in narrowed:
        if field not in (["edition"] if name == ROSTER else LISTS[name].narrowed_by):
            raise Refused("filter_unknown", _("This list cannot be narrowed by that."), status=400, field=field)
    params = {"list": name, "type": ending, "narrowed": dict(narrowed)}
    key = sha256(canonical_json(params))[:32]
    return enqueue(kind=MAKE_EXPORT, params=params, dedupe_key=f"{MAKE_EXPORT}:{by.pk}:{key}", by=by)


def orders(user: User) -> QuerySet[Job]:
    """Those of the user."""
    return Job.objects.visible_to(user).filter(kind=MAKE_EXPORT).order_by("-pk")


def make(*, params: Mapping[str, Any], by: User) -> StoredFile:
    """The file, of what `by` may see now. Raises Refused as `order`, and as `files.services.store`."""
    name, ending, narrowed = params["list"], params["type"], params["narrowed"]
    with _made(name, ending, narrowed, by) as content:
        title = clean_name(f"{name}.{ending}")
        return store(content=File(content), name=title, kind=EXPORT, by=by, allow=TYPES.keys(), limit=LIMIT)


def _made(name: str, ending: str, narrowed: Mapping[str, Any], by: User) -> IO[bytes]:
    if name == ROSTER:
        edition = _edition(narrowed, by)
        rows = roster(Enrolment.objects.visible_to(by).filter(edition=edition)).select_related("person", "city")
        return export_roster(edition=edition, rows=rows, ending=ending, by=by)
    found = LISTS[name].rows(by).filter(**narrowed).order_by("pk")
    return export_list(name=name, rows=found, ending=ending, by=by)


def _edition(narrowed: Mapping[str, Any], by: User) -> Edition:
    found = Edition.objects.visible_to(by).select_related("course").filter(pk=narrowed.get("edition", 0)).first()
    if found is None:
        raise Refused("edition_missing", _("Say of which training."), status=400, field="edition")
    return found
