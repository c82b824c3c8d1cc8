"""What the API says and reads of signed lists and logs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from trainings.models import AttendanceSheet, LoginReport, Session
from trainings.services.editions.sessions import LONGEST_VISIT
from web.api import OutputSerializer, StrictSerializer, VisibleField


class SheetSerializer(OutputSerializer[AttendanceSheet]):
    """A list to be signed; `roster` are enrolments in the order of the printed rows, `scans` ids of files."""

    scans = serializers.SerializerMethodField()

    class Meta:
        model = AttendanceSheet
        fields = ["id", "session", "number", "state", "roster", "sha256", "file", "pages", "scans", "made_at"]

    def get_scans(self, row: AttendanceSheet) -> list[str]:
        """Ids of files."""
        return [str(scan.file_id) for scan in row.scans.all()]


class OrderSheet(StrictSerializer):
    """Input of order_sheet."""

    session = VisibleField(queryset=Session.objects.select_related("edition__course"))


class UploadScan(StrictSerializer):
    """Input of upload_scan."""

    file = serializers.FileField(allow_empty_file=True)
    page = serializers.IntegerField(min_value=1, max_value=1000, default=1)


class VerifySheet(StrictSerializer):
    """Input of verify_sheet: enrolments with a signature."""

    signed = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=10_000)


class DecideDispute(StrictSerializer):
    """Input of decide_dispute."""

    minutes = serializers.IntegerField(min_value=0, max_value=LONGEST_VISIT)
    note = serializers.CharField(max_length=500)


class LoginReportSerializer(OutputSerializer[LoginReport]):
    """The log of an online meeting."""

    class Meta:
        model = LoginReport
        fields = ["id", "session", "file", "uploaded_at", "imported_at"]


class UploadLog(StrictSerializer):
    """Input of upload_login_report."""

    session = VisibleField(queryset=Session.objects.select_related("edition__course"))
    file = serializers.FileField(allow_empty_file=True)


class StaySerializer(serializers.Serializer[Any]):
    """One stay in a meeting."""

    line = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.CharField()
    joined = serializers.DateTimeField()
    left = serializers.DateTimeField()


class MatchSerializer(serializers.Serializer[Any]):
    """Somebody of the list, and the minutes that would be recorded."""

    enrolment = serializers.IntegerField(source="enrolment.pk")
    person = serializers.CharField(source="enrolment.person.get_full_name")
    minutes = serializers.IntegerField()
    stays = serializers.BooleanField()


class WrongRowSerializer(serializers.Serializer[Any]):
    """A line that cannot be read."""

    line = serializers.IntegerField()
    reason = serializers.CharField()


class PreviewSerializer(serializers.Serializer[Any]):
    """What an import would do."""

    can_import = serializers.BooleanField()
    matches = MatchSerializer(many=True)
    trainers = StaySerializer(many=True)
    unknown = StaySerializer(many=True)
    wrong = WrongRowSerializer(many=True)
