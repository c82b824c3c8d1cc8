"""The words of messages: who may change them is told by each text's own gate."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import TextForm
from accounts.queries import texts_for
from accounts.visitors import me
from mail import wording
from mail.rendering import Letter
from mail.texts import Editable, find
from web.pages import refusals_to, show_form


@require_safe
@login_required
def texts(request: HttpRequest) -> HttpResponse:
    """Every message that one may word, with who changed it last."""
    return render(request, "accounts/texts.html", {"texts": texts_for(me(request))})


@require_http_methods(["GET", "POST"])
@login_required
def text_change(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """Word a message anew, beside how it would read."""
    text = _found(request, name, language)
    current, version = wording.current(text, language)
    initial = {"subject": current.subject, "body": current.body, "version": version}
    form = TextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            wording.change(text=text, language=language, by=me(request), **form.cleaned_data)
            notes.success(request, _("The message is worded so from now on, also where it waits to be sent."))
            return redirect("accounts:texts")
    return _show(request, text, language, form)


@require_POST
@login_required
def text_preview(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """How what was typed would read; nothing is kept."""
    text = _found(request, name, language)
    form = TextForm(request.POST)
    if not request.htmx:  # type: ignore[attr-defined]
        return _show(request, text, language, form)
    context = {"letter": _letter(text, language, form), "form": form}
    return render(request, "accounts/_text_preview.html", context)


@require_POST
@login_required
def text_reset(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """Take the built-in words back."""
    wording.reset(text=_found(request, name, language), language=language, by=me(request))
    notes.success(request, _("The message has its built-in words again."))
    return redirect("accounts:text-change", name, language)


def _found(request: HttpRequest, name: str, language: str) -> Editable:
    text = find(name)
    if text is None or language not in dict(settings.LANGUAGES):
        raise Http404
    text.may_edit(request.user).require()
    return text


def _show(request: HttpRequest, text: Editable, language: str, form: TextForm) -> HttpResponse:
    context = {
        "text": text,
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "letter": _letter(text, language, form),
        "is_own": wording.is_own(text, language),
    }
    return show_form(request, "accounts/text_change.html", form, context)


def _letter(text: Editable, language: str, form: TextForm) -> Letter | None:
    """The letter with invented facts; none where the words have a mistake, which the form then shows."""
    if not form.is_bound:
        return wording.preview(text, language=language, subject=form.initial["subject"], body=form.initial["body"])
    if form.is_valid():
        given = form.cleaned_data
        with refusals_to(form):
            return wording.preview(text, language=language, subject=given["subject"], body=given["body"])
    return None
