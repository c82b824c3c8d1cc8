"""What was written about trainings: to whom, when it goes, what it says; held, cancelled or sent by organisers."""

from __future__ import annotations

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.audit import MESSAGE_SORTS, chosen, say
from accounts.visitors import me
from mail.rendering import render as letter_of
from trainings.filters import OutboxFilter
from trainings.permissions import can_open_outbox, can_organise, can_word_messages
from trainings.queries.outbox import outbox as messages_of
from trainings.queries.outbox import with_editions
from trainings.services import outbox as service
from web.lists import listing


@require_safe
@login_required
def outbox(request: HttpRequest) -> HttpResponse:
    """Every message about the trainings of one's projects, the latest to go first."""
    can_open_outbox(request.user).require()
    found = listing(request, messages_of(request.user), OutboxFilter, sorts=MESSAGE_SORTS, sort="-goes")
    page = "accounts/_messages.html" if request.htmx else "trainings/outbox.html"  # type: ignore[attr-defined]
    rows = found.page.object_list = with_editions(found.page.object_list)
    organises = any(can_organise(request.user, row.edition.course.project_id) for row in rows)  # type: ignore[attr-defined]
    act_url = reverse("trainings:outbox-change") if organises else ""
    context = {"listing": found, "shows_trainings": True, "act_url": act_url}
    return render(request, page, context | {"can_word": can_word_messages(request.user)})


@require_safe
@login_required
def outbox_message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: what it says, in the words that hold now."""
    message = get_object_or_404(messages_of(request.user), pk=pk)
    (message,) = with_editions([message])
    context = {
        "message": message,
        "letter": letter_of(message),
        "can_organise": can_organise(request.user, message.edition.course.project_id),  # type: ignore[attr-defined]
    }
    return render(request, "trainings/outbox_message.html", context)


@require_POST
@login_required
def outbox_change(request: HttpRequest) -> HttpResponse:
    """Do it with everything ticked that has not gone."""
    can_open_outbox(request.user).require()
    act, ids, query = chosen(request)
    if ids:
        say(request, service.change(ids=ids, act=act, by=me(request)))
    else:
        notes.info(request, _("Choose the messages first."))
    return redirect(f"{reverse('trainings:outbox')}?{query}")
