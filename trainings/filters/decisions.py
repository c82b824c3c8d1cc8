"""How decisions about enrolments may be narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trainings.choices import ApprovalState
from trainings.filters.base import ENROLLED, WordsFilter
from trainings.models import Approval, SelectionBatch
from web.scoping import ScopedFilterSet

DECIDED = [state for state in ApprovalState if state != ApprovalState.PENDING]


class ApprovalFilter(ScopedFilterSet):
    """By enrolment and state."""

    class Meta:
        model = Approval
        fields = ["enrolment", "state"]


class DecisionFilter(WordsFilter):
    """On the page: what waits for a decision, unless another state is asked for."""

    searched = ENROLLED

    q = django_filters.CharFilter(method="with_words", label=_("Training or person"))
    state = django_filters.ChoiceFilter(
        choices=[("all", _("all")), *((state.value, state.label) for state in DECIDED)],
        empty_label=ApprovalState.PENDING.label,
        method="in_state",
        label=_("State"),
    )

    class Meta:
        model = Approval
        fields: list[str] = []

    def in_state(self, rows: QuerySet[Approval], _name: str, state: str) -> QuerySet[Approval]:
        """In one state, or in any."""
        return rows if state == "all" else rows.filter(state=state)

    def filter_queryset(self, queryset: QuerySet[Approval]) -> QuerySet[Approval]:
        """What waits, unless asked otherwise."""
        rows: QuerySet[Approval] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(state=ApprovalState.PENDING)


class SelectionFilter(ScopedFilterSet):
    """By edition and state."""

    class Meta:
        model = SelectionBatch
        fields = ["edition", "state"]
