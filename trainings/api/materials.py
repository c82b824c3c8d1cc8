"""Materials of trainings for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from trainings.api import materials_serializers as given
from trainings.filters import MaterialFilter
from trainings.models import Material
from trainings.permissions import can_add_material, can_change_material
from trainings.services import materials
from web.api import ScopedViewSet
from web.idempotency import idempotent
from web.parsers import StrictJSONParser


class MaterialViewSet(ScopedViewSet):
    """Materials: add a file or a link, change, remove. Who has a place sees what is shown by now."""

    queryset = Material.objects.select_related("file").order_by("-added_at", "-pk")
    joins = ("edition__course",)
    serializer_class = given.MaterialSerializer
    filterset_class = MaterialFilter
    parser_classes = [MultiPartParser, StrictJSONParser]

    @extend_schema(
        request={"multipart/form-data": given.AddMaterial, "application/json": given.AddMaterial},
        responses={201: given.MaterialSerializer},
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """Add one; a link may come as JSON as well."""
        return self.answer(materials.add_material(by=me(request), **self._added()), 201)

    def _added(self) -> dict[str, Any]:
        """What is added, for who may."""
        told = self.read(given.AddMaterial, may=can_add_material, about="edition")
        upload = told.pop("file", None)
        return {**told, "upload": upload}

    @extend_schema(request=given.ChangeMaterial, responses=given.MaterialSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change title, session, moment. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        kept = {"title": row.title, "session": row.session, "shown_from": row.shown_from}
        told = self.read(given.ChangeMaterial, may=can_change_material, about=row)
        return self.answer(materials.change_material(material=row, by=me(request), version=version, **{**kept, **told}))

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take it away with its file."""
        materials.remove_material(material=self.get_object(), by=me(request))
        return Response(status=204)
