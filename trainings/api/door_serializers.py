"""What is told at the door, and what the door says."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from organisations.models import Organisation
from trainings.choices import ScanDirection, ScanRefusal, ScanResult
from trainings.models import Enrolment
from trainings.queries import enrollable_people
from trainings.services.scans import BATCH
from web.api import InstantField, OfferedField, StrictSerializer, VisibleField


class OneScan(StrictSerializer):
    """One scan: `nonce` is given by the device and makes sending it again harmless."""

    nonce = serializers.CharField(max_length=40)
    code = serializers.CharField(max_length=40)
    direction = serializers.ChoiceField(choices=ScanDirection.choices, default=ScanDirection.IN)
    scanned_at = InstantField()
    ticked = serializers.BooleanField(default=False)


class TakeScans(StrictSerializer):
    """Input of scans.take_scans."""

    device = serializers.CharField(max_length=40)
    scans = serializers.ListField(child=OneScan(), allow_empty=False, max_length=BATCH)


class ScanAnswer(serializers.Serializer[Any]):
    """What the door says to one scan."""

    nonce = serializers.CharField()
    result = serializers.ChoiceField(choices=ScanResult.choices)
    reason = serializers.ChoiceField(choices=ScanRefusal.choices, allow_null=True)
    enrolment = serializers.IntegerField(source="enrolment_id", allow_null=True)
    person = serializers.CharField()
    message = serializers.CharField()


class WalkIn(StrictSerializer):
    """Input of door.admit; `signed`: the texts that hold were signed at the door."""

    person = OfferedField(enrollable_people)
    city = VisibleField(queryset=Organisation.objects.all())
    post = serializers.CharField(max_length=120, allow_blank=True, default="")
    department = serializers.CharField(max_length=120, allow_blank=True, default="")
    overbook = serializers.BooleanField(default=False)
    signed = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")


class Exempt(StrictSerializer):
    """Input of attendance.exempt."""

    enrolment = VisibleField(queryset=Enrolment.objects.all())
    note = serializers.CharField(max_length=500)


class Ticket(serializers.Serializer[Any]):
    """What is shown at the door."""

    code = serializers.CharField()
