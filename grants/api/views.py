"""Projects, periods and indicators for programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from grants import services
from grants.api.serializers import (
    ChangeTarget,
    IndicatorSerializer,
    PeriodSerializer,
    PlanPeriod,
    ProjectSerializer,
)
from grants.filters import IndicatorFilter, PeriodFilter, ProjectFilter
from grants.models import Indicator, Project, ReportingPeriod
from web.api import Nothing, ScopedViewSet
from web.idempotency import idempotent


class ProjectViewSet(ScopedViewSet):
    """Projects with their partners."""

    queryset = Project.objects.select_related("programme").prefetch_related("partners__organisation")
    serializer_class = ProjectSerializer
    filterset_class = ProjectFilter


class PeriodViewSet(ScopedViewSet):
    """Reporting periods: plan, open. A period is locked by submitting its report."""

    queryset = ReportingPeriod.objects.order_by("project", "number")
    serializer_class = PeriodSerializer
    filterset_class = PeriodFilter

    @extend_schema(request=PlanPeriod, responses={201: PeriodSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Add a period to a project."""
        period = services.plan_period(by=me(request), **self.read(PlanPeriod))
        return self.answer(period, 201)

    @extend_schema(request=None, responses=PeriodSerializer)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: str) -> Response:
        """Let dated facts in. Needs If-Match."""
        period = self.get_object()
        self.read(Nothing)
        return self.answer(services.open_period(period=period, by=me(request), version=self.expected_version(period)))


class IndicatorViewSet(ScopedViewSet):
    """Indicators; their targets can be changed with a reason."""

    queryset = Indicator.objects.order_by("project", "position", "code")
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter

    @extend_schema(request=ChangeTarget, responses=IndicatorSerializer)
    @action(detail=True, methods=["post"])
    def target(self, request: Request, pk: str) -> Response:
        """Set another target. Needs If-Match."""
        indicator = self.get_object()
        given = self.read(ChangeTarget)
        changed = services.change_target(
            indicator=indicator, by=me(request), version=self.expected_version(indicator), **given
        )
        return self.answer(changed)
