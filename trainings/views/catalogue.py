"""What is on offer: editions and courses."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.visitors import me
from kernel.time import now
from trainings.choices import EditionState, EnrolmentState
from trainings.filters import CatalogueFilter, CourseFilter, ProgrammeFilter
from trainings.models import Course, Edition
from trainings.permissions import (
    can_enrol_others,
    can_organise,
    can_organise_somewhere,
    can_oversee,
    can_see_roster,
    can_see_settlement,
    can_withdraw,
    joinable,
    recordable,
)
from trainings.queries import latest_enrolment, own_cities, with_keeping, with_places
from trainings.queries.allocations import kept_for
from trainings.queries.pages import catalogue_page
from trainings.queries.publishing import hindrance_to_publishing
from trainings.services.places import board
from trainings.views.sorts import COURSES, EDITIONS, PROGRAMME
from web.lists import listing


@require_safe
@login_required
def editions(request: HttpRequest) -> HttpResponse:
    """The catalogue."""
    found = listing(
        request,
        Edition.objects.visible_to(request.user),
        CatalogueFilter,
        sorts=EDITIONS,
        sort="start",
        read=catalogue_page,
    )
    template = "trainings/_editions.html" if request.htmx else "trainings/editions.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found, "can_oversee": can_oversee(request.user)})


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """What is planned, for everybody."""
    rows = Edition.objects.announced().select_related("course__project")
    found = listing(request, rows, ProgrammeFilter, sorts=PROGRAMME, sort="start")
    template = "trainings/_programme.html" if request.htmx else "trainings/programme.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found})


@require_safe
@login_required
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition: facts, sessions, my place in it."""
    rows = with_keeping(with_places(Edition.objects.visible_to(request.user))).select_related("course__project")
    found = get_object_or_404(rows, pk=pk)
    user = me(request)
    enrolment = latest_enrolment(user, found)
    sessions = list(found.sessions.prefetch_related("trainers__user"))
    organises = can_organise(user, found.course.project_id)
    is_draft = found.state == EditionState.DRAFT
    cities = own_cities(user, found)
    context = {
        "edition": found,
        "sessions": sessions,
        "enrolment": enrolment,
        "only_towns": found.cities.order_by("name"),
        "can_withdraw": enrolment and can_withdraw(user, enrolment),
        "cities": cities,
        "outlook": board.outlook(found, cities),
        "kept": kept_for(found, cities),
        "recordable": recordable(user, sessions, organises=bool(organises)),
        "joinable": joinable(
            user,
            sessions,
            comes=bool(enrolment and enrolment.state == EnrolmentState.CONFIRMED),
            organises=bool(organises),
        ),
        "can_organise": organises,
        "hindrance": hindrance_to_publishing(found, now()) if organises and is_draft else None,
        "can_enrol_others": can_enrol_others(user, found),
        "can_see_roster": can_see_roster(user, found),
        "can_see_settlement": found.has_started() and can_see_settlement(user, found.course.project_id),
    }
    return render(request, "trainings/edition.html", context)


@require_safe
@login_required
def courses(request: HttpRequest) -> HttpResponse:
    """What is taught, apart from dates."""
    found = listing(
        request,
        Course.objects.visible_to(request.user).select_related("project"),
        CourseFilter,
        sorts=COURSES,
        sort="code",
    )
    template = "trainings/_courses.html" if request.htmx else "trainings/courses.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found, "can_create": can_organise_somewhere(request.user)})


@require_safe
@login_required
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """One course and its editions."""
    found = get_object_or_404(Course.objects.visible_to(request.user).select_related("project"), pk=pk)
    context = {
        "course": found,
        "editions": with_places(Edition.objects.visible_to(request.user).filter(course=found)),
        "can_organise": can_organise(request.user, found.project_id),
    }
    return render(request, "trainings/course.html", context)
