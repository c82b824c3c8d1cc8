"""A list as a file made by a worker, for programs: ordered as a job, kept for a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, Any

from django.core.files import File
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from files.models import StoredFile
from files.services import store
from jobs.models import Job
from jobs.services import enqueue
from kernel.errors import Refused
from kernel.text import Text, canonical_json, clean_name, sha256
from trainings.documents.sheets import TYPES
from trainings.gates import EXPORT
from trainings.services.exports.lists import LISTS, PARTS
from trainings.services.exports.making import export_list, export_part
from trainings.tasks import MAKE_EXPORT

LIMIT = 200 * 1024**2
"""Bytes of a file: some hundred thousand rows."""
OF_WHAT: Mapping[str, Text] = {
    "edition": gettext_lazy("Say of which training."),
    "session": gettext_lazy("Say of which session."),
    "course": gettext_lazy("Say of which course."),
}


def order(*, name: str, ending: str, narrowed: Mapping[str, int | str], by: User) -> Job:
    """Have a list made; the same one asked for again meanwhile is one job. `narrowed` are ids and states by field.

    Of one of PARTS, `narrowed` names the thing, which `by` must see, and nothing else.
    Raises Refused 403 of the list, filter_unknown (400), and edition_missing, session_missing, course_missing (400).
    """
    if name in PARTS:
        PARTS[name].may(by, _thing(name, narrowed, by)).require()
        known: Sequence[str] = [PARTS[name].of]
    else:
        LISTS[name].may(by).require()
        known = LISTS[name].narrowed_by
    for field in narrowed:
        if field not in known:
            raise Refused("filter_unknown", _("This list cannot be narrowed by that."), status=400, field=field)
    if (state := narrowed.get("state")) and state not in _states_of(LISTS[name].rows(by)):
        raise Refused("filter_unknown", _("Nothing in this list can be in that state."), status=400, field="state")
    params = {"list": name, "type": ending, "narrowed": dict(narrowed)}
    key = sha256(canonical_json(params))[:32]
    return enqueue(kind=MAKE_EXPORT, params=params, dedupe_key=f"{MAKE_EXPORT}:{by.pk}:{key}", by=by)


def _states_of(rows: QuerySet[Any]) -> set[str]:
    """Every state in which a row of them may be."""
    return {state for state, _label in rows.model._meta.get_field("state").flatchoices}


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
    if name in PARTS:
        thing = _thing(name, narrowed, by)
        return export_part(name=name, of=thing, rows=PARTS[name].rows(by, thing), ending=ending, by=by)
    found = LISTS[name].rows(by).filter(**narrowed).order_by("pk")
    return export_list(name=name, rows=found, ending=ending, by=by)


def _thing(name: str, narrowed: Mapping[str, Any], by: User) -> Any:
    of = PARTS[name].of
    found = PARTS[name].things(by).filter(pk=narrowed.get(of, 0)).first()
    if found is None:
        raise Refused(f"{of}_missing", OF_WHAT[of], status=400, field=of)
    return found
