"""A committee's lists for programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from trainings.api.selection_serializers import OpenSelection, SelectionSerializer, WriteVerdicts
from trainings.filters import SelectionFilter
from trainings.models import SelectionBatch
from trainings.services import places
from trainings.services.places import Verdict
from web.api import Nothing, ScopedViewSet
from web.idempotency import idempotent


class SelectionViewSet(ScopedViewSet):
    """Lists: open, write, sign."""

    queryset = SelectionBatch.objects.select_related("edition__course").prefetch_related("decisions").order_by("pk")
    serializer_class = SelectionSerializer
    filterset_class = SelectionFilter

    @extend_schema(request=OpenSelection, responses={201: SelectionSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Begin a list of everybody who awaits selection."""
        return self.answer(places.open_batch(by=me(request), **self.read(OpenSelection)), 201)

    @extend_schema(request=WriteVerdicts, responses=SelectionSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Put down the whole list; a signature given before no longer holds. Needs If-Match."""
        batch = self.get_object()
        version = self.expected_version(batch)
        verdicts = [
            Verdict(row["enrolment"], row["choice"], row["points"], row["reason"])
            for row in self.read(WriteVerdicts)["decisions"]
        ]
        places.write_verdicts(batch=batch, verdicts=verdicts, by=me(request), version=version)
        return self.answer(self.get_object())

    @extend_schema(request=None, responses=SelectionSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """One member's signature; the second, by somebody else, carries the list out. Needs If-Match."""
        batch = self.get_object()
        version = self.expected_version(batch)
        self.read(Nothing)
        places.sign(batch=batch, by=me(request), version=version)
        return self.answer(self.get_object())
