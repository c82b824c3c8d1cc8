"""Places: one's own, a colleague's, the whole list."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.visitors import me
from trainings.choices import DEMANDED, EnrolmentState, LegalKind, Mode, Selection
from trainings.filters import MyEnrolmentFilter
from trainings.forms import AnybodyForm, ColleagueForm, EnrolForm, ReasonForm
from trainings.models import Certificate, Edition, Enrolment
from trainings.permissions import (
    acting_as,
    can_change_kind,
    can_enrol_others,
    can_organise,
    can_see_history,
    can_see_trained,
    can_substitute,
    can_transfer,
    can_withdraw,
    may_answer,
)
from trainings.queries import (
    own_cities,
    people_to_enrol,
    with_keeping,
    with_places,
    with_position,
    with_question,
)
from trainings.queries.evaluation import tasks_of
from trainings.queries.legal import to_answer
from trainings.queries.materials import fetch_materials, materials_of
from trainings.queries.outcomes import with_minutes
from trainings.queries.pages import enrolments_page
from trainings.queries.travel import with_travel
from trainings.services import places
from trainings.services.places import board
from trainings.views.sorts import ENROLMENTS
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form
from web.paging import NarrowPaginator

ASKED = [*DEMANDED, LegalKind.IMAGE]
"""What who enrols reads; the last may be left out."""
SHOWN = 10
"""Materials on the page of a place; the rest stand on their own page."""


@require_safe
@login_required
def enrolments(request: HttpRequest) -> HttpResponse:
    """My trainings; for coordinators, organisers and auditors also those of others they may see."""
    shows_people = bool(request.GET.get("whose"))
    rows = Enrolment.objects.visible_to(request.user)
    found = listing(
        request,
        rows if shows_people else _mine(rows, me(request)),
        MyEnrolmentFilter,
        sorts=ENROLMENTS,
        sort="-start",
        # One's own are never many: the question saved here is the one for their materials.
        paginator=NarrowPaginator if shows_people else Paginator,
        read=enrolments_page,
    )
    template = "trainings/_enrolments.html" if request.htmx else "trainings/enrolments.html"  # type: ignore[attr-defined]
    if not shows_people:
        fetch_materials(found.page.object_list, me(request))
    context = {
        "listing": found,
        "shows_people": shows_people,
        "can_see_trained": can_see_trained(request.user),
    }
    return render(request, template, context)


def _mine(rows: QuerySet[Enrolment], user: User) -> QuerySet[Enrolment]:
    """With what only one's own are shown with: the way back is claimed from here."""
    return with_travel(with_question(with_position(rows)), user).select_related("edition__course", "person", "city")


@require_safe
@login_required
def enrolment(request: HttpRequest, pk: int) -> HttpResponse:
    """One enrolment: where it stands, what can be done, how it came to that."""
    rows = with_minutes(with_question(with_position(Enrolment.objects.visible_to(request.user))))
    found = get_object_or_404(
        with_travel(rows, me(request))
        .select_related(
            "edition__course",
            "person",
            "city",
            "regulation",
            "came_from__person",
            "came_from__edition__course",
            "went_to__edition",
        )
        .prefetch_related("offers"),
        pk=pk,
    )
    user = me(request)
    acting = acting_as(user, found.edition, person_id=found.person_id, city_id=found.city_id)
    context = {
        "enrolment": found,
        "events": found.events.select_related("actor"),
        "can_answer": found.pending_offer and may_answer(acting),
        "can_withdraw": found.edition.is_published() and can_withdraw(user, found),
        "can": _exchanges(user, found),
        "can_organise": can_organise(user, found.edition.course.project_id),
        "can_see_history": can_see_history(user, found),
        "tasks": tasks_of(found) if found.person_id == user.pk else [],
        "comes": found.person_id == user.pk and found.state == EnrolmentState.CONFIRMED,
        "materials": materials_of(user, [found.edition_id])[: SHOWN + 1],
        "shown_materials": SHOWN,
        "certificates": Certificate.objects.visible_to(user).valid().filter(enrolment=found) if found.outcome else [],
    }
    return render(request, "trainings/enrolment.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def edition_enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place for oneself."""
    user = me(request)
    edition = get_object_or_404(_on_offer(request), pk=pk)
    if request.method == "GET" and not _may_begin(user, edition):
        return redirect("trainings:edition", edition.pk)
    cities = own_cities(user, edition)
    if not cities:
        raise places.not_eligible()
    known = _last_post(user) if request.method == "GET" else None
    kinds, texts = edition.mode == Mode.HYBRID, to_answer(edition, user, *ASKED)
    form = EnrolForm(request.POST or None, cities=cities, is_hybrid=kinds, texts=texts, initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            row, is_new = places.enrol(edition=edition, person=user, by=user, **form.cleaned_data)
            _say_where_it_stands(request, row, is_new=is_new)
            return redirect("trainings:enrolment", row.pk)
    context = {"edition": edition, "outlook": board.outlook(edition, cities)}
    return show_form(request, "trainings/edition_enrol.html", form, context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def edition_enrol_other(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place for a colleague, or as an organiser for anybody entitled."""
    edition = get_object_or_404(_on_offer(request), pk=pk)
    can_enrol_others(request.user, edition).require()
    user = me(request)
    kind = AnybodyForm if can_organise(user, edition.course.project_id) else ColleagueForm
    form = kind(request.POST or None, roles=people_to_enrol(user, edition), is_hybrid=edition.mode == Mode.HYBRID)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            row, is_new = places.enrol(edition=edition, by=user, **form.cleaned_data)
            _say_where_it_stands(request, row, is_new=is_new)
            return redirect("trainings:enrolment", row.pk)
    return show_form(request, "trainings/edition_enrol_other.html", form, {"edition": edition})


@require_POST
@login_required
def enrolment_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the offered place."""
    row = places.accept_offer(enrolment=_seen(request, pk), by=me(request))
    messages.success(request, _("The place is yours."))
    return redirect("trainings:enrolment", row.pk)


@require_POST
@login_required
def enrolment_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the offered place to the next in line."""
    row = places.decline_offer(enrolment=_seen(request, pk), by=me(request))
    messages.success(request, _("The place goes to the next person. Thank you for telling us."))
    return redirect("trainings:enrolment", row.pk)


@require_http_methods(["GET", "POST"])
@login_required
def enrolment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a place or the wait up."""
    row = _seen(request, pk)
    if request.method == "GET":
        can_withdraw(request.user, row).require()
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            places.withdraw(enrolment=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The enrolment is withdrawn."))
            # The office of a city sees nobody who is out.
            if not Enrolment.objects.visible_to(request.user).filter(pk=row.pk).exists():
                return redirect("trainings:enrolments")
            return redirect("trainings:enrolment", row.pk)
    return show_form(request, "trainings/enrolment_withdraw.html", form, {"enrolment": row})


@require_http_methods(["GET", "POST"])
@login_required
def enrolment_promote(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a free place to somebody who waits."""
    row = _seen(request, pk)
    can_organise(request.user, row.edition.course.project_id).require()
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            places.promote(enrolment=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The place was given, and the person was told."))
            return redirect("trainings:edition-roster", row.edition_id)
    return show_form(request, "trainings/enrolment_promote.html", form, {"enrolment": row})


def _exchanges(user: User, row: Enrolment) -> dict[str, bool]:
    """What of a place may be exchanged by this user now."""
    edition = row.edition
    if not edition.is_published() or edition.has_started():
        return {}
    has_place = row.state == EnrolmentState.CONFIRMED
    counts = has_place or row.state == EnrolmentState.WAITLISTED
    return {
        "transfer": counts and bool(can_transfer(user, row)),
        "substitute": has_place and bool(can_substitute(user, row)),
        "change_kind": counts and edition.mode == Mode.HYBRID and bool(can_change_kind(user, row)),
    }


def _on_offer(request: HttpRequest) -> QuerySet[Edition]:
    return with_keeping(with_places(Edition.objects.visible_to(request.user))).select_related("course")


def _seen(request: HttpRequest, pk: int) -> Enrolment:
    rows = Enrolment.objects.visible_to(request.user).select_related("edition__course", "person")
    return get_object_or_404(rows, pk=pk)


def _may_begin(user: User, edition: Edition) -> bool:
    """Whether the form would lead anywhere. Where not, the page of the edition says why."""
    if not edition.takes_enrolments() or edition.selection == Selection.NOMINATION:
        return False
    own = Enrolment.objects.visible_to(user).active().filter(edition=edition, person=user)
    return not own.exists()


def _last_post(user: User) -> dict[str, str]:
    """Post and department as given last time, so that nobody types them twice."""
    last = Enrolment.objects.visible_to(user).filter(person=user).order_by("-submitted_at").first()
    return {"post": last.post, "department": last.department} if last else {}


def _say_where_it_stands(request: HttpRequest, row: Enrolment, *, is_new: bool) -> None:
    if not is_new:
        messages.info(request, _("This enrolment was there already."))
    elif row.state == EnrolmentState.CONFIRMED:
        messages.success(request, _("The place is confirmed."))
    elif row.state == EnrolmentState.AWAITING_APPROVAL:
        messages.success(request, _("The enrolment waits for the approval of the town."))
    elif row.state == EnrolmentState.AWAITING_SELECTION:
        messages.success(request, _("The enrolment waits for the committee."))
    else:
        messages.success(request, _("All places are taken: the enrolment is on the waiting list."))
