"""What the API says and reads of decisions on enrolments."""

from __future__ import annotations

from rest_framework import serializers

from trainings.models import Approval
from web.api import OutputSerializer, StrictSerializer


class ApprovalSerializer(OutputSerializer[Approval]):
    """A step of a city's approval; `office` is the role that is asked, `acting_as` who answered."""

    edition = serializers.IntegerField(source="enrolment.edition_id", read_only=True)
    edition_code = serializers.CharField(source="enrolment.edition.code", read_only=True)
    person = serializers.IntegerField(source="enrolment.person_id", read_only=True)
    person_name = serializers.CharField(source="enrolment.person.get_full_name", read_only=True)
    city = serializers.IntegerField(source="enrolment.city_id", read_only=True)
    city_name = serializers.CharField(source="enrolment.city.name", read_only=True)
    office = serializers.CharField(source="office_code", read_only=True)

    class Meta:
        model = Approval
        fields = [
            "id",
            "enrolment",
            "edition",
            "edition_code",
            "person",
            "person_name",
            "city",
            "city_name",
            "step",
            "office",
            "asked_at",
            "due_at",
            "state",
            "acting_as",
            "comment",
            "decided_at",
            "version",
        ]


class Comment(StrictSerializer):
    """Input of approve and decline; to decline it is needed."""

    comment = serializers.CharField(max_length=500, allow_blank=True, default="")
