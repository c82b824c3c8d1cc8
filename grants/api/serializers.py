"""What the API of grants says and reads."""

from __future__ import annotations

from rest_framework import serializers

from grants.models import Indicator, Project, ProjectPartner, ReportingPeriod
from web.api import OutputSerializer, StrictSerializer, VisibleField


class PartnerSerializer(OutputSerializer[ProjectPartner]):
    """A body in a project."""

    organisation_name = serializers.CharField(source="organisation.name", read_only=True)

    class Meta:
        model = ProjectPartner
        fields = ["organisation", "organisation_name", "role", "joined_on", "left_on"]


class ProjectSerializer(OutputSerializer[Project]):
    """A project with its programme."""

    programme_code = serializers.CharField(source="programme.code", read_only=True)
    partners = PartnerSerializer(many=True, read_only=True)

    class Meta:
        model = Project
        fields = [
            "id",
            "code",
            "title_pl",
            "title_en",
            "programme_code",
            "amount",
            "currency",
            "starts_on",
            "ends_on",
            "partners",
            "version",
        ]


class PeriodSerializer(OutputSerializer[ReportingPeriod]):
    """A reporting period."""

    class Meta:
        model = ReportingPeriod
        fields = ["id", "project", "number", "starts_on", "ends_on", "due_on", "state", "version"]


class IndicatorSerializer(OutputSerializer[Indicator]):
    """An indicator with its target."""

    class Meta:
        model = Indicator
        fields = [
            "id",
            "project",
            "code",
            "name_pl",
            "name_en",
            "unit",
            "measure",
            "baseline",
            "target",
            "position",
            "version",
        ]


class PlanPeriod(StrictSerializer):
    """Input of plan_period."""

    project = VisibleField(queryset=Project.objects.all())
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    due_on = serializers.DateField()


class ChangeTarget(StrictSerializer):
    """Input of change_target."""

    target = serializers.DecimalField(max_digits=16, decimal_places=2, min_value=0, allow_null=True)
    reason = serializers.CharField(max_length=500)
