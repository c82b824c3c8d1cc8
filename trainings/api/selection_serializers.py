"""What the API says and reads of a committee's lists."""

from __future__ import annotations

from rest_framework import serializers

from trainings.choices import Choice
from trainings.models import Edition, SelectionBatch, SelectionDecision
from web.api import OutputSerializer, StrictSerializer, VisibleField


class DecisionSerializer(OutputSerializer[SelectionDecision]):
    """On one person."""

    class Meta:
        model = SelectionDecision
        fields = ["rank", "enrolment", "choice", "points", "reason"]


class SelectionSerializer(OutputSerializer[SelectionBatch]):
    """A committee's list, in the order of its ranking."""

    decisions = DecisionSerializer(many=True, read_only=True)

    class Meta:
        model = SelectionBatch
        fields = [
            "id",
            "edition",
            "number",
            "state",
            "first_member",
            "second_member",
            "opened_at",
            "final_at",
            "protocol",
            "decisions",
            "version",
        ]


class OpenSelection(StrictSerializer):
    """Input of open_batch."""

    edition = VisibleField(queryset=Edition.objects.all())


class VerdictInput(StrictSerializer):
    """On one person; to reject needs a reason."""

    enrolment = serializers.IntegerField(min_value=1)
    choice = serializers.ChoiceField(choices=Choice.choices)
    points = serializers.DecimalField(max_digits=6, decimal_places=2, min_value=0, allow_null=True, default=None)
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")


class WriteVerdicts(StrictSerializer):
    """Input of write_verdicts: everybody, first in the ranking first."""

    decisions = VerdictInput(many=True, allow_empty=False)
