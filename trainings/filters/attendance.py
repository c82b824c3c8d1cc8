"""How attendance and its papers may be narrowed."""

from __future__ import annotations

from trainings.models import Attendance, AttendanceSheet, LoginReport
from web.scoping import ScopedFilterSet


class AttendanceFilter(ScopedFilterSet):
    """By session and enrolment."""

    class Meta:
        model = Attendance
        fields = ["session", "enrolment"]


class SheetFilter(ScopedFilterSet):
    """By session and state."""

    class Meta:
        model = AttendanceSheet
        fields = ["session", "state"]


class LoginReportFilter(ScopedFilterSet):
    """By session."""

    class Meta:
        model = LoginReport
        fields = ["session"]
