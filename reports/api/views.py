"""Reports, figures, snapshots and files for programs; verification for anybody."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.visitors import me
from reports import services
from reports.api.serializers import (
    ArtifactSerializer,
    ChangeNarrative,
    DifferenceSerializer,
    FigureSerializer,
    FigureWithRowsSerializer,
    OpenReport,
    ReportSerializer,
    SnapshotContentSerializer,
    SnapshotSerializer,
    VerifiedSerializer,
)
from reports.filters import ArtifactFilter, ReportApiFilter, SnapshotFilter
from reports.models import Artifact, Report, Snapshot
from web.api import Nothing, ScopedViewSet
from web.idempotency import idempotent
from web.throttling import VerifyThrottle


class ReportViewSet(ScopedViewSet):
    """Reports: open, write, submit; their figures, live in a draft and frozen afterwards."""

    queryset = Report.objects.select_related("project__programme__donor", "period").prefetch_related(
        Prefetch("snapshots", Snapshot.objects.defer("content"))
    )
    serializer_class = ReportSerializer
    filterset_class = ReportApiFilter

    @extend_schema(request=OpenReport, responses={201: ReportSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Open the report on a period."""
        return self.answer(services.open_report(by=me(request), **self.read(OpenReport)), 201)

    @extend_schema(request=ChangeNarrative, responses=ReportSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Write the text. Needs If-Match."""
        report = self.get_object()
        changed = services.change_narrative(
            report=report, by=me(request), version=self.expected_version(report), **self.read(ChangeNarrative)
        )
        return self.answer(changed)

    @extend_schema(request=None, responses={201: SnapshotSerializer})
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Close the period, freeze the figures, order the files. Needs If-Match."""
        report = self.get_object()
        self.read(Nothing)
        frozen = services.submit_report(report=report, by=me(request), version=self.expected_version(report))
        return Response(SnapshotSerializer(frozen).data, status=201)

    @extend_schema(responses=FigureSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def figures(self, request: Request, pk: str) -> Response:
        """Every figure, without its rows."""
        return Response(FigureSerializer(self._figures(), many=True).data)

    @extend_schema(
        responses=FigureWithRowsSerializer,
        parameters=[OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="Of the indicator.")],
    )
    @action(detail=True, url_path="figures/(?P<code>.+)", url_name="figure")
    def figure(self, request: Request, pk: str, code: str) -> Response:
        """One figure with the rows it is the sum of."""
        found = next((figure for figure in self._figures() if figure["code"] == code), None)
        if found is None:
            raise Http404
        return Response(FigureWithRowsSerializer(found).data)

    @extend_schema(responses=DifferenceSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def differences(self, request: Request, pk: str) -> Response:
        """What has moved since the newest snapshot."""
        report = self.get_object()
        snapshot = report.snapshots.order_by("-revision").first()
        if snapshot is None:
            raise Http404
        moved = services.difference(snapshot=snapshot, live=services.figures_of(report=report))
        return Response(DifferenceSerializer(moved, many=True).data)

    def _figures(self) -> list[dict[str, Any]]:
        report: Report = self.get_object()
        snapshot = None if report.is_writable else report.snapshots.order_by("-revision").first()
        figures: list[dict[str, Any]] = snapshot.data["figures"] if snapshot else services.figures_of(report=report)
        return figures


class SnapshotViewSet(ScopedViewSet):
    """What was submitted, frozen."""

    queryset = Snapshot.objects.order_by("report", "-revision")
    serializer_class = SnapshotSerializer
    filterset_class = SnapshotFilter

    @extend_schema(responses=SnapshotContentSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One snapshot with its content."""
        return Response(SnapshotContentSerializer(self.get_object()).data)

    @extend_schema(responses={(200, "application/json"): OpenApiTypes.OBJECT})
    @action(detail=True)
    def content(self, request: Request, pk: str) -> HttpResponse:
        """The canonical JSON, byte for byte what the SHA-256 is of."""
        return HttpResponse(self.get_object().content, content_type="application/json")


class ArtifactViewSet(ScopedViewSet):
    """The files made from snapshots."""

    queryset = Artifact.objects.order_by("snapshot", "language", "pk")
    serializer_class = ArtifactSerializer
    filterset_class = ArtifactFilter


class VerifyViewSet(ViewSet):
    """Whether a report is genuine; needs no token."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (VerifyThrottle,)
    lookup_url_kwarg = "code"
    lookup_value_regex = "[^/]+"

    @extend_schema(
        responses=VerifiedSerializer,
        parameters=[OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="As printed.")],
    )
    def retrieve(self, request: Request, code: str) -> Response:
        """The public facts behind a code; 404 code_unknown without them."""
        return Response(VerifiedSerializer(services.verify(code=code)).data)
