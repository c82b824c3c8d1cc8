"""Lists as files for programs: ordered, made by a worker, fetched within a day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from files.views import download
from jobs.models import Job
from kernel.errors import Refused
from organisations.models import Organisation
from trainings.documents.sheets import TYPES
from trainings.filters import ExportFilter
from trainings.models import Course, Edition, Session
from trainings.queries import enrollable_people
from trainings.services import exports
from web.api import OfferedField, OutputSerializer, ScopedViewSet, StrictSerializer, VisibleField
from web.idempotency import idempotent

NAMES = [*exports.LISTS, *exports.PARTS]


class ExportSerializer(OutputSerializer[Job]):
    """An order; `url` is where the file is once the state is `done`, for a day."""

    list = serializers.CharField(source="params.list")
    type = serializers.CharField(source="params.type")
    narrowed = serializers.DictField(source="params.narrowed")
    url = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = [
            "id",
            "list",
            "type",
            "narrowed",
            "state",
            "progress",
            "url",
            "error_code",
            "error",
            "queued_at",
            "finished_at",
        ]

    def get_url(self, job: Job) -> str | None:
        """Through the gate of files, with a token as well."""
        return reverse("api:export-file", args=[job.pk]) if job.result else None


class OrderExport(StrictSerializer):
    """Input of order; lists of one thing need it, the others are narrowed by what they know."""

    list = serializers.ChoiceField(choices=NAMES)
    type = serializers.ChoiceField(choices=[*TYPES], default="xlsx")
    edition = VisibleField(queryset=Edition.objects.all(), required=False)
    session = VisibleField(queryset=Session.objects.all(), required=False)
    course = VisibleField(queryset=Course.objects.all(), required=False)
    city = VisibleField(queryset=Organisation.objects.all(), required=False)
    person = OfferedField(enrollable_people, required=False)
    state = serializers.CharField(max_length=20, required=False)


class ExportViewSet(ScopedViewSet):
    """Lists as files: order, look how far it is, fetch."""

    queryset = Job.objects.order_by("-pk")
    serializer_class = ExportSerializer
    filterset_class = ExportFilter

    def get_queryset(self) -> Any:
        """One's own."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return exports.orders(me(self.request))

    @extend_schema(request=OrderExport, responses={202: ExportSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Have a list made; the same one asked for again meanwhile is one order."""
        given = self.read(OrderExport)
        name, ending = given.pop("list"), given.pop("type")
        narrowed = {field: value if isinstance(value, str) else value.pk for field, value in given.items()}
        return self.answer(exports.order(name=name, ending=ending, narrowed=narrowed, by=me(request)), 202)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str) -> HttpResponseBase:
        """The file, through the gate of files."""
        job = self.get_object()
        if not job.result:
            raise Refused("not_made", _("This list is not made yet, or could not be made."))
        return download(request._request, pk=UUID(job.result["file"]))  # noqa: SLF001 -- the gate is a Django view
