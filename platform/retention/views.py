"""Pages for who answers for it that data do not stay longer than they may: rules, what is due, what was erased."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.freshness import fresh_sign_in_required
from accounts.visitors import me
from kernel.decisions import Decision
from retention.filters import RetentionRunFilter
from retention.forms import ChangeRuleForm, NewRuleForm, RunForm
from retention.models import RetentionRule, RetentionRun
from retention.permissions import can_manage_somewhere, can_open_retention, can_rule, can_rule_somewhere
from retention.queries import asked_by, due_counts, length_of, overview
from retention.registry import Matter, matter_of
from retention.services import rules, running
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form


@require_safe
@login_required
def retention(request: HttpRequest) -> HttpResponse:
    """Everything that is kept for a time: how long, what is due, when something went."""
    can_open_retention(request.user).require()
    return render(request, "retention/retention.html", {"rows": overview(me(request))})


@require_safe
@login_required
def matter(request: HttpRequest, code: str) -> HttpResponse:
    """One kind of data: what goes and what stays, its rules, what was erased."""
    can_open_retention(request.user).require()
    found = _matter(code)
    held = RetentionRule.objects.visible_to(request.user).filter(matter=code).select_related("project", "changed_by")
    shown = [(rule, length_of(found, rule), can_rule(request.user, rule.project_id)) for rule in held]
    runs = RetentionRun.objects.visible_to(request.user).filter(matter=code, erased__gt=0)
    context = {
        "matter": found,
        "rules": shown,
        "due": due_counts(asked_by(me(request))).get(code, 0),
        "runs": runs.select_related("project", "by").order_by("-pk")[:10],
        "can_rule": not found.is_fixed and _may_rule(request, found),
        "can_run": not found.by_clock and _may_run(request, found),
    }
    return render(request, "retention/matter.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def rule_set(request: HttpRequest, code: str) -> HttpResponse:
    """Say how long data of a kind are kept in a project."""
    found = _matter(code)
    _may_rule(request, found).require()
    form = NewRuleForm(request.POST or None, matter=found, by=me(request), initial={"number": found.default.number})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            rules.set_rule(matter=code, by=me(request), **form.cleaned_data)
            messages.success(request, _("The rule holds from now on."))
            return redirect("retention:matter", code)
    return show_form(request, "retention/rule_set.html", form, {"matter": found})


@require_http_methods(["GET", "POST"])
@login_required
def rule_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say it anew."""
    rule = _rule(request, pk)
    can_rule(request.user, rule.project_id).require()
    found = _matter(rule.matter)
    first = {name: getattr(rule, name) for name in ("number", "basis", "hold_until", "version")}
    form = ChangeRuleForm(request.POST or None, matter=found, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            rules.change_rule(rule=rule, by=me(request), **form.cleaned_data)
            messages.success(request, _("The rule holds from now on."))
            return redirect("retention:matter", rule.matter)
    return show_form(request, "retention/rule_change.html", form, {"rule": rule, "matter": found})


@require_POST
@login_required
def rule_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the general rule hold again."""
    rule = _rule(request, pk)
    rules.drop_rule(rule=rule, by=me(request))
    messages.success(request, _("The rule is gone: the general one holds."))
    return redirect("retention:matter", rule.matter)


@require_http_methods(["GET", "POST"])
@login_required
@fresh_sign_in_required
@acts_once
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Erase by hand what cannot be had again."""
    found = _matter(code)
    if found.by_clock:
        raise Http404
    _may_run(request, found).require()
    form = RunForm(request.POST or None, matter=found, by=me(request))
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            done = running.run_by_hand(matter=code, by=me(request), **{"project": None, **form.cleaned_data})
            text = ngettext("%(number)d row was erased.", "%(number)d rows were erased.", done.erased)
            messages.success(request, text % {"number": done.erased})
            return redirect("retention:matter", code)
    due = due_counts(asked_by(me(request))).get(code, 0)
    return show_form(request, "retention/run.html", form, {"matter": found, "due": due})


@require_safe
@login_required
def runs(request: HttpRequest) -> HttpResponse:
    """What was erased, when, by which rule."""
    can_open_retention(request.user).require()
    found = listing(
        request,
        RetentionRun.objects.visible_to(request.user).select_related("project", "by"),
        RetentionRunFilter,
        sorts={"at": "pk", "erased": "erased"},
        sort="-at",
    )
    template = "retention/_runs.html" if request.htmx else "retention/runs.html"  # type: ignore[attr-defined]
    return render(request, template, {"listing": found})


def _matter(code: str) -> Matter:
    found = matter_of(code)
    if found is None:
        raise Http404
    return found


def _rule(request: HttpRequest, pk: int) -> RetentionRule:
    rows = RetentionRule.objects.visible_to(request.user).select_related("project")
    found: RetentionRule = get_object_or_404(rows, pk=pk)
    return found


def _may_rule(request: HttpRequest, found: Matter) -> Decision:
    return can_rule_somewhere(request.user) if found.by_project else can_rule(request.user, None)


def _may_run(request: HttpRequest, found: Matter) -> Decision:
    """What belongs to projects is erased by their managers."""
    return can_manage_somewhere(request.user) if found.by_project else can_rule(request.user, None)
