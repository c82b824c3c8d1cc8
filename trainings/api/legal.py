"""Texts and consents for programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from trainings.api import legal_serializers as given
from trainings.api.serializers import EnrolmentSerializer
from trainings.filters import ConsentFilter, LegalTextFilter, LegalTextVersionFilter
from trainings.models import ConsentRecord, LegalText, LegalTextVersion
from trainings.permissions import can_organise
from trainings.queries.legal import texts_of
from trainings.services import consents, legal
from web.api import ScopedViewSet, ServiceViewSet
from web.idempotency import idempotent


class LegalTextViewSet(ScopedViewSet):
    """Texts: begin, word, publish."""

    queryset = LegalText.objects.order_by("project", "kind", "pk")
    serializer_class = given.LegalTextSerializer
    filterset_class = LegalTextFilter

    @extend_schema(request=given.CreateLegalText, responses={201: given.LegalTextSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Begin the text of a kind, of a project or, without one, of every project that has none."""
        return self.answer(legal.create_text(by=me(request), **self.read(given.CreateLegalText)), 201)

    @extend_schema(request=given.ChangeLegalText, responses=given.LegalTextSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Word the draft anew. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        changed = legal.change_text(text=row, by=me(request), version=version, **self.read(given.ChangeLegalText))
        return self.answer(changed)

    @extend_schema(request=given.PublishLegalText, responses={201: given.LegalVersionSerializer})
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Make the draft the next version. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        made = legal.publish_text(text=row, by=me(request), version=version, **self.read(given.PublishLegalText))
        return Response(given.LegalVersionSerializer(made).data, status=201)


class LegalVersionViewSet(ScopedViewSet):
    """Published versions, to be read."""

    queryset = LegalTextVersion.objects.select_related("text").order_by("text", "number")
    serializer_class = given.LegalVersionSerializer
    filterset_class = LegalTextVersionFilter


class ConsentViewSet(ScopedViewSet):
    """What people said: one's own, and on the texts of projects that one organises or manages."""

    queryset = ConsentRecord.objects.order_by("pk")
    serializer_class = given.ConsentSerializer
    filterset_class = ConsentFilter

    @extend_schema(request=given.AnswerConsent, responses={201: given.ConsentSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Give, refuse or withdraw one's own consent."""
        return self.answer(consents.answer_consent(by=me(request), **self.read(given.AnswerConsent)), 201)


class EditionTexts(ServiceViewSet):
    """Actions of an edition."""

    @extend_schema(responses=given.AskedText(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def texts(self, request: Request, pk: str) -> Response:
        """What holds for who enrols, with the caller's last answer to each; no page is cut."""
        found = texts_of(self.get_object(), me(request))
        return Response(given.AskedText(found, many=True).data)


class EnrolmentTexts(ServiceViewSet):
    """Actions of an enrolment."""

    @extend_schema(request=given.AcceptTexts, responses=EnrolmentSerializer)
    @action(detail=True, methods=["post"], url_path="accept-texts")
    def accept_texts(self, request: Request, pk: str) -> Response:
        """Accept what somebody else enrolled one for; of the organiser, record what was signed. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        consents.accept_texts(enrolment=row, by=me(request), version=version, **self.read(given.AcceptTexts))
        return self.answer(self.get_object())

    @extend_schema(request=given.WithdrawConsent, responses={201: given.ConsentSerializer})
    @action(detail=True, methods=["post"], url_path="withdraw-consent")
    @idempotent
    def withdraw_consent(self, request: Request, pk: str) -> Response:
        """Record that the person took a consent back in a letter; of the organiser."""
        row = self.get_object()
        asked = self.read(given.WithdrawConsent, may=can_organise, about=row.edition.course.project_id)
        said = consents.withdraw_on_paper(enrolment=row, by=me(request), **asked)
        return Response(given.ConsentSerializer(said).data, status=201)
