"""The end of a training for programs: sessions, editions and enrolments get these actions; certificates."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from kernel.text import read_code
from kernel.time import now
from trainings.api import settlement_serializers as given
from trainings.api.serializers import EditionSerializer, EnrolmentSerializer, SessionSerializer
from trainings.choices import EditionState
from trainings.filters import CertificateFilter
from trainings.models import Certificate
from trainings.permissions import can_see_settlement, can_settle
from trainings.queries.exceptions import exceptions_of
from trainings.queries.settlement import completion_checks, settlement_checks
from trainings.services import certificates, settlement
from web.api import Nothing, ScopedViewSet, ServiceViewSet
from web.idempotency import idempotent
from web.throttling import VerifyThrottle, require_few_tries


class EditionEndings(ServiceViewSet):
    """Of editions: complete, settle, reopen, certificates."""

    @extend_schema(responses=given.CheckSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def checklist(self, request: Request, pk: str) -> Response:
        """What the next step waits for; empty once it is settled."""
        edition = self.get_object()
        can_see_settlement(request.user, edition.course.project_id).require()
        of = {EditionState.PUBLISHED: completion_checks, EditionState.COMPLETED: settlement_checks}.get(edition.state)
        return Response(given.CheckSerializer(of(edition, now()) if of else [], many=True).data)

    @extend_schema(responses=given.ExceptionalSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def exceptions(self, request: Request, pk: str) -> Response:
        """What was decided against the usual order, and why: overbooked, let in, preferred, withdrawn late."""
        edition = self.get_object()
        can_see_settlement(request.user, edition.course.project_id).require()
        return Response(given.ExceptionalSerializer(exceptions_of(edition), many=True).data)

    @extend_schema(request=None, responses=EditionSerializer)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        """Say that it is over. Needs If-Match."""
        edition = self.get_object()
        self.read(Nothing)
        version = self.expected_version(edition)
        settlement.complete(edition=edition, by=me(request), version=version)
        return self.answer(self.get_object())

    @extend_schema(request=None, responses=EditionSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """Write down what came of each place. Needs If-Match."""
        edition = self.get_object()
        self.read(Nothing)
        version = self.expected_version(edition)
        settlement.settle(edition=edition, by=me(request), version=version)
        return self.answer(self.get_object())

    @extend_schema(request=given.Why, responses=EditionSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Open what was settled. Needs If-Match."""
        edition = self.get_object()
        version = self.expected_version(edition)
        settlement.reopen(edition=edition, by=me(request), version=version, **self.read(given.Why))
        return self.answer(self.get_object())

    @extend_schema(request=None, responses=given.CertificateSerializer(many=True), filters=False)
    @action(detail=True, methods=["post"], pagination_class=None)
    def certificates(self, request: Request, pk: str) -> Response:
        """Issue what is missing; the answer holds the new ones."""
        self.read(Nothing)
        issued = certificates.issue(edition=self.get_object(), by=me(request))
        return Response(given.CertificateSerializer(issued, many=True).data)


class SessionEndings(ServiceViewSet):
    """Of sessions: hold, verify, unverify."""

    @extend_schema(request=None, responses=SessionSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """Say that it took place. Needs If-Match."""
        session = self.get_object()
        self.read(Nothing)
        version = self.expected_version(session)
        settlement.hold_session(session=session, by=me(request), version=version)
        return self.answer(self.get_object())

    @extend_schema(request=None, responses=SessionSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:
        """Say that its attendance is right. Needs If-Match."""
        session = self.get_object()
        self.read(Nothing)
        version = self.expected_version(session)
        settlement.verify_session(session=session, by=me(request), version=version)
        return self.answer(self.get_object())

    @extend_schema(request=given.Why, responses=SessionSerializer)
    @action(detail=True, methods=["post"])
    def unverify(self, request: Request, pk: str) -> Response:
        """Give its attendance back to be corrected. Needs If-Match."""
        session = self.get_object()
        version = self.expected_version(session)
        settlement.unverify_session(session=session, by=me(request), version=version, **self.read(given.Why))
        return self.answer(self.get_object())


class EnrolmentEndings(ServiceViewSet):
    """Of enrolments: minutes, outcome."""

    @extend_schema(request=given.CorrectMinutes, responses=EnrolmentSerializer)
    @action(detail=True, methods=["post"])
    def minutes(self, request: Request, pk: str) -> Response:
        """Correct minutes after the settlement, and what follows from them. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        told = self.read(given.CorrectMinutes, may=can_settle, about=row.edition.course.project_id)
        settlement.correct_minutes(enrolment=row, by=me(request), version=version, **told)
        return self.answer(self.get_object())

    @extend_schema(request=given.CorrectOutcome, responses=EnrolmentSerializer)
    @action(detail=True, methods=["post"])
    def outcome(self, request: Request, pk: str) -> Response:
        """Correct what came of it after the settlement. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        settlement.correct_outcome(enrolment=row, by=me(request), version=version, **self.read(given.CorrectOutcome))
        return self.answer(self.get_object())


class CertificateViewSet(ScopedViewSet):
    """Certificates: replace, revoke."""

    queryset = Certificate.objects.order_by("-issued_at", "-pk")
    serializer_class = given.CertificateSerializer
    filterset_class = CertificateFilter

    @extend_schema(request=given.Why, responses={201: given.CertificateSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def replace(self, request: Request, pk: str) -> Response:
        """The same under a new number, as the data are now."""
        row = self.get_object()
        return self.answer(certificates.replace(certificate=row, by=me(request), **self.read(given.Why)), 201)

    @extend_schema(request=given.Why, responses=given.CertificateSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """It does not hold."""
        row = self.get_object()
        return self.answer(certificates.revoke(certificate=row, by=me(request), **self.read(given.Why)))


class VerifyCertificateViewSet(ServiceViewSet):
    """Whether a certificate holds; needs no token."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (VerifyThrottle,)
    serializer_class = given.VerifiedCertificateSerializer
    lookup_url_kwarg = "code"
    lookup_value_regex = "[^/]+"

    @extend_schema(
        parameters=[OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="As printed.")],
    )
    def retrieve(self, request: Request, code: str) -> Response:
        """The public facts behind a code; 404 code_unknown without them."""
        return Response(given.VerifiedCertificateSerializer(certificates.verify(code=code)).data)

    @extend_schema(request=given.NameHolder, responses={200: given.VerifiedCertificateSerializer})
    def create(self, request: Request) -> Response:
        """The same with the full name, for who knows the surname; ten tries an hour for each certificate."""
        asked = self.read(given.NameHolder)
        require_few_tries(of=f"certificate:{read_code(asked['code'])}")
        return Response(given.VerifiedCertificateSerializer(certificates.verify_holder(**asked)).data)
