"""The record of who did what, and the messages that went out: for auditors and administrators."""

from __future__ import annotations

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.filters import EventFilter, MessageFilter
from accounts.permissions import can_change_outbox, can_read_audit, can_read_outbox
from accounts.queries import outbox
from accounts.visitors import me
from audit.models import Event
from mail.outbox import Act, Done, change
from mail.services import queue_again
from web.lists import listing
from web.pages import ticked

MESSAGE_SORTS = {"goes": "not_before", "state": "state", "template": "template"}


@require_safe
@login_required
def events(request: HttpRequest) -> HttpResponse:
    """Who did what to what, newest first."""
    can_read_audit(request.user).require()
    rows = Event.objects.visible_to(request.user).select_related("actor")
    found = listing(request, rows, EventFilter, sorts={"at": "id"}, sort="-at")
    page = "accounts/_events.html" if request.htmx else "accounts/events.html"  # type: ignore[attr-defined]
    return render(request, page, {"listing": found})


@require_safe
@login_required
def messages(request: HttpRequest) -> HttpResponse:
    """Outgoing messages: to whom, what, in which state. Their texts are made when they are sent, and not kept."""
    can_read_outbox(request.user).require()
    found = listing(request, outbox(request.user), MessageFilter, sorts=MESSAGE_SORTS, sort="-goes")
    page = "accounts/_messages.html" if request.htmx else "accounts/messages.html"  # type: ignore[attr-defined]
    may = can_change_outbox(request.user)
    context = {"listing": found, "can_change": may, "act_url": reverse("accounts:messages-change") if may else ""}
    return render(request, page, context)


@require_POST
@login_required
def messages_change(request: HttpRequest) -> HttpResponse:
    """Hold, release, cancel or send at once what was ticked and has not gone."""
    can_change_outbox(request.user).require()
    act, ids, query = chosen(request)
    if ids:
        say(request, change(messages=outbox(request.user).filter(pk__in=ids), act=act, by=me(request)))
    return redirect(f"{reverse('accounts:messages')}?{query}")


@require_POST
@login_required
def message_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed message again."""
    found = get_object_or_404(outbox(request.user), pk=pk)
    can_change_outbox(request.user).require()
    queue_again(message=found, by=me(request))
    notes.success(request, _("The message will be tried again."))
    return redirect("accounts:messages")


def chosen(request: HttpRequest) -> tuple[Act, set[int], str]:
    """What was asked to be done, with which messages, and how their list was filtered.

    Raises Http404 for what is none of it, Refused 400 where nothing of the form could be read.
    """
    ids, act, query = ticked(request, "message"), request.POST.get("act", ""), request.POST.get("back", "")
    if act not in Act.values or "\x00" in query:
        raise Http404
    return Act(act), ids, query


def say(request: HttpRequest, done: Done) -> None:
    """How many messages changed, and that others had gone."""
    if done.changed:
        text = ngettext("%(n)s message was changed.", "%(n)s messages were changed.", done.changed)
        notes.success(request, text % {"n": done.changed})
    if done.left:
        text = ngettext(
            "%(n)s message had gone, or was so already.", "%(n)s messages had gone, or were so already.", done.left
        )
        notes.info(request, text % {"n": done.left})
