"""What the API of partnerships says and reads."""

from __future__ import annotations

from django.urls import reverse
from rest_framework import serializers

from grants.models import Project
from organisations.models import Organisation
from partnerships.choices import (
    Confidentiality,
    DocumentKind,
    LegalForm,
    MemberRole,
    PartnershipKind,
    PartnershipState,
    Stage,
)
from partnerships.models import Document, DocumentVersion, Partnership, PartnershipMember, PendingUpload
from partnerships.queries import coordinators_for
from web.api import OfferedField, OutputSerializer, StrictSerializer, VisibleField


class PartnershipSerializer(OutputSerializer[Partnership]):
    """A partnership."""

    class Meta:
        model = Partnership
        fields = [
            "id",
            "code",
            "name_pl",
            "name_en",
            "project",
            "kind",
            "legal_form",
            "stage",
            "state",
            "coordinator",
            "founded_on",
            "version",
        ]


class MemberSerializer(OutputSerializer[PartnershipMember]):
    """A body in a partnership."""

    organisation_name = serializers.CharField(source="organisation.name", read_only=True)

    class Meta:
        model = PartnershipMember
        fields = [
            "id",
            "partnership",
            "organisation",
            "organisation_name",
            "role",
            "state",
            "joined_on",
            "left_on",
            "version",
        ]


class DocumentSerializer(OutputSerializer[Document]):
    """A document; `current_number` is what the next upload is based on."""

    current_number = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = [
            "id",
            "partnership",
            "kind",
            "title",
            "confidentiality",
            "state",
            "signed_on",
            "current_number",
            "version",
        ]

    def get_current_number(self, document: Document) -> int:
        """The number of the newest version; 0 where there is none."""
        counted: int | None = getattr(document, "current_number", None)
        if counted is not None:
            return counted
        newest = document.versions.first()
        return newest.number if newest else 0


class _FileFacts(serializers.Serializer[DocumentVersion]):
    name = serializers.CharField(source="file.name", read_only=True)
    size = serializers.IntegerField(source="file.size", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)
    content_type = serializers.CharField(source="file.content_type", read_only=True)
    download = serializers.SerializerMethodField()

    def get_download(self, row: DocumentVersion | PendingUpload) -> str:
        """Where the bytes are."""
        address = reverse("files:file", args=[row.file_id])
        request = self.context.get("request")
        return request.build_absolute_uri(address) if request else address


class VersionSerializer(_FileFacts, OutputSerializer[DocumentVersion]):
    """A version of a document and its file."""

    class Meta:
        model = DocumentVersion
        fields = [
            "id",
            "document",
            "number",
            "based_on",
            "note",
            "uploaded_by",
            "uploaded_at",
            "name",
            "size",
            "sha256",
            "content_type",
            "download",
        ]


class UploadSerializer(_FileFacts, OutputSerializer[PendingUpload]):
    """A file of mine that waits for its place."""

    class Meta:
        model = PendingUpload
        fields = [
            "id",
            "document",
            "based_on",
            "note",
            "uploaded_at",
            "name",
            "size",
            "sha256",
            "content_type",
            "download",
        ]


class CreatePartnership(StrictSerializer):
    """Input of create_partnership."""

    project = VisibleField(queryset=Project.objects.all())
    code = serializers.CharField(max_length=40)
    name_pl = serializers.CharField(max_length=300)
    name_en = serializers.CharField(max_length=300, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=PartnershipKind.choices, required=False)
    legal_form = serializers.ChoiceField(choices=LegalForm.choices, required=False)
    coordinator = OfferedField(coordinators_for)
    founded_on = serializers.DateField(required=False, allow_null=True)


class ChangePartnership(StrictSerializer):
    """Input of change_partnership."""

    name_pl = serializers.CharField(max_length=300)
    name_en = serializers.CharField(max_length=300, allow_blank=True)
    legal_form = serializers.ChoiceField(choices=LegalForm.choices)
    stage = serializers.ChoiceField(choices=Stage.choices)
    founded_on = serializers.DateField(allow_null=True)


class MovePartnership(StrictSerializer):
    """Input of move_partnership."""

    state = serializers.ChoiceField(choices=PartnershipState.choices)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class AppointCoordinator(StrictSerializer):
    """Input of appoint_coordinator."""

    coordinator = OfferedField(coordinators_for)


class AddMember(StrictSerializer):
    """Input of add_member."""

    partnership = VisibleField(queryset=Partnership.objects.all())
    organisation = VisibleField(queryset=Organisation.objects.all())
    role = serializers.ChoiceField(choices=MemberRole.choices, required=False)
    joined_on = serializers.DateField(required=False, allow_null=True)


class AcceptMember(StrictSerializer):
    """Input of accept_member."""

    joined_on = serializers.DateField()


class EndMember(StrictSerializer):
    """Input of end_member."""

    left_on = serializers.DateField(required=False, allow_null=True)
    excluded = serializers.BooleanField(required=False)
    reason = serializers.CharField(max_length=500)


class CreateDocument(StrictSerializer):
    """Input of create_document."""

    partnership = VisibleField(queryset=Partnership.objects.all())
    kind = serializers.ChoiceField(choices=DocumentKind.choices)
    title = serializers.CharField(max_length=300)
    confidentiality = serializers.ChoiceField(choices=Confidentiality.choices, required=False)


class ChangeDocument(StrictSerializer):
    """Input of change_document."""

    title = serializers.CharField(max_length=300)
    confidentiality = serializers.ChoiceField(choices=Confidentiality.choices)


class SignDocument(StrictSerializer):
    """Input of record_signature."""

    signed_on = serializers.DateField()


class WithdrawDocument(StrictSerializer):
    """Input of withdraw_document."""

    reason = serializers.CharField(max_length=500)


class UploadVersion(StrictSerializer):
    """Input of upload_version, as multipart/form-data."""

    document = VisibleField(queryset=Document.objects.all())
    file = serializers.FileField(source="upload")
    based_on = serializers.IntegerField(min_value=0)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class PlaceUpload(StrictSerializer):
    """Input of place_upload."""

    based_on = serializers.IntegerField(min_value=0)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)
