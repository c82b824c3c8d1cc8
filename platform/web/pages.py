"""What every page with a form does alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refused
from kernel.text import read_number
from web.stale import present_of


@contextmanager
def refusals_to(form: BaseForm) -> Iterator[None]:
    """Show a refusal of the service inside as an error of the form; `show_form` answers with its status."""
    try:
        yield
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.message))
        form.refusal = refusal  # type: ignore[attr-defined]


def refusal_of(form: BaseForm | None) -> Refused | None:
    """What `refusals_to` caught."""
    return getattr(form, "refusal", None)


def show_form(
    request: HttpRequest, template: str, form: BaseForm, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page with its form: 200, 422 with mistakes in it, or the status of the refusal.

    Raises Refused 400 where nothing of what was sent could be read: the page would look as if nothing had been sent.
    """
    refusal = refusal_of(form)
    if request.method == "POST" and not form.is_bound and not refusal:
        raise _nothing_arrived()
    if refusal and refusal.code == "stale":
        form.present = present_of(request, form, refusal)  # type: ignore[attr-defined]
    status = refusal.status if refusal else 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, "refusal": refusal, **(context or {})}, status=status)


def ticked(request: HttpRequest, name: str) -> set[int]:
    """The ids of the rows of a list that were ticked.

    Raises Http404 for what is no id, Refused 400 where nothing of the form could be read.
    """
    if not request.POST:
        raise _nothing_arrived()
    found = {read_number(typed) for typed in request.POST.getlist(name)}
    if None in found:
        raise Http404
    return {pk for pk in found if pk is not None}


def _nothing_arrived() -> Refused:
    return Refused("form_empty", _("Nothing of the form arrived. Reload the page and send it again."), status=400)
