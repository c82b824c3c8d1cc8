"""Regulations, information and consents: written, published, read; who answered."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.visitors import me
from kernel.time import today
from trainings.filters import AnswerFilter, LegalTextFilter
from trainings.forms.legal import ChangeLegalTextForm, NewLegalTextForm, PublishTextForm
from trainings.models import ConsentRecord, LegalText, LegalTextVersion
from trainings.permissions import can_begin_text, can_keep_text, can_open_texts, can_see_answers
from trainings.queries.legal import with_counts, with_standing
from trainings.services import legal
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


@require_safe
@login_required
def legal_texts(request: HttpRequest) -> HttpResponse:
    """What holds in my projects, from when, and how many people said yes to it."""
    can_open_texts(request.user).require()
    found = listing(
        request,
        with_standing(LegalText.objects.visible_to(request.user)).select_related("project"),
        LegalTextFilter,
        sorts={"project": "project__code", "kind": "kind"},
        sort="project",
    )
    template = "trainings/_legal_texts.html" if request.htmx else "trainings/legal_texts.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found, "can_begin": can_begin_text(request.user)})


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def legal_text_create(request: HttpRequest) -> HttpResponse:
    """Begin a text."""
    can_begin_text(request.user).require()
    form = NewLegalTextForm(request.POST or None, by=me(request))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            row = legal.create_text(by=me(request), **form.cleaned_data)
            messages.success(request, _("The draft is there. It binds nobody until it is published."))
            return redirect("trainings:legal-text", row.pk)
    return show_form(request, "trainings/legal_text_create.html", form)


@require_http_methods(["GET", "POST"])
@login_required
def legal_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it would read, and what was published before; publish it."""
    text = _text(request, pk)
    may = can_keep_text(request.user, text.project_id)
    form = PublishTextForm(request.POST or None, initial={"valid_from": today(), "version": text.version})
    if request.method == "POST":
        may.require()
        if form.is_valid():
            with refusals_to(form):
                row = legal.publish_text(text=text, by=me(request), **form.cleaned_data)
                messages.success(request, _("Version %(number)s is published.") % {"number": row.number})
                return redirect("trainings:legal-text", text.pk)
    versions = with_counts(text.versions.select_related("published_by")).order_by("-number")
    context = {"text": text, "versions": versions, "can_keep": may, "today": today()}
    return show_form(request, "trainings/legal_text.html", form, context)


@require_http_methods(["GET", "POST"])
@login_required
def legal_text_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Word the draft anew."""
    text = _text(request, pk)
    can_keep_text(request.user, text.project_id).require()
    first = {name: getattr(text, name) for name in (*legal.WORDS, "version")}
    form = ChangeLegalTextForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            legal.change_text(text=text, by=me(request), **form.cleaned_data)
            messages.success(request, _("The draft is saved. Look at it, then publish it."))
            return redirect("trainings:legal-text", text.pk)
    return show_form(request, "trainings/legal_text_change.html", form, {"text": text})


@require_safe
@login_required
def legal_version(request: HttpRequest, pk: int) -> HttpResponse:
    """What was published, for everybody whom it concerns."""
    rows = LegalTextVersion.objects.visible_to(request.user).select_related("text__project")
    return render(request, "trainings/legal_version.html", {"version": get_object_or_404(rows, pk=pk)})


@require_safe
@login_required
def legal_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who said what to a version."""
    rows = LegalTextVersion.objects.visible_to(request.user).select_related("text__project")
    version = get_object_or_404(rows, pk=pk)
    can_see_answers(request.user, version.text.project_id).require()
    said = ConsentRecord.objects.visible_to(request.user).last_words().filter(version=version)
    found = listing(
        request,
        said.select_related("person", "recorded_by"),
        AnswerFilter,
        sorts={"person": "person__last_name", "at": "at"},
        sort="person",
    )
    template = "trainings/_legal_answers.html" if request.htmx else "trainings/legal_answers.html"  # type: ignore[attr-defined]
    return render(request, template, {"version": version, "listing": found})


def _text(request: HttpRequest, pk: int) -> LegalText:
    return get_object_or_404(LegalText.objects.visible_to(request.user).select_related("project"), pk=pk)
