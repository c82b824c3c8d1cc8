"""Decisions of the offices of a city for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from trainings.api.approvals_serializers import ApprovalSerializer, Comment
from trainings.api.several import DecisionActions
from trainings.filters import ApprovalFilter
from trainings.models import Approval
from trainings.queries.pages import NAME
from trainings.services import places
from web.api import ScopedViewSet
from web.shown import columns_of

SHOWN = ("enrolment__edition__code", "enrolment__city__name", *(f"enrolment__person__{name}" for name in NAME))
"""What a list shows of who asks, and for what."""


class ApprovalViewSet(DecisionActions, ScopedViewSet):
    """Approvals: approve, decline, one or several."""

    queryset = Approval.objects.order_by("due_at", "pk")
    joins = ("enrolment__person", "enrolment__city", "enrolment__edition__course")
    serializer_class = ApprovalSerializer
    filterset_class = ApprovalFilter

    @classmethod
    def page(cls, keys: list[Any], at: Any) -> QuerySet[Approval]:
        """With what they show of the person, the city and the training."""
        rows = super().page(keys, at).select_related("enrolment__person", "enrolment__city", "enrolment__edition")
        return rows.only(*columns_of(Approval), *SHOWN)

    @extend_schema(request=Comment, responses=ApprovalSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Yes, for the office of the step or as its deputy. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        places.approve(approval=row, by=me(request), version=version, **self.read(Comment))
        return self.answer(self.get_object())

    @extend_schema(request=Comment, responses=ApprovalSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """No, with a comment that the person reads. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        places.decline(approval=row, by=me(request), version=version, **self.read(Comment))
        return self.answer(self.get_object())
