"""The bare list of DRF, with as many values a row as asked for."""

from __future__ import annotations

from typing import Any

from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.serializers import CharField, ModelSerializer

from benchmarks.floor.models import FloorEdition


class FloorSerializer(ModelSerializer[FloorEdition]):
    """All of a row; its title again until there are as many values as ?values= says."""

    class Meta:
        model = FloorEdition
        fields = ["id", "code", "title", "starts_at", "state", "capacity"]

    def get_fields(self) -> dict[str, Any]:
        """Six, and the repeated ones."""
        fields = super().get_fields()
        wanted = int(self.context["request"].query_params.get("values", len(fields)))
        return fields | {f"title_{n}": CharField(source="title") for n in range(len(fields), wanted)}


class Pages(PageNumberPagination):
    """Fifty rows."""

    page_size = 50


class EditionList(ListAPIView[FloorEdition]):
    """Count, then one page."""

    queryset = FloorEdition.objects.order_by("starts_at", "pk")
    serializer_class = FloorSerializer
    pagination_class = Pages
