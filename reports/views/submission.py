"""Submitting a report, and the files that are made of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import me
from kernel.time import today
from reports import services
from reports.forms import SubmitForm
from reports.models import Snapshot
from reports.permissions import can_manage_report
from reports.views.shown import figures_context, find, newest_snapshot
from trainings.queries.settlement import unsettled
from web.pages import refusals_to, show_form

SHOWN = 10
"""Trainings named that nobody settled; of more it is said that there are more."""


@require_http_methods(["GET", "POST"])
@login_required
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what will happen, then do it."""
    found = find(request, pk)
    can_manage_report(request.user, found).require()
    form = SubmitForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.submit_report(report=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The report was submitted. Its files are being made."))
            return redirect("reports:report", found.pk)
    span = {"first_day": found.period.starts_on, "last_day": found.period.ends_on}
    waiting = list(unsettled(project_id=found.project_id, **span)[: SHOWN + 1])
    context = {
        "report": found,
        "still_runs": found.period.ends_on >= today(),
        "unsettled": waiting[:SHOWN],
        "is_more_unsettled": len(waiting) > SHOWN,
        **figures_context(found, newest_snapshot(found)),
    }
    return show_form(request, "reports/report_submit.html", form, context)


@require_safe
@never_cache
@login_required
def report_files(request: HttpRequest, pk: int) -> HttpResponse:
    """The files and how far they are: the part that asks again until all are there."""
    found = find(request, pk)
    snapshot = newest_snapshot(found)
    if snapshot is None:
        raise Http404
    context = {"report": found, "can_manage": can_manage_report(request.user, found), **files_context(snapshot)}
    return render(request, "reports/_files.html", context)


@require_POST
@login_required
def report_files_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Make what is missing, once more."""
    found = find(request, pk)
    can_manage_report(request.user, found).require()
    snapshot = newest_snapshot(found)
    if snapshot is None:
        raise Http404
    services.order_artifacts(snapshot=snapshot, by=me(request))
    messages.success(request, _("The missing files are being made."))
    return redirect("reports:report", found.pk)


@require_safe
@login_required
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen text itself: its SHA-256 is the seal."""
    newest = newest_snapshot(find(request, pk))
    if newest is None:
        raise Http404
    response = HttpResponse(newest.content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{newest.code}.json"'
    return response


def files_context(snapshot: Snapshot | None) -> dict[str, Any]:
    """For each language its file, or the job that makes it."""
    if snapshot is None:
        return {"files": []}
    orders = services.files_of(snapshot=snapshot)
    names = dict(settings.LANGUAGES)
    files = [{"language": order.language, "name": names[order.language], "order": order} for order in orders]
    return {
        "files": files,
        "files_wait": any(order.job and order.job.is_open() for order in orders),
        "files_missing": any(not order.artifact and not (order.job and order.job.is_open()) for order in orders),
    }
