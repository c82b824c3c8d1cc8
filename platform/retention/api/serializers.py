"""What the API says and reads of retention."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from grants.models import Project
from retention.choices import Unit
from retention.models import RetentionRule, RetentionRun
from web.api import OutputSerializer, StrictSerializer, VisibleField


class MatterSerializer(serializers.Serializer[Any]):
    """Data of one kind: how long they are kept where no project says otherwise, and how much has had its time."""

    code = serializers.CharField(source="matter.code")
    name = serializers.CharField(source="matter.label")
    counted_from = serializers.CharField(source="matter.counted_from")
    fate = serializers.CharField(source="matter.fate")
    number = serializers.IntegerField(source="length.number")
    unit = serializers.ChoiceField(source="length.unit", choices=Unit.choices)
    by_project = serializers.BooleanField(source="matter.by_project")
    by_clock = serializers.BooleanField(source="matter.by_clock")
    due = serializers.IntegerField()
    last_erased_at = serializers.DateTimeField(source="last", allow_null=True)


class RetentionRuleSerializer(OutputSerializer[RetentionRule]):
    """A rule; without a project it holds wherever no project has its own."""

    class Meta:
        model = RetentionRule
        fields = ["id", "matter", "project", "number", "basis", "hold_until", "changed_by", "changed_at", "version"]


class RetentionRunSerializer(OutputSerializer[RetentionRun]):
    """That something was looked through and so much of it erased; `by` is empty where the clock did it."""

    class Meta:
        model = RetentionRun
        fields = ["id", "matter", "project", "at", "number", "unit", "erased", "by", "reason"]


# -- input -----------------------------------------------------------------------------------------


class ChangeRule(StrictSerializer):
    """Input of change_rule."""

    number = serializers.IntegerField(min_value=1, max_value=9999)
    basis = serializers.CharField(max_length=500)
    hold_until = serializers.DateField(allow_null=True, default=None)


class SetRule(ChangeRule):
    """Input of set_rule."""

    matter = serializers.CharField(max_length=60)
    project = VisibleField(queryset=Project.objects.all(), allow_null=True)


class RunByHand(StrictSerializer):
    """Input of run_by_hand."""

    matter = serializers.CharField(max_length=60)
    project = VisibleField(queryset=Project.objects.all(), allow_null=True)
    reason = serializers.CharField(max_length=500)
