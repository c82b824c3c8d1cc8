"""Pages of projects: the frame in which trainings, advice and partnerships happen."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import me
from grants import services
from grants.filters import ProjectFilter
from grants.forms import PeriodForm, TargetForm
from grants.models import Indicator, Project, ReportingPeriod
from grants.permissions import can_manage, can_oversee
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


@require_safe
@login_required
def projects(request: HttpRequest) -> HttpResponse:
    """The projects I may see."""
    rows = Project.objects.visible_to(request.user).select_related("programme")
    found = listing(
        request,
        rows,
        ProjectFilter,
        sorts={"code": "code", "start": "starts_on", "end": "ends_on", "amount": "amount"},
        sort="code",
    )
    template = "grants/_projects.html" if request.htmx else "grants/projects.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found})


@require_safe
@login_required
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """One project: partners, periods, indicators."""
    found = get_object_or_404(Project.objects.visible_to(request.user).select_related("programme__donor"), pk=pk)
    context = {
        "project": found,
        "partners": found.partners.select_related("organisation"),
        "periods": found.periods.all(),
        "indicators": found.indicators.all(),
        "can_manage": can_manage(request.user, found),
        "can_oversee": can_oversee(request.user, found),
    }
    return render(request, "grants/project.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def period_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a reporting period."""
    found = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    can_manage(request.user, found).require()
    form = PeriodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.plan_period(project=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The period was added."))
            return redirect("grants:project", found.pk)
    return show_form(request, "grants/period_plan.html", form, {"project": found})


@require_POST
@login_required
def period_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Let dated facts in."""
    period = get_object_or_404(ReportingPeriod.objects.visible_to(request.user), pk=pk)
    services.open_period(period=period, by=me(request))
    messages.success(request, _("The period is open: what happens on its days can be recorded."))
    return redirect("grants:project", period.project_id)


@require_http_methods(["GET", "POST"])
@login_required
def indicator_target(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the target of an indicator."""
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user).select_related("project"), pk=pk)
    can_manage(request.user, indicator.project).require()
    form = TargetForm(request.POST or None, initial={"target": indicator.target, "version": indicator.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.change_target(indicator=indicator, by=me(request), **form.cleaned_data)
            messages.success(request, _("The target was changed."))
            return redirect("grants:project", indicator.project_id)
    return show_form(request, "grants/indicator_target.html", form, {"indicator": indicator})
