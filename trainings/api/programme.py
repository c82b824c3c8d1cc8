"""The programme for everybody, for programs as well."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.permissions import AllowAny

from trainings.filters import ProgrammeFilter
from trainings.models import Edition
from web.api import OutputSerializer, ScopedViewSet


class AnnouncedSerializer(OutputSerializer[Edition]):
    """What anybody may know of an edition: nothing about people, no address of a meeting."""

    title_pl = serializers.CharField(source="course.title_pl", read_only=True)
    title_en = serializers.CharField(source="course.title_en", read_only=True)
    project_code = serializers.CharField(source="course.project.code", read_only=True)

    class Meta:
        model = Edition
        fields = [
            "id",
            "code",
            "title_pl",
            "title_en",
            "project_code",
            "mode",
            "venue",
            "country",
            "starts_at",
            "ends_at",
            "opens_at",
            "closes_at",
        ]


class ProgrammeViewSet(ScopedViewSet):
    """What is published and not over; needs no token."""

    permission_classes = (AllowAny,)
    queryset = Edition.objects.select_related("course__project").order_by("starts_at", "pk")
    serializer_class = AnnouncedSerializer
    filterset_class = ProgrammeFilter

    def get_queryset(self) -> QuerySet[Edition]:
        """The same for everybody."""
        return self.queryset.announced()
