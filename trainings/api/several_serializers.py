"""What the API reads and says of several rows at once."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from trainings.api.approvals_serializers import ApprovalSerializer
from trainings.api.serializers import EnrolmentSerializer
from trainings.choices import Act
from trainings.services.places.several import MOST
from web.api import StrictSerializer


class SeenEnrolment(StrictSerializer):
    """An enrolment and the version that was looked at."""

    enrolment = serializers.IntegerField(min_value=1)
    version = serializers.IntegerField(min_value=1)


class ActOnSeveral(StrictSerializer):
    """Input of act_on_several; people read the reason, which is needed to take off and to cancel."""

    act = serializers.ChoiceField(choices=Act.choices)
    rows = SeenEnrolment(many=True, allow_empty=False)
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")


class Write(StrictSerializer):
    """Input of write_to."""

    enrolments = serializers.ListField(child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=MOST)
    subject = serializers.CharField(max_length=150)
    text = serializers.CharField(max_length=4000)


class DecideSeveral(StrictSerializer):
    """Input of approve_several and decline_several; to decline the comment is needed."""

    approvals = serializers.ListField(child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=MOST)
    comment = serializers.CharField(max_length=500, allow_blank=True, default="")


class Refusal(serializers.Serializer[Any]):
    """A row that was left as it was, and why."""

    id = serializers.IntegerField(source="row.pk")
    code = serializers.CharField(source="refusal.code")
    detail = serializers.CharField(source="refusal.message")


class EnrolmentAccount(serializers.Serializer[Any]):
    """What became of each enrolment."""

    done = EnrolmentSerializer(many=True)
    refused = Refusal(many=True)


class ApprovalAccount(serializers.Serializer[Any]):
    """What became of each decision."""

    done = ApprovalSerializer(many=True)
    refused = Refusal(many=True)
