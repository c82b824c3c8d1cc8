"""How attendance and its papers may be narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from trainings.choices import AttendanceStatus
from trainings.filters.base import PERSON, InProjectFilter, WordsFilter, by_project
from trainings.models import Attendance, AttendanceSheet, Enrolment, LoginReport
from web.scoping import ScopedFilterSet


class AttendanceFilter(InProjectFilter):
    """By words, project, session, enrolment and status."""

    searched = [f"enrolment__{name}" for name in [*PERSON, "city__name"]]
    q = django_filters.CharFilter(method="with_words", label=_("Person or town"))
    project = by_project("session__edition")

    class Meta:
        model = Attendance
        fields = ["session", "enrolment", "status"]


class RecordFilter(WordsFilter):
    """On the page of a session: by words and by what is recorded."""

    NOTHING = "nothing"

    searched = [*PERSON, "city__name"]
    q = django_filters.CharFilter(method="with_words", label=_("Person or town"))
    status = django_filters.ChoiceFilter(
        choices=[(NOTHING, _("not recorded")), *AttendanceStatus.choices], method="with_status", label=_("Attendance")
    )

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def with_status(self, rows: QuerySet[Enrolment], _name: str, status: str) -> QuerySet[Enrolment]:
        """Of `queries.presence.to_record`."""
        return rows.filter(Q(recorded="" if status == self.NOTHING else status))


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
