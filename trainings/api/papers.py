"""Signed lists and logs of meetings for programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from trainings.api import papers_serializers as given
from trainings.api.serializers import AttendanceSerializer
from trainings.filters import LoginReportFilter, SheetFilter
from trainings.models import AttendanceSheet, LoginReport
from trainings.permissions import can_organise, can_record
from trainings.services import login_reports, sheets
from web.api import Nothing, ScopedViewSet, ServiceViewSet
from web.idempotency import idempotent
from web.parsers import StrictJSONParser


class SheetViewSet(ScopedViewSet):
    """Lists to be signed: make, print, upload the scan, verify."""

    queryset = (
        AttendanceSheet.objects.select_related("session__edition__course").prefetch_related("scans").order_by("pk")
    )
    serializer_class = given.SheetSerializer
    filterset_class = SheetFilter

    @extend_schema(request=given.OrderSheet, responses={201: given.SheetSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Make the list of a session as it is now; unchanged, the one there is. The PDF follows in a job."""
        told = self.read(given.OrderSheet, may=can_record, about="session")
        return self.answer(sheets.order_sheet(by=me(request), **told), 201)

    @extend_schema(request=None, responses=given.SheetSerializer)
    @action(detail=True, methods=["post"])
    def printed(self, request: Request, pk: str) -> Response:
        """Note that it was printed."""
        sheet = self.get_object()
        self.read(Nothing)
        return self.answer(sheets.mark_printed(sheet=sheet, by=me(request)))

    @extend_schema(request={"multipart/form-data": given.UploadScan}, responses=given.SheetSerializer)
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def scan(self, request: Request, pk: str) -> Response:
        """Upload a signed page. The same file again is the same scan: no key is needed."""
        sheet = self.get_object()
        can_record(request.user, sheet.session).require()
        told = self.read(given.UploadScan)
        sheets.upload_scan(sheet=sheet, upload=told["file"], page=told["page"], by=me(request))
        return self.answer(self.get_object())

    @extend_schema(request=given.VerifySheet, responses=given.SheetSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:
        """Say who signed; everybody else did not."""
        sheet = self.get_object()
        told = self.read(given.VerifySheet, may=can_organise, about=sheet.session.edition.course.project_id)
        sheets.verify_sheet(sheet=sheet, signed=told["signed"], by=me(request))
        return self.answer(self.get_object())


class LoginReportViewSet(ScopedViewSet):
    """Logs of online meetings: upload, look, import."""

    queryset = LoginReport.objects.select_related("session__edition__course", "file").order_by("pk")
    serializer_class = given.LoginReportSerializer
    filterset_class = LoginReportFilter
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": given.UploadLog}, responses={201: given.LoginReportSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Keep a log; nothing is recorded yet."""
        told = self.read(given.UploadLog, may=can_record, about="session")
        report = login_reports.upload_login_report(session=told["session"], upload=told["file"], by=me(request))
        return self.answer(report, 201)

    @extend_schema(request=None, responses=given.PreviewSerializer)
    @action(detail=True, methods=["get"])
    def preview(self, request: Request, pk: str) -> Response:
        """What importing it would record, whom it does not match, what cannot be read."""
        report = self.get_object()
        can_record(request.user, report.session).require()
        return Response(given.PreviewSerializer(login_reports.preview_of(report)).data)

    @extend_schema(request=None, responses=given.LoginReportSerializer)
    @action(detail=True, methods=["post"], url_path="import", parser_classes=[StrictJSONParser])
    def take(self, request: Request, pk: str) -> Response:
        """Record what it says, all or nothing."""
        report = self.get_object()
        self.read(Nothing)
        login_reports.import_login_report(report=report, by=me(request))
        return self.answer(self.get_object())


class DisputeActions(ServiceViewSet):
    """Actions of a record of attendance."""

    @extend_schema(request=given.DecideDispute, responses=AttendanceSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """End a dispute with the signed list at hand. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        told = self.read(given.DecideDispute, may=can_organise, about=row.session.edition.course.project_id)
        return self.answer(sheets.decide_dispute(attendance=row, by=me(request), version=version, **told))
