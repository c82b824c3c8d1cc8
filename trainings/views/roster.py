"""The list of participants, and what an organiser does with several of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.visitors import me
from kernel.errors import Refused
from kernel.text import read_number
from trainings.choices import Act, Selection
from trainings.filters import RosterFilter
from trainings.forms.roster import LetterForm, SeveralForm
from trainings.models import Edition, Enrolment
from trainings.permissions import can_organise, can_see_roster, can_select
from trainings.queries import fetch_offers, with_keeping
from trainings.queries.legal import with_image, with_image_text
from trainings.queries.outcomes import with_minutes
from trainings.queries.roster import roster
from trainings.services import letters, places
from trainings.services.places import Account, board
from trainings.views.sorts import ROSTER
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form
from web.shown import columns_of

BESIDE = (*(f"person__{name}" for name in ("first_name", "last_name", "email", "phone")), "city__name")
"""What the list shows of the person and of the town."""


@require_safe
@login_required
def edition_roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes, who was offered a place, who waits."""
    editions = with_image_text(with_keeping(Edition.objects.visible_to(request.user)))
    edition = get_object_or_404(editions.select_related("course"), pk=pk)
    can_see_roster(request.user, edition).require()
    rows = Enrolment.objects.visible_to(request.user).filter(edition=edition)
    has_started = edition.has_started()
    counted = with_minutes(rows) if has_started else rows
    people = roster(with_image(counted, edition.image_text)).select_related("person", "city")
    people = people.only(*columns_of(Enrolment), *BESIDE)
    found = listing(request, people, RosterFilter, sorts=ROSTER, sort="line", paginator=Paginator)
    seen = board.look(edition)
    rows_here = list(found.page.object_list)
    fetch_offers(rows_here)
    for row in rows_here:
        row.notes, row.is_givable = seen.notes.get(row.pk, []), row.pk in seen.givable
    organises = can_organise(request.user, edition.course.project_id)
    context = {
        "edition": edition,
        "listing": found,
        "can_organise": organises,
        "can_choose": organises and edition.is_published(),
        "can_select": edition.selection == Selection.RANKED and can_select(request.user, edition),
        "board": seen,
        "image_text": edition.image_text,
        "has_started": has_started,
    }
    template = "trainings/_roster.html" if request.htmx else "trainings/edition_roster.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def roster_several(request: HttpRequest, pk: int) -> HttpResponse:
    """The same with everybody ticked, each by itself: first who it is and what is meant, then what became of each."""
    edition = _organised(request, pk)
    rows = _chosen(request, edition)
    if not rows:
        return _nobody(request, edition)
    act = request.GET.get("act", "")
    if request.method == "GET" and act not in Act.values:
        raise Http404
    form = SeveralForm(request.POST or None, initial={"act": act}, rows=rows)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            _tell(request, places.act_on_several(edition=edition, by=me(request), **form.cleaned_data))
            return redirect("trainings:edition-roster", pk)
    return show_form(request, "trainings/roster_several.html", form, {"edition": edition, "rows": rows})


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def roster_write(request: HttpRequest, pk: int) -> HttpResponse:
    """A message to everybody ticked."""
    edition = _organised(request, pk)
    rows = _chosen(request, edition)
    if not rows:
        return _nobody(request, edition)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            ids = [row.pk for row in rows]
            count = letters.write_to(edition=edition, enrolments=ids, by=me(request), **form.cleaned_data)
            text = ngettext("The message goes to %(n)s person.", "The message goes to %(n)s people.", count)
            messages.success(request, text % {"n": count})
            return redirect("trainings:edition-roster", pk)
    return show_form(request, "trainings/roster_write.html", form, {"edition": edition, "rows": rows})


def _organised(request: HttpRequest, pk: int) -> Edition:
    edition = get_object_or_404(Edition.objects.visible_to(request.user).select_related("course"), pk=pk)
    can_organise(request.user, edition.course.project_id).require()
    return edition


def _chosen(request: HttpRequest, edition: Edition) -> list[Enrolment]:
    """The people ticked, in the order of the list. Raises Http404 for anybody who is not on it."""
    given = request.POST if request.method == "POST" else request.GET
    ids = {read_number(typed) or 0 for typed in given.getlist("enrolment")}
    rows = roster(Enrolment.objects.visible_to(request.user).filter(edition=edition, pk__in=ids))
    found = list(rows.select_related("person", "city"))
    if len(found) != len(ids):
        raise Http404
    return found


def _nobody(request: HttpRequest, edition: Edition) -> HttpResponse:
    if request.method == "POST":
        raise Refused("nobody_chosen", _("Choose the people first."))
    messages.info(request, _("Choose the people first."))
    return redirect("trainings:edition-roster", edition.pk)


def _tell(request: HttpRequest, account: Account[Enrolment]) -> None:
    """How many it was done with; each reason once, with the names it holds for."""
    if account.done:
        text = ngettext("It was done for %(n)s person.", "It was done for %(n)s people.", len(account.done))
        messages.success(request, text % {"n": len(account.done)})
    for reason, people in _by_reason(account).items():
        messages.error(request, _("Not done: %(people)s. %(reason)s") % {"people": ", ".join(people), "reason": reason})


def _by_reason(account: Account[Enrolment]) -> dict[str, Iterable[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row, refusal in account.refused:
        found[str(refusal.message)].append(str(row.person))
    return dict(found)
