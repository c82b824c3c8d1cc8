"""Towns with their advisors: minutes used and left, who was sent where."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import RoleCode
from accounts.permissions import has_role
from accounts.visitors import me
from advisory import services
from advisory.filters import AssignmentFilter
from advisory.forms import AssignForm, BudgetForm, EndForm
from advisory.models import Assignment
from advisory.permissions import can_assign
from grants.models import Project
from kernel.errors import Refused
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


def find_assignment(request: HttpRequest, pk: int) -> Assignment:
    """An assignment the visitor may change. Raises Http404, Refused 403."""
    rows = Assignment.objects.visible_to(me(request)).with_minutes()
    assignment = get_object_or_404(rows.select_related("advisor", "city", "project"), pk=pk)
    can_assign(request.user, assignment.project).require()
    return assignment


@require_safe
@login_required
def assignments(request: HttpRequest) -> HttpResponse:
    """My towns, or all that I oversee."""
    found = listing(
        request,
        Assignment.objects.visible_to(me(request)).with_minutes().select_related("advisor", "city", "project"),
        AssignmentFilter,
        sorts={
            "town": "city__name",
            "advisor": "advisor__last_name",
            "from": "valid_from",
            "left": "minutes_left",
        },
        sort="town",
    )
    managed = set(Project.objects.managed_by(me(request)).values_list("pk", flat=True))
    template = "_assignments" if request.htmx else "assignments"  # type: ignore[attr-defined]
    context = {
        "listing": found,
        "managed": managed,
        "me": me(request).pk,
        "is_advisor": has_role(me(request), RoleCode.ADVISOR),
    }
    return render(request, f"advisory/{template}.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def advisor_assign(request: HttpRequest) -> HttpResponse:
    """Send an advisor to a town."""
    if not Project.objects.managed_by(me(request)).exists():
        raise Refused("manager_only", _("Only the project manager of a project may do this."), status=403)
    form = AssignForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            made = services.assign_advisor(by=me(request), **form.facts())
            facts = {"advisor": made.advisor, "town": made.city}
            messages.success(request, _("%(advisor)s now advises %(town)s.") % facts)
            return redirect("advisory:assignments")
    return show_form(request, "advisory/advisor_assign.html", form)


@require_http_methods(["GET", "POST"])
@login_required
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an assignment end earlier."""
    found = find_assignment(request, pk)
    initial = {"last_day": found.valid_to - timedelta(days=1), "version": found.version}
    form = EndForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.end_assignment(assignment=found, by=me(request), **form.facts())
            messages.success(request, _("The assignment ends. What was logged before can still be finished."))
            return redirect("advisory:assignments")
    return show_form(request, "advisory/assignment_end.html", form, {"assignment": found})


@require_http_methods(["GET", "POST"])
@login_required
def assignment_budget(request: HttpRequest, pk: int) -> HttpResponse:
    """Give more hours, or take back what is not used."""
    found = find_assignment(request, pk)
    initial = {"minutes_budget": Decimal(found.minutes_budget) / 60, "version": found.version}
    form = BudgetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            services.change_budget(assignment=found, by=me(request), **form.cleaned_data)
            messages.success(request, _("The hours were changed."))
            return redirect("advisory:assignments")
    return show_form(request, "advisory/assignment_budget.html", form, {"assignment": found})
