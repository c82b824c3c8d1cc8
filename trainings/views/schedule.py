"""Sessions after they were planned, and calendars."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import me
from trainings.forms import CallOffForm
from trainings.forms.schedule import ChangeSessionForm, RepeatForm
from trainings.models import CalendarFeed, Enrolment, Session
from trainings.permissions import can_organise
from trainings.services import calendars, editions, feeds
from web.idempotency import acts_once
from web.pages import refusals_to, show_form
from web.throttling import FeedThrottle, require_calm

CALENDAR = "text/calendar; charset=utf-8"


@require_http_methods(["GET", "POST"])
@login_required
def session_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a session or change what is said of it; what people are told of is shown first, then confirmed."""
    session = _organised(request, pk)
    form = ChangeSessionForm(request.POST or None, initial={**model_to_dict(session), "version": session.version})
    effect = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        effect = editions.effect_of(session, **{name: given[name] for name in ("starts_at", "ends_at", "venue")})
        is_agreed = not effect.is_felt or request.POST.get("seen") == form.move
        with refusals_to(form):
            if is_agreed:
                editions.change_session(session=session, by=me(request), **given)
                messages.success(request, _("The session was changed."))
                return redirect("trainings:edition", session.edition_id)
            editions.rehearse_change(session=session, by=me(request), **given)
    if form.errors:
        effect = None
    clashes = effect.clashes_shown_to(me(request)) if effect else []
    context = {"session": session, "effect": effect, "clashes": clashes}
    return show_form(request, "trainings/session_change.html", form, context)


@require_http_methods(["GET", "POST"])
@login_required
def session_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call one session off."""
    session = _organised(request, pk)
    form = CallOffForm(request.POST or None, initial={"version": session.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            editions.cancel_session(session=session, by=me(request), **form.cleaned_data)
            messages.success(request, _("The session was cancelled, and everybody was told."))
            return redirect("trainings:edition", session.edition_id)
    context = {"session": session, "effect": editions.effect_of(session)}
    return show_form(request, "trainings/session_cancel.html", form, context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def session_repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a session of a draft again every week."""
    session = _organised(request, pk)
    form = RepeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            added = len(editions.repeat_session(session=session, by=me(request), **form.cleaned_data))
            text = ngettext("%(count)s session was added.", "%(count)s sessions were added.", added)
            messages.success(request, text % {"count": added})
            return redirect("trainings:edition", session.edition_id)
    return show_form(request, "trainings/session_repeat.html", form, {"session": session})


@require_safe
@login_required
def enrolment_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The sessions of one of my trainings as a file."""
    rows = Enrolment.objects.visible_to(request.user).confirmed().filter(person=me(request))
    row = get_object_or_404(rows.select_related("edition__course"), pk=pk)
    name = f"{slugify(row.edition.code) or 'sessions'}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(calendars.calendar_of_place(row), content_type=CALENDAR, headers=headers)


@require_safe
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """The address of my calendar: whether there is one, since when."""
    feed = CalendarFeed.objects.visible_to(request.user).in_use().first()
    return render(request, "trainings/calendar.html", {"feed": feed})


@require_POST
@login_required
@never_cache
@sensitive_variables("secret")
def calendar_make(request: HttpRequest) -> HttpResponse:
    """A new address; it is shown in this answer and never again, so there is nowhere to redirect to."""
    _feed, secret = feeds.make_feed(by=me(request))
    path = reverse("trainings:calendar-feed", args=[secret])
    return render(request, "trainings/calendar_made.html", {"address": f"{settings.SITE_URL.rstrip('/')}{path}"})


@require_POST
@login_required
def calendar_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End the address of my calendar."""
    feed = get_object_or_404(CalendarFeed.objects.visible_to(request.user), pk=pk)
    feeds.revoke_feed(feed=feed, by=me(request))
    messages.success(request, _("The address is dead: programs that used it get nothing more."))
    return redirect("trainings:calendar")


@require_safe
@never_cache
@sensitive_variables("secret")
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody's calendar for a program that cannot sign in: the secret in the address is the key."""
    require_calm(request, FeedThrottle)
    user = feeds.owner_of(secret)
    if user is None:
        raise Http404
    return HttpResponse(calendars.calendar_of(user), content_type=CALENDAR)


def _organised(request: HttpRequest, pk: int) -> Session:
    """A session the visitor sees and organises."""
    rows = Session.objects.visible_to(request.user).select_related("edition__course")
    session = get_object_or_404(rows, pk=pk)
    can_organise(request.user, session.edition.course.project_id).require()
    return session
