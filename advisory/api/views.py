"""Assignments and consultations for programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from advisory import services
from advisory.api.serializers import (
    AssignAdvisor,
    AssignmentSerializer,
    ChangeBudget,
    ChangeConsultation,
    ConsultationSerializer,
    EndAssignment,
    LogConsultation,
    QueryConsultation,
    WithdrawConsultation,
)
from advisory.filters import AssignmentFilter, ConsultationFilter
from advisory.models import Assignment, Consultation
from advisory.permissions import can_assign
from web.api import Nothing, ScopedViewSet
from web.idempotency import idempotent


class AssignmentViewSet(ScopedViewSet):
    """Advisors in towns: assign, end, change the budget."""

    queryset = Assignment.objects.with_minutes().select_related("city", "project").order_by("pk")
    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilter

    @extend_schema(request=AssignAdvisor, responses={201: AssignmentSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Send an advisor to a town."""
        given = self.read(AssignAdvisor, may=can_assign, about="project")
        return self.answer(services.assign_advisor(by=me(request), **given), 201)

    @extend_schema(request=EndAssignment, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Let it end earlier. Needs If-Match."""
        row, given = self.get_object(), self.read(EndAssignment)
        version = self.expected_version(row)
        return self.answer(services.end_assignment(assignment=row, by=me(request), version=version, **given))

    @extend_schema(request=ChangeBudget, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def budget(self, request: Request, pk: str) -> Response:
        """Give more minutes, or take back what is not used. Needs If-Match."""
        row, given = self.get_object(), self.read(ChangeBudget)
        version = self.expected_version(row)
        return self.answer(services.change_budget(assignment=row, by=me(request), version=version, **given))


class ConsultationViewSet(ScopedViewSet):
    """Consultations: log, change, submit, withdraw, query, accept. Every step needs If-Match."""

    queryset = Consultation.objects.select_related("assignment__advisor", "city").order_by("-starts_at", "-pk")
    serializer_class = ConsultationSerializer
    filterset_class = ConsultationFilter

    @extend_schema(request=LogConsultation, responses={201: ConsultationSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Write a consultation down, as a draft or submitted at once."""
        return self.answer(services.log_consultation(by=me(request), **self.read(LogConsultation)), 201)

    @extend_schema(request=ChangeConsultation, responses=ConsultationSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Correct a draft, or what the town asked about. Needs If-Match."""
        row, given = self.get_object(), self.read(ChangeConsultation)
        version = self.expected_version(row)
        return self.answer(services.change_consultation(consultation=row, by=me(request), version=version, **given))

    @extend_schema(request=None, responses=ConsultationSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Give it to the town. Needs If-Match."""
        row, _given = self.get_object(), self.read(Nothing)
        return self.answer(services.submit(consultation=row, by=me(request), version=self.expected_version(row)))

    @extend_schema(request=WithdrawConsultation, responses=ConsultationSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it back. Needs If-Match."""
        row, given = self.get_object(), self.read(WithdrawConsultation)
        version = self.expected_version(row)
        return self.answer(services.withdraw(consultation=row, by=me(request), version=version, **given))

    @extend_schema(request=QueryConsultation, responses=ConsultationSerializer)
    @action(detail=True, methods=["post"])
    def query(self, request: Request, pk: str) -> Response:
        """Give it back with a question. Needs If-Match."""
        row, given = self.get_object(), self.read(QueryConsultation)
        version = self.expected_version(row)
        return self.answer(services.query(consultation=row, by=me(request), version=version, **given))

    @extend_schema(request=None, responses=ConsultationSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Confirm that it happened as written. Needs If-Match."""
        row, _given = self.get_object(), self.read(Nothing)
        return self.answer(services.accept(consultation=row, by=me(request), version=self.expected_version(row)))
