"""Partnerships, members, documents and their versions for programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from grants.permissions import can_manage
from partnerships import services
from partnerships.api.serializers import (
    AcceptMember,
    AddMember,
    AppointCoordinator,
    ChangeDocument,
    ChangePartnership,
    CreateDocument,
    CreatePartnership,
    DocumentSerializer,
    EndMember,
    MemberSerializer,
    MovePartnership,
    PartnershipSerializer,
    PlaceUpload,
    SignDocument,
    UploadSerializer,
    UploadVersion,
    VersionSerializer,
    WithdrawDocument,
)
from partnerships.filters import DocumentFilter, MemberFilter, PartnershipFilter, UploadFilter, VersionFilter
from partnerships.models import Document, DocumentVersion, Partnership, PartnershipMember, PendingUpload
from partnerships.permissions import can_dissolve
from web.api import Nothing, ScopedViewSet
from web.idempotency import idempotent


class PartnershipViewSet(ScopedViewSet):
    """Partnerships: create, change, move, appoint."""

    queryset = Partnership.objects.select_related("project").order_by("code")
    serializer_class = PartnershipSerializer
    filterset_class = PartnershipFilter

    @extend_schema(request=CreatePartnership, responses={201: PartnershipSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Begin a partnership."""
        given = self.read(CreatePartnership, may=can_manage, about="project")
        return self.answer(services.create_partnership(by=me(request), **given), 201)

    @extend_schema(request=ChangePartnership, responses=PartnershipSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Say how it is called and how far it has come. Needs If-Match."""
        row, given = self.get_object(), self.read(ChangePartnership)
        version = self.expected_version(row)
        return self.answer(services.change_partnership(partnership=row, by=me(request), version=version, **given))

    @extend_schema(request=MovePartnership, responses=PartnershipSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Put it into another state. Needs If-Match."""
        row, given = self.get_object(), self.read(MovePartnership)
        version = self.expected_version(row)
        return self.answer(services.move_partnership(partnership=row, by=me(request), version=version, **given))

    @extend_schema(request=AppointCoordinator, responses=PartnershipSerializer)
    @action(detail=True, methods=["post"])
    def appoint(self, request: Request, pk: str) -> Response:
        """Hand it over to another coordinator. Needs If-Match."""
        row = self.get_object()
        given = self.read(AppointCoordinator, may=can_dissolve, about=row)
        version = self.expected_version(row)
        return self.answer(services.appoint_coordinator(partnership=row, by=me(request), version=version, **given))


class MemberViewSet(ScopedViewSet):
    """Members of partnerships: add, accept, end."""

    queryset = PartnershipMember.objects.select_related("organisation", "partnership").order_by("pk")
    serializer_class = MemberSerializer
    filterset_class = MemberFilter

    @extend_schema(request=AddMember, responses={201: MemberSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Invite a body or, with the day it joined, take it in."""
        return self.answer(services.add_member(by=me(request), **self.read(AddMember)), 201)

    @extend_schema(request=AcceptMember, responses=MemberSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Take in a body that was invited. Needs If-Match."""
        row, given = self.get_object(), self.read(AcceptMember)
        version = self.expected_version(row)
        return self.answer(services.accept_member(member=row, by=me(request), version=version, **given))

    @extend_schema(request=EndMember, responses=MemberSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Let a body go. Needs If-Match."""
        row, given = self.get_object(), self.read(EndMember)
        version = self.expected_version(row)
        return self.answer(services.end_member(member=row, by=me(request), version=version, **given))


class DocumentViewSet(ScopedViewSet):
    """Documents: create, change, sign, withdraw."""

    queryset = Document.objects.select_related("partnership__project").with_current().order_by("pk")
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter

    @extend_schema(request=CreateDocument, responses={201: DocumentSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Begin a document."""
        return self.answer(services.create_document(by=me(request), **self.read(CreateDocument)), 201)

    @extend_schema(request=ChangeDocument, responses=DocumentSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Correct its title, or who may read it. Needs If-Match."""
        row, given = self.get_object(), self.read(ChangeDocument)
        version = self.expected_version(row)
        return self.answer(services.change_document(document=row, by=me(request), version=version, **given))

    @extend_schema(request=SignDocument, responses=DocumentSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """Note the day an agreement was signed. Needs If-Match."""
        row, given = self.get_object(), self.read(SignDocument)
        version = self.expected_version(row)
        return self.answer(services.record_signature(document=row, by=me(request), version=version, **given))

    @extend_schema(request=WithdrawDocument, responses=DocumentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take a document out of use. Needs If-Match."""
        row, given = self.get_object(), self.read(WithdrawDocument)
        version = self.expected_version(row)
        return self.answer(services.withdraw_document(document=row, by=me(request), version=version, **given))


class VersionViewSet(ScopedViewSet):
    """Versions of documents: upload the next one."""

    queryset = DocumentVersion.objects.select_related("file").order_by("document", "-number")
    serializer_class = VersionSerializer
    filterset_class = VersionFilter
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": UploadVersion}, responses={201: VersionSerializer})
    def create(self, request: Request) -> Response:
        """Upload the next version.

        Repeating the request is the same version: the bytes tell, no key is needed. Whoever comes second gets 409
        `version_conflict` with `pending_upload`, the id of the kept file, and `current_version`.
        """
        return self.answer(services.upload_version(by=me(request), **self.read(UploadVersion)), 201)


class UploadViewSet(ScopedViewSet):
    """My files that lost their number: place or discard."""

    queryset = PendingUpload.objects.waiting().select_related("file", "document__partnership").order_by("pk")
    serializer_class = UploadSerializer
    filterset_class = UploadFilter

    @extend_schema(request=PlaceUpload, responses={201: VersionSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def place(self, request: Request, pk: str) -> Response:
        """Add the kept file as the version after `based_on`."""
        version = services.place_upload(upload=self.get_object(), by=me(request), **self.read(PlaceUpload))
        return Response(VersionSerializer(version, context=self.get_serializer_context()).data, status=201)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: str) -> Response:
        """Throw the kept file away."""
        self.read(Nothing)
        services.discard_upload(upload=self.get_object(), by=me(request))
        return Response(status=204)
