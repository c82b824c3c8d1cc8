"""At the door: tickets, check-in with and without a network, people without a place."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.visitors import me
from kernel.text import sha256, show_code
from trainings.choices import ScanDirection, ScanResult
from trainings.forms.door import CheckInForm, ExemptForm, WalkInForm
from trainings.models import Enrolment, Session
from trainings.permissions import can_organise, can_record
from trainings.queries import people_to_enrol
from trainings.queries.legal import demands_texts
from trainings.services import attendance, door, scans
from trainings.services.tickets import code_of, ticket
from ui.qr import draw
from web.features import works_offline_with_camera
from web.pages import refusals_to, show_form


@require_safe
@login_required
def enrolment_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody shows at the door."""
    rows = Enrolment.objects.visible_to(request.user).select_related("edition__course", "person", "city")
    row = get_object_or_404(rows, pk=pk)
    code = ticket(enrolment=row, by=me(request))
    context = {"enrolment": row, "code": show_code(code), "drawing": draw(code)}
    return render(request, "trainings/enrolment_ticket.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@works_offline_with_camera
def session_check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Let people in by their codes or from the list. Scripts send to the API; the form is for where there are none."""
    session = _recordable(request, pk)
    roster = _roster(request, session)
    form = CheckInForm(request.POST or None, roster=roster, initial={"nonce": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        _say(request, _take(request, session, form))
        return redirect("trainings:session-check-in", session.pk)
    known = {row.enrolment_id: row for row in session.attendances.all()}
    context = {
        "session": session,
        "lines": [(row, code_of(row.pk), known.get(row.pk)) for row in roster],
        "refused": session.scans.filter(result=ScanResult.REFUSED).select_related("enrolment__person").order_by("-pk"),
        "can_organise": can_organise(request.user, session.edition.course.project_id),
        "words": _words(),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    return show_form(request, "trainings/session_check_in.html", form, context)


@require_safe
@works_offline_with_camera
def check_in_offline(request: HttpRequest) -> HttpResponse:
    """What a device shows in place of the page while there is no network: it knows nobody, and keeps what it reads."""
    response = render(request, "trainings/check_in_offline.html", {"words": _words()})
    response["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
def check_in_worker(request: HttpRequest) -> HttpResponse:
    """The worker that keeps the page and its files on the device, and nothing that says anything of anybody."""
    files = [
        *(static(f"ui/{name}") for name in ("mark.svg", "ratusz.css")),
        *(static(f"designsystemet/{name}") for name in ("theme/designsystemet.css", "src/index.css")),
        static("trainings/check_in.js"),
        # The decoder is a module of two files: each names the other by its plain name.
        *(f"{settings.STATIC_URL}qr/{name}" for name in ("decode.js", "index.js")),
    ]
    context = {"files": files, "version": sha256("".join([*files, static("qr/decode.js")]))[:12]}
    response = render(request, "trainings/check_in_worker.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_http_methods(["GET", "POST"])
@login_required
def session_walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a place to somebody who stands at the door without one."""
    session = _seen(request, pk)
    can_organise(request.user, session.edition.course.project_id).require()
    user = me(request)
    asks_texts = demands_texts(session.edition.course.project_id)
    form = WalkInForm(request.POST or None, roles=people_to_enrol(user, session.edition), asks_texts=asks_texts)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            row = door.admit(session=session, by=user, **form.cleaned_data)
            messages.success(request, _("%(person)s has a place and is checked in.") % {"person": row.person})
            return redirect("trainings:session-check-in", session.pk)
    return show_form(request, "trainings/session_walk_in.html", form, {"session": session})


@require_http_methods(["GET", "POST"])
@login_required
def session_exempt(request: HttpRequest, pk: int, enrolment_pk: int) -> HttpResponse:
    """Leave a session out for somebody who could not have been there."""
    session = _seen(request, pk)
    can_organise(request.user, session.edition.course.project_id).require()
    row = get_object_or_404(_roster(request, session), pk=enrolment_pk)
    known = session.attendances.filter(enrolment=row).first()
    form = ExemptForm(request.POST or None, initial={"version": known.version} if known else None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            attendance.exempt(session=session, enrolment=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("This session no longer counts for this person."))
            return redirect("trainings:session-attendance", session.pk)
    return show_form(request, "trainings/session_exempt.html", form, {"session": session, "enrolment": row})


def _seen(request: HttpRequest, pk: int) -> Session:
    return get_object_or_404(Session.objects.visible_to(request.user).select_related("edition__course"), pk=pk)


def _recordable(request: HttpRequest, pk: int) -> Session:
    session = _seen(request, pk)
    can_record(request.user, session).require()
    return session


def _roster(request: HttpRequest, session: Session) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.visible_to(request.user).confirmed().filter(edition=session.edition)
    return rows.select_related("person", "city").order_by("person__last_name", "person__first_name", "pk")


def _take(request: HttpRequest, session: Session, form: CheckInForm) -> scans.Answer:
    given = form.cleaned_data
    common = {"session": session, "nonce": given["nonce"], "direction": ScanDirection(given["direction"])}
    if given["enrolment"]:
        return scans.check_in(enrolment=given["enrolment"], by=me(request), **common)
    return scans.type_code(code=given["code"], by=me(request), **common)


def _say(request: HttpRequest, answer: scans.Answer) -> None:
    say = {ScanResult.ACCEPTED: messages.success, ScanResult.REPEATED: messages.info}.get(answer.result, messages.error)
    say(request, f"{answer.person}: {answer.message}" if answer.person else str(answer.message))


def _words() -> dict[str, str]:
    """What the page says by itself, without asking the server."""
    return {
        "saved": _("saved on this device, waits for the network"),
        "waiting": _("Waiting to be sent: %(count)s"),
        "sent": _("Everything is sent."),
        "offline": _("No network. Scans are kept on this device and sent later."),
        "signedOut": _("You are signed out. Sign in again: what was scanned is kept on this device."),
        "notYours": _("Somebody else scanned with this device and has not sent everything: %(count)s"),
        "refusedAll": _("The server did not take what was scanned. It is kept on this device; tell the organiser."),
        "noCamera": _("The camera cannot be used here. Type the codes, or use the list."),
        "unknown": _("Code %(code)s"),
        "accepted": _("accepted"),
        "repeated": _("repeated"),
        "refused": _("refused"),
        "pending": _("waiting"),
    }
