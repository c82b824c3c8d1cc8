"""What organisers plan: courses, editions, sessions, trainers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.visitors import me
from kernel.text import read_number
from trainings.choices import EnrolmentState, Mode
from trainings.forms import ReasonForm, TrainerForm
from trainings.forms.planning import CapacityForm, ChangeCourseForm, ChangeEditionForm, NewCourseForm, NewEditionForm
from trainings.forms.schedule import SessionForm
from trainings.models import Course, Edition, Session
from trainings.permissions import can_organise, can_organise_somewhere
from trainings.queries import kinds_of, towns_of, with_places
from trainings.services import editions, places
from web.idempotency import acts_once
from web.pages import refusals_to, show_form


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def course_create(request: HttpRequest) -> HttpResponse:
    """Add a course to a project."""
    can_organise_somewhere(request.user).require()
    form = NewCourseForm(me(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            course = editions.create_course(by=me(request), **form.cleaned_data)
            messages.success(request, _("The course was added."))
            return redirect("trainings:course", course.pk)
    return show_form(request, "trainings/course_create.html", form)


@require_http_methods(["GET", "POST"])
@login_required
def course_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a course says of itself."""
    course = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    can_organise(request.user, course.project_id).require()
    form = ChangeCourseForm(request.POST or None, initial=_values(course))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            editions.change_course(course=course, by=me(request), **form.cleaned_data)
            messages.success(request, _("The course was changed."))
            return redirect("trainings:course", course.pk)
    return show_form(request, "trainings/course_change.html", form, {"course": course})


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def edition_create(request: HttpRequest, course_pk: int) -> HttpResponse:
    """Draft an edition of a course."""
    course = get_object_or_404(Course.objects.visible_to(request.user), pk=course_pk)
    can_organise(request.user, course.project_id).require()
    form = NewEditionForm(request.POST or None, towns=towns_of(course.project_id))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            edition = editions.create_edition(course=course, by=me(request), **form.cleaned_data)
            messages.success(request, _("The edition is drafted. Plan its sessions, then publish it."))
            return redirect("trainings:edition", edition.pk)
    return show_form(request, "trainings/edition_create.html", form, {"course": course})


@require_http_methods(["GET", "POST"])
@login_required
def edition_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change anything but code and places."""
    edition = _organised(request, pk)
    form = ChangeEditionForm(
        request.POST or None,
        initial=_values(edition),
        towns=towns_of(edition.course.project_id),
        is_frozen=edition.enrolments.active().exists(),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            editions.change_edition(edition=edition, by=me(request), **form.cleaned_data)
            messages.success(request, _("The edition was changed."))
            return redirect("trainings:edition", edition.pk)
    context = {"edition": edition, "is_frozen": form.fields["selection"].disabled}
    return show_form(request, "trainings/edition_change.html", form, context)


@require_POST
@login_required
def edition_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it in the catalogue."""
    edition = get_object_or_404(Edition.objects.visible_to(request.user), pk=pk)
    editions.publish(edition=edition, by=me(request), version=read_number(request.POST.get("version", "")))
    messages.success(request, _("The training is published."))
    return redirect("trainings:edition", pk)


@require_http_methods(["GET", "POST"])
@login_required
def edition_capacity(request: HttpRequest, pk: int) -> HttpResponse:
    """More or fewer places."""
    edition = _organised(request, pk)
    form = CapacityForm(
        request.POST or None,
        initial=_values(edition),
        held=kinds_of(edition.enrolments.filter(holds_seat=True)),
        is_hybrid=edition.mode == Mode.HYBRID,
    )
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            places.change_capacity(edition=edition, by=me(request), **form.cleaned_data)
            messages.success(request, _("The number of places was changed."))
            return redirect("trainings:edition-roster", edition.pk)
    offered = edition.enrolments.filter(state=EnrolmentState.OFFERED).select_related("person", "city")
    context = {
        "edition": edition,
        "offered": offered.order_by("priority", "-queue_no"),
        "too_many": form.too_many(confirmed=kinds_of(edition.enrolments.confirmed())),
    }
    return show_form(request, "trainings/edition_capacity.html", form, context)


@require_http_methods(["GET", "POST"])
@login_required
def edition_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off."""
    edition = _organised(request, pk)
    form = ReasonForm(request.POST or None, initial=_values(edition))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            editions.cancel_edition(edition=edition, by=me(request), **form.cleaned_data)
            messages.success(request, _("The training was cancelled, and everybody was told."))
            return redirect("trainings:edition", edition.pk)
    context = {"edition": edition, "people": edition.taken + edition.waiting}
    return show_form(request, "trainings/edition_cancel.html", form, context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def session_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a session of a draft."""
    edition = _organised(request, pk)
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            editions.plan_session(edition=edition, by=me(request), **form.cleaned_data)
            messages.success(request, _("The session was added."))
            return redirect("trainings:edition", edition.pk)
    return show_form(request, "trainings/session_create.html", form, {"edition": edition})


@require_POST
@login_required
def session_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a session out of a draft."""
    session = get_object_or_404(Session.objects.visible_to(request.user), pk=pk)
    editions.remove_session(session=session, by=me(request))
    messages.success(request, _("The session was removed."))
    return redirect("trainings:edition", session.edition_id)


@require_http_methods(["GET", "POST"])
@login_required
def session_trainers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who teaches a session."""
    rows = Session.objects.visible_to(request.user).select_related("edition__course")
    session = get_object_or_404(rows, pk=pk)
    can_organise(request.user, session.edition.course.project_id).require()
    form = TrainerForm(request.POST or None, by=me(request))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            editions.assign_trainer(session=session, by=me(request), **form.cleaned_data)
            messages.success(request, _("The trainer was assigned, and the time is booked."))
            return redirect("trainings:session-trainers", session.pk)
    context = {"session": session, "trainers": session.trainers.select_related("user")}
    return show_form(request, "trainings/session_trainers.html", form, context)


@require_POST
@login_required
def session_trainer_remove(request: HttpRequest, pk: int, user_pk: int) -> HttpResponse:
    """Take a trainer off a session."""
    session = get_object_or_404(Session.objects.visible_to(request.user), pk=pk)
    trainer = get_object_or_404(User, taught__session=session, pk=user_pk)
    editions.unassign_trainer(session=session, user=trainer, by=me(request))
    messages.success(request, _("The trainer was taken off, and the time is free again."))
    return redirect("trainings:session-trainers", session.pk)


def _organised(request: HttpRequest, pk: int) -> Edition:
    """An edition the visitor sees and organises, with its places counted."""
    rows = with_places(Edition.objects.visible_to(request.user)).select_related("course")
    edition = get_object_or_404(rows, pk=pk)
    can_organise(request.user, edition.course.project_id).require()
    return edition


def _values(row: Course | Edition) -> dict[str, object]:
    """What the form shows at first."""
    return {**model_to_dict(row), "version": row.version}
