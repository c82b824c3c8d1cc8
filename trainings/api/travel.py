"""Journeys that are paid back, for programs."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from trainings.api import travel_serializers as given
from trainings.filters import TravelClaimFilter
from trainings.models import TravelClaim, TravelLine
from trainings.services import travel
from web.api import Nothing, ScopedViewSet
from web.idempotency import idempotent

LINE = [OpenApiParameter("line", OpenApiTypes.INT, OpenApiParameter.PATH, description="A journey of the claim.")]
ONE_LINE = "lines/(?P<line>[0-9]{1,18})"


class TravelClaimViewSet(ScopedViewSet):
    """Travel claims: begin, journeys, submit, withdraw; send back, approve, reject, pay."""

    queryset = (
        TravelClaim.objects.select_related("enrolment__person", "enrolment__edition__course")
        .prefetch_related("lines")
        .order_by("-pk")
    )
    serializer_class = given.TravelClaimSerializer
    filterset_class = TravelClaimFilter

    @extend_schema(
        request=given.BeginClaim, responses={200: given.TravelClaimSerializer, 201: given.TravelClaimSerializer}
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """Begin a claim for one's own enrolment; 200 with the one there is."""
        claim, is_new = travel.begin(by=me(request), **self.read(given.BeginClaim))
        return self.answer(claim, 201 if is_new else 200)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Throw a draft away, with its receipts. Needs If-Match."""
        claim = self.get_object()
        version = self.expected_version(claim)
        self.read(Nothing)
        travel.withdraw(claim=claim, by=me(request), version=version)
        return Response(status=204)

    @extend_schema(request=given.AddLine, responses={201: given.TravelClaimSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def lines(self, request: Request, pk: str) -> Response:
        """Add a journey; the answer is the claim. Needs If-Match."""
        claim = self.get_object()
        version = self.expected_version(claim)
        travel.add_line(claim=claim, by=me(request), version=version, **self.read(given.AddLine))
        return self.answer(self.get_object(), 201)

    @extend_schema(request=given.ChangeLine, responses=given.TravelClaimSerializer, parameters=LINE)
    @action(detail=True, methods=["put"], url_path=ONE_LINE, url_name="line")
    def line(self, request: Request, pk: str, line: str) -> Response:
        """Change a journey as a whole; the answer is the claim. Needs If-Match, of the claim."""
        row = self._line(line)
        version = self.expected_version(row.claim)
        travel.change_line(line=row, by=me(request), version=version, **self.read(given.ChangeLine))
        return self.answer(self.get_object())

    @extend_schema(request=None, responses={200: given.TravelClaimSerializer}, parameters=LINE)
    @line.mapping.delete
    def remove_line(self, request: Request, pk: str, line: str) -> Response:
        """Take a journey out, with its receipt; the answer is the claim. Needs If-Match, of the claim."""
        row = self._line(line)
        version = self.expected_version(row.claim)
        travel.remove_line(line=row, by=me(request), version=version)
        return self.answer(self.get_object())

    @extend_schema(
        request={"multipart/form-data": given.AttachReceipt},
        responses=given.TravelClaimSerializer,
        parameters=LINE,
    )
    @action(detail=True, methods=["post"], url_path=f"{ONE_LINE}/receipt", parser_classes=[MultiPartParser])
    def receipt(self, request: Request, pk: str, line: str) -> Response:
        """Put the receipt to a ticket, or another one in its place. Needs If-Match, of the claim."""
        row = self._line(line)
        version = self.expected_version(row.claim)
        travel.attach_receipt(line=row, by=me(request), version=version, **self.read(given.AttachReceipt))
        return self.answer(self.get_object())

    @extend_schema(request=given.SubmitClaim, responses=given.TravelClaimSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Give it to the organiser; repeated, nothing happens. Needs If-Match."""
        claim = self.get_object()
        version = self.expected_version(claim)
        travel.submit(claim=claim, by=me(request), version=version, **self.read(given.SubmitClaim))
        return self.answer(self.get_object())

    @extend_schema(request=given.WhyNot, responses=given.TravelClaimSerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request: Request, pk: str) -> Response:
        """Return it to the person with a reason. Needs If-Match."""
        claim = self.get_object()
        version = self.expected_version(claim)
        travel.send_back(claim=claim, by=me(request), version=version, **self.read(given.WhyNot))
        return self.answer(self.get_object())

    @extend_schema(request=None, responses=given.TravelClaimSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Say that it is to be paid; repeated, nothing happens. Needs If-Match."""
        claim = self.get_object()
        version = self.expected_version(claim)
        self.read(Nothing)
        travel.approve(claim=claim, by=me(request), version=version)
        return self.answer(self.get_object())

    @extend_schema(request=given.WhyNot, responses=given.TravelClaimSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """Pay nothing, with a reason. Needs If-Match."""
        claim = self.get_object()
        version = self.expected_version(claim)
        travel.reject(claim=claim, by=me(request), version=version, **self.read(given.WhyNot))
        return self.answer(self.get_object())

    @extend_schema(request=given.PayClaim, responses=given.TravelClaimSerializer)
    @action(detail=True, methods=["post"])
    def pay(self, request: Request, pk: str) -> Response:
        """Write down that it was paid, by somebody who did not approve it. Needs If-Match."""
        claim = self.get_object()
        version = self.expected_version(claim)
        travel.pay(claim=claim, by=me(request), version=version, **self.read(given.PayClaim))
        return self.answer(self.get_object())

    @extend_schema(request=None, responses=given.TravelAccountSerializer)
    @action(detail=True, methods=["post"])
    def account(self, request: Request, pk: str) -> Response:
        """The number of the account, for the person and who pays. That it was read is on record."""
        self.read(Nothing)
        number = travel.read_account(claim=self.get_object(), by=me(request))
        return Response({"account": number}, headers={"Cache-Control": "private, no-store"})

    def _line(self, pk: str) -> TravelLine:
        """A journey of the claim in the address."""
        claim = self.get_object()
        lines: QuerySet[TravelLine] = TravelLine.objects.visible_to(me(self.request)).filter(claim=claim)
        line = get_object_or_404(lines, pk=int(pk))
        line.claim = claim
        return line
