"""What the API of advisory says and reads."""

from __future__ import annotations

from rest_framework import serializers

from accounts.models import User
from advisory.choices import Mode
from advisory.models import Assignment, Consultation
from advisory.queries import advisors_for
from grants.models import Project
from organisations.models import Organisation
from web.api import InstantField, OfferedField, OutputSerializer, StrictSerializer, VisibleField


class AssignmentSerializer(OutputSerializer[Assignment]):
    """An advisor in a town, with the minutes used and left."""

    city_name = serializers.CharField(source="city.name", read_only=True)
    minutes_used = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = [
            "id",
            "advisor",
            "city",
            "city_name",
            "project",
            "valid_from",
            "valid_to",
            "minutes_budget",
            "minutes_used",
            "state",
            "version",
        ]

    def get_minutes_used(self, assignment: Assignment) -> int:
        """Of submitted, queried and accepted consultations."""
        counted: int | None = getattr(assignment, "minutes_used", None)
        if counted is not None:
            return counted
        return sum(assignment.consultations.using_budget().values_list("minutes_counted", flat=True))


class ConsultationSerializer(OutputSerializer[Consultation]):
    """A consultation."""

    city_name = serializers.CharField(source="city.name", read_only=True)
    advisor = serializers.PrimaryKeyRelatedField[User](source="assignment.advisor", read_only=True)
    day = serializers.DateField(read_only=True)

    class Meta:
        model = Consultation
        fields = [
            "id",
            "assignment",
            "advisor",
            "project",
            "city",
            "city_name",
            "starts_at",
            "ends_at",
            "day",
            "minutes_counted",
            "mode",
            "topic",
            "summary",
            "next_steps",
            "state",
            "year",
            "number",
            "query_reason",
            "submitted_at",
            "decided_by",
            "decided_at",
            "version",
        ]


class AssignAdvisor(StrictSerializer):
    """Input of assign_advisor; `valid_to` is the first day it no longer holds."""

    advisor = OfferedField(advisors_for)
    city = VisibleField(queryset=Organisation.objects.all())
    project = VisibleField(queryset=Project.objects.all())
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()
    minutes_budget = serializers.IntegerField(min_value=1, max_value=600_000)


class EndAssignment(StrictSerializer):
    """Input of end_assignment."""

    valid_to = serializers.DateField()
    reason = serializers.CharField(max_length=500)


class ChangeBudget(StrictSerializer):
    """Input of change_budget."""

    minutes_budget = serializers.IntegerField(min_value=1, max_value=600_000)
    reason = serializers.CharField(max_length=500)


class ChangeConsultation(StrictSerializer):
    """Input of change_consultation: all that a consultation says."""

    starts_at = InstantField()
    ends_at = InstantField()
    mode = serializers.ChoiceField(choices=Mode.choices)
    topic = serializers.CharField(max_length=200)
    summary = serializers.CharField(max_length=5000, allow_blank=True)
    next_steps = serializers.CharField(max_length=5000, allow_blank=True)
    send = serializers.BooleanField(required=False, help_text="Submit it at once.")


class LogConsultation(ChangeConsultation):
    """Input of log_consultation."""

    assignment = VisibleField(queryset=Assignment.objects.all())
    summary = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    next_steps = serializers.CharField(max_length=5000, required=False, allow_blank=True)


class WithdrawConsultation(StrictSerializer):
    """Input of withdraw."""

    reason = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class QueryConsultation(StrictSerializer):
    """Input of query."""

    reason = serializers.CharField(max_length=1000)
