"""How far a piece of work is, and calling it off."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jobs import services
from jobs.models import Job


@require_safe
@never_cache
@login_required
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, or for htmx the part that asks again each second until the work is done."""
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    template = "jobs/_progress.html" if request.htmx else "jobs/job.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": found})


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off."""
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    services.cancel(job=found, by=cast(AbstractBaseUser, request.user))  # login_required
    messages.success(request, _("The work was called off."))
    return redirect("jobs:job", pk=pk)
