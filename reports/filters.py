"""How lists of reports may be narrowed."""

from __future__ import annotations

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Visitor
from accounts.visitors import Door
from grants.models import Project, ReportingPeriod
from reports.choices import Kind, State
from reports.models import Artifact, Report, Snapshot
from web.scoping import RowFilter, ScopedFilterSet


def _reader(request: Door | None) -> Visitor:
    """Whoever asks; nobody where only the schema is drawn."""
    return request.user if request and isinstance(request.user, User) else AnonymousUser()


def _projects(request: Door | None) -> QuerySet[Project]:
    """Those the reader sees; nobody learns of others from the choice."""
    return Project.objects.visible_to(_reader(request))


def _periods(request: Door | None) -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.visible_to(_reader(request))


def _reports(request: Door | None) -> QuerySet[Report]:
    return Report.objects.visible_to(_reader(request))


class ReportFilter(ScopedFilterSet):
    """By words of the project, kind and state."""

    q = django_filters.CharFilter(method="with_words", label=_("Project"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)

    class Meta:
        model = Report
        fields = ["q", "kind", "state"]

    def with_words(self, rows: QuerySet[Report], _name: str, words: str) -> QuerySet[Report]:
        """Every word in the code or in one of the titles of the project."""
        for word in words.split():
            rows = rows.filter(
                Q(project__code__icontains=word)
                | Q(project__title_pl__icontains=word)
                | Q(project__title_en__icontains=word)
            )
        return rows


class ReportApiFilter(ReportFilter):
    """By project and period too."""

    project = RowFilter(label=_("Project"), queryset=_projects)
    period = RowFilter(label=_("Reporting period"), queryset=_periods)

    class Meta(ReportFilter.Meta):
        fields = ["q", "project", "period", "kind", "state"]


class SnapshotFilter(ScopedFilterSet):
    """By report."""

    report = RowFilter(label=_("Report"), queryset=_reports)

    class Meta:
        model = Snapshot
        fields = ["report"]


class ArtifactFilter(ScopedFilterSet):
    """By report and language."""

    report = RowFilter(label=_("Report"), queryset=_reports, field_name="snapshot__report")

    class Meta:
        model = Artifact
        fields = ["language"]
