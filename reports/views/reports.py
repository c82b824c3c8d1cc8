"""The list, one report, its opening and its text."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.visitors import me
from grants.models import Project, in_language
from kernel.errors import Refused
from reports import services
from reports.filters import ReportFilter
from reports.forms import NarrativeForm, OpenForm
from reports.models import Report
from reports.permissions import can_manage_report, can_write
from reports.views.shown import figures_context, find, newest_snapshot
from reports.views.submission import files_context
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


@require_safe
@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """The reports I may see."""
    rows = Report.objects.visible_to(request.user).select_related("project", "period").with_submission()
    found = listing(
        request,
        rows,
        ReportFilter,
        sorts={
            "project": "project__code",
            "number": "number",
            "period": "period__starts_on",
            "due": "period__due_on",
            "submitted": "submitted_at",
        },
        sort="-due",
    )
    template = "reports/_reports.html" if request.htmx else "reports/reports.html"  # type: ignore[attr-defined]
    can_open = Project.objects.visible_to(request.user).managed_by(request.user).exists()
    return render(request, template, {"listing": found, "can_open": can_open})


@require_safe
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: figures, text, and after submission its seal, its files and what has moved since."""
    found = find(request, pk)
    snapshot, donor = newest_snapshot(found), found.project.programme.donor
    context = {
        "report": found,
        "snapshot": snapshot,
        "donor": in_language(donor.name, donor.name_en),
        "can_manage": can_manage_report(request.user, found),
        "can_write": can_write(request.user, found),
        **figures_context(found, snapshot),
        **files_context(snapshot),
    }
    return render(request, "reports/report.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def report_open(request: HttpRequest) -> HttpResponse:
    """Begin the report on a period."""
    if not Project.objects.managed_by(request.user).exists():
        raise Refused("manager_only", _("Only the project manager of a project may do this."), status=403)
    form = OpenForm(request.POST or None, user=me(request), initial={"period": request.GET.get("period")})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            opened = services.open_report(by=me(request), **form.cleaned_data)
            messages.success(request, _("The report was opened; its figures are counted from what is recorded."))
            return redirect("reports:report", opened.pk)
    return show_form(request, "reports/report_open.html", form)


@require_http_methods(["GET", "POST"])
@login_required
def narrative(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the text."""
    found = find(request, pk)
    can_manage_report(request.user, found).require()
    fields = ("narrative_pl", "narrative_en", "version")
    form = NarrativeForm(request.POST or None, initial={field: getattr(found, field) for field in fields})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.change_narrative(report=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The text was saved."))
            return redirect("reports:report", found.pk)
    return show_form(request, "reports/narrative.html", form, {"report": found})
