"""What the API of reports says and reads."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from grants.models import ReportingPeriod
from reports.choices import Kind
from reports.models import Artifact, Report, Snapshot
from web.api import OutputSerializer, StrictSerializer, VisibleField


class SnapshotSerializer(OutputSerializer[Snapshot]):
    """A snapshot without its content."""

    class Meta:
        model = Snapshot
        fields = ["id", "report", "revision", "code", "sha256", "previous_sha256", "schema_version", "created_at"]


class SnapshotContentSerializer(SnapshotSerializer):
    """A snapshot with what was submitted."""

    content = serializers.SerializerMethodField()

    class Meta(SnapshotSerializer.Meta):
        fields = [*SnapshotSerializer.Meta.fields, "content"]

    @extend_schema_field(serializers.DictField())
    def get_content(self, snapshot: Snapshot) -> dict[str, Any]:
        """As values; the text that the SHA-256 is of is at `/content/`."""
        return snapshot.data


class ReportSerializer(OutputSerializer[Report]):
    """A report; its figures are at `/figures/`."""

    snapshots = SnapshotSerializer(many=True, read_only=True)

    class Meta:
        model = Report
        fields = [
            "id",
            "project",
            "period",
            "kind",
            "number",
            "state",
            "narrative_pl",
            "narrative_en",
            "created_at",
            "snapshots",
            "version",
        ]


class ArtifactSerializer(OutputSerializer[Artifact]):
    """A file made from a snapshot."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = Artifact
        fields = ["id", "snapshot", "language", "format", "template_version", "sha256", "pages", "created_at", "url"]

    def get_url(self, artifact: Artifact) -> str:
        """Where it can be downloaded."""
        return reverse("files:file", args=[artifact.file_id])


class BothSerializer(serializers.Serializer[Any]):
    """A text in both languages."""

    pl = serializers.CharField()
    en = serializers.CharField()


class MeasureSerializer(serializers.Serializer[Any]):
    """How a figure is counted."""

    code = serializers.CharField()
    name = BothSerializer()
    definition = BothSerializer()
    row_unit = serializers.CharField(help_text="What the rows count where it is not the unit: minute.")
    per = serializers.IntegerField(help_text="Row units to one unit.")
    places = serializers.IntegerField(help_text="Decimal places of the value.")


class PartSerializer(serializers.Serializer[Any]):
    """A share of a figure along one axis."""

    axis = serializers.CharField()
    code = serializers.CharField()
    name = BothSerializer()
    amount = serializers.CharField()


class RowSerializer(serializers.Serializer[Any]):
    """One row of evidence."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    day = serializers.DateField()
    reference = serializers.CharField()
    name_pl = serializers.CharField()
    name_en = serializers.CharField()
    town = serializers.CharField()
    teryt = serializers.CharField()
    amount = serializers.IntegerField(help_text="In row units; 0 where it was counted in an earlier row.")


class FigureSerializer(serializers.Serializer[Any]):
    """An indicator with its figure. Null is no data, never zero."""

    code = serializers.CharField()
    name = BothSerializer()
    unit = serializers.CharField()
    baseline = serializers.CharField()
    target = serializers.CharField(allow_null=True)
    measure = MeasureSerializer()
    value = serializers.CharField(allow_null=True)
    percent = serializers.CharField(allow_null=True, help_text="Of the target; null where that does not apply.")
    total = serializers.IntegerField(allow_null=True, help_text="The sum of the rows, in row units.")
    parts = PartSerializer(many=True)


class FigureWithRowsSerializer(FigureSerializer):
    """A figure with the rows it is the sum of."""

    rows = RowSerializer(many=True)


class DifferenceSerializer(serializers.Serializer[Any]):
    """A figure that has moved since it was submitted."""

    code = serializers.CharField()
    name = BothSerializer()
    frozen = serializers.CharField(allow_null=True)
    live = serializers.CharField(allow_null=True)
    gone = serializers.IntegerField()
    new = serializers.IntegerField()
    changed = serializers.IntegerField()


class VerifiedSerializer(serializers.Serializer[Any]):
    """Public facts of a genuine report."""

    code = serializers.CharField()
    reference = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    title_pl = serializers.CharField()
    title_en = serializers.CharField()
    project = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    submitted_at = serializers.DateTimeField()
    sha256 = serializers.CharField()
    revision = serializers.IntegerField()
    newest = serializers.BooleanField(help_text="False where a later revision has replaced it.")
    state = serializers.CharField()
    fictitious = serializers.BooleanField()


class OpenReport(StrictSerializer):
    """Input of open_report."""

    period = VisibleField(queryset=ReportingPeriod.objects.all())
    kind = serializers.ChoiceField(choices=Kind.choices, default=Kind.INTERIM)


class ChangeNarrative(StrictSerializer):
    """Input of change_narrative."""

    narrative_pl = serializers.CharField(allow_blank=True, trim_whitespace=False)
    narrative_en = serializers.CharField(allow_blank=True, trim_whitespace=False)
