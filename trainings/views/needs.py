"""Special needs: one's own, how many of a kind, and the words for who may read them; and the end of personal data."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.freshness import fresh_sign_in_required
from accounts.models import User
from accounts.visitors import me
from trainings.choices import LegalKind
from trainings.forms.needs import ErasureForm, NeedForm
from trainings.models import Edition, Enrolment, SpecialNeed
from trainings.permissions import can_erase, can_see_need_counts
from trainings.queries.legal import to_answer
from trainings.queries.needs import need_counts
from trainings.services import erasure, needs
from web.pages import refusals_to, show_form


@require_http_methods(["GET", "POST"])
@login_required
def enrolment_needs(request: HttpRequest, pk: int) -> HttpResponse:
    """What I need in order to take part."""
    rows = Enrolment.objects.visible_to(request.user).select_related("edition__course")
    enrolment = get_object_or_404(rows, pk=pk)
    needs.require_own(enrolment, me(request))
    form = NeedForm(request.POST or None, texts=to_answer(enrolment.edition, me(request), LegalKind.NEEDS))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            needs.tell_need(enrolment=enrolment, by=me(request), **form.cleaned_data)
            messages.success(request, _("The organiser can read it now."))
            return redirect("trainings:enrolment-needs", pk)
    own = SpecialNeed.objects.visible_to(request.user).filter(enrolment=enrolment)
    told = needs.read_needs(needs=list(own), by=me(request))
    context = {"enrolment": enrolment, "told": told, "kept_for": needs.kept_for(enrolment.edition)}
    return show_form(request, "trainings/enrolment_needs.html", form, context)


@require_POST
@login_required
def need_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a need back."""
    rows = SpecialNeed.objects.visible_to(request.user).select_related("enrolment")
    need = get_object_or_404(rows, pk=pk)
    needs.forget_need(need=need, by=me(request))
    messages.success(request, _("It is erased."))
    return redirect("trainings:enrolment-needs", need.enrolment_id)


@require_http_methods(["GET", "POST"])
@login_required
def edition_needs(request: HttpRequest, pk: int) -> HttpResponse:
    """How many people need what, to print for a caterer; asked for by a button, the words, each reading on record."""
    rows = Edition.objects.visible_to(request.user).select_related("course")
    edition = get_object_or_404(rows, pk=pk)
    can_see_need_counts(request.user, edition).require()
    told = SpecialNeed.objects.visible_to(request.user).filter(enrolment__edition=edition)
    readable = list(told.select_related("enrolment"))
    words = needs.read_needs(needs=readable, by=me(request)) if request.method == "POST" else None
    waiting = sum(not need.enrolment.holds_seat for need in readable)
    context = {
        "edition": edition,
        "counts": need_counts(edition),
        "readable": len(readable),
        "waiting": waiting,
        "words": words,
    }
    return render(request, "trainings/edition_needs.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@fresh_sign_in_required
def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a request to be forgotten; the page then shows what the person is written."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    can_erase(request.user).require()
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            done = erasure.erase_person(person=person, by=me(request), **form.cleaned_data)
            return render(request, "trainings/person_erased.html", {"person": person, "done": done})
    return show_form(request, "trainings/person_erase.html", form, {"person": person})
