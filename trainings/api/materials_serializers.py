"""What the API says and reads of materials."""

from __future__ import annotations

from rest_framework import serializers

from trainings.models import Edition, Material, Session
from trainings.models.materials import LONGEST_LINK
from web.api import InstantField, OutputSerializer, StrictSerializer, VisibleField


class MaterialSerializer(OutputSerializer[Material]):
    """A file, with name, size in bytes and media type, or a link; `session` is empty for the whole training.

    People with a place see it from `shown_from` on. `file` is downloaded as every other file.
    """

    name = serializers.CharField(source="file.name", read_only=True, allow_null=True)
    size = serializers.IntegerField(source="file.size", read_only=True, allow_null=True)
    content_type = serializers.CharField(source="file.content_type", read_only=True, allow_null=True)

    class Meta:
        model = Material
        fields = [
            "id",
            "edition",
            "session",
            "title",
            "file",
            "name",
            "size",
            "content_type",
            "link",
            "shown_from",
            "added_by",
            "added_at",
            "version",
        ]


class AddMaterial(StrictSerializer):
    """Input of add_material: a file or a link, one of the two; without `shown_from` it is shown at once."""

    edition = VisibleField(queryset=Edition.objects.select_related("course"))
    session = VisibleField(queryset=Session.objects.all(), allow_null=True, default=None)
    title = serializers.CharField(max_length=200)
    file = serializers.FileField(allow_empty_file=True, required=False)
    link = serializers.CharField(max_length=LONGEST_LINK, allow_blank=True, default="")
    shown_from = InstantField(allow_null=True, default=None)


class ChangeMaterial(StrictSerializer):
    """Input of change_material: what is left out stays; `shown_from` null is at once."""

    title = serializers.CharField(max_length=200, required=False)
    session = VisibleField(queryset=Session.objects.all(), allow_null=True, required=False)
    shown_from = InstantField(allow_null=True, required=False)
