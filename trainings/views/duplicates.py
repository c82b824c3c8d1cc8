"""Accounts that may be of one person: the list, two of them side by side, one of two, two after all."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.freshness import fresh_sign_in_required
from accounts.models import User
from accounts.permissions import can_merge_people
from accounts.scopes import Held, held_by
from accounts.visitors import me
from trainings.filters import DuplicateFilter
from trainings.forms.duplicates import SamePersonForm, TwoPeopleForm
from trainings.models import Certificate, Enrolment
from trainings.permissions import can_see_duplicates, can_tell_apart
from trainings.queries.duplicates import people_to_compare, suspicions
from trainings.queries.outcomes import with_minutes
from trainings.services import merging
from web.idempotency import acts_once
from web.lists import Listing
from web.pages import refusals_to, show_form
from web.paging import page_of


@require_safe
@login_required
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs that nobody has looked at yet."""
    can_see_duplicates(request.user).require()
    filtered = DuplicateFilter(request.GET, queryset=people_to_compare(request.user), request=request)
    words = filtered.form.cleaned_data.get("q", "") if filtered.is_valid() else ""
    found = Listing(page_of(request, suspicions(request.user, words)), request.GET, filtered, "", {})
    template = "trainings/_duplicates.html" if request.htmx else "trainings/duplicates.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found})


@require_safe
@login_required
def duplicate(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Two accounts side by side: what each holds, and what can be done."""
    pair = _pair(request, pk, other_pk)
    context = {
        "pair": pair,
        "sides": _sides(request, pair),
        "can_merge": can_merge_people(request.user),
        "can_tell_apart": can_tell_apart(request.user),
    }
    return render(request, "trainings/duplicate.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@fresh_sign_in_required
@acts_once
def people_merge(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Keep the first account and close the second: first what will move, then the merge."""
    keep, drop = _pair(request, pk, other_pk)
    can_merge_people(request.user).require()
    form = SamePersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            merging.merge_people(keep=keep, drop=drop, by=me(request), **form.cleaned_data)
            messages.success(request, _("The two accounts are one now."))
            return redirect("accounts:person", keep.pk)
    context = {
        "keep": keep,
        "drop": drop,
        "plan": merging.plan(keep=keep, drop=drop, reader=me(request)),
    }
    return show_form(request, "trainings/people_merge.html", form, context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def people_tell_apart(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Two people after all: the pair leaves the list."""
    one, other = _pair(request, pk, other_pk)
    can_tell_apart(request.user).require()
    form = TwoPeopleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            merging.tell_apart(one=one, other=other, by=me(request), **form.cleaned_data)
            messages.success(request, _("Noted: these are two people. Nobody is asked again."))
            return redirect("trainings:duplicates")
    return show_form(request, "trainings/people_tell_apart.html", form, {"pair": (one, other)})


@dataclass(frozen=True)
class Holding:
    """One of the two accounts, and what of it the reader may know."""

    person: User
    other: User
    roles: list[Held]
    enrolments: list[Enrolment]
    certificates: int


def _sides(request: HttpRequest, pair: tuple[User, User]) -> list[Holding]:
    roles = held_by(pair, reader=request.user)
    rows = with_minutes(Enrolment.objects.visible_to(request.user).filter(person__in=pair))
    rows = rows.select_related("edition__course", "city").order_by("-edition__starts_at", "pk")
    certificates = Certificate.objects.visible_to(request.user).valid().filter(enrolment__person__in=pair)
    owners = list(certificates.values_list("enrolment__person", flat=True))
    return [
        Holding(
            person,
            other,
            roles[person.pk],
            [row for row in rows if row.person_id == person.pk],
            owners.count(person.pk),
        )
        for person, other in (pair, pair[::-1])
    ]


def _pair(request: HttpRequest, pk: int, other_pk: int) -> tuple[User, User]:
    """Two people the reader may compare; one and the same is no pair."""
    if pk == other_pk:
        raise Http404
    people = people_to_compare(request.user)
    return get_object_or_404(people, pk=pk), get_object_or_404(people, pk=other_pk)
