"""What the API shows of a row the quick way is what DRF would have shown."""

from __future__ import annotations

from inspect import getmodule
from typing import Any

import pytest
from django.test import RequestFactory
from django_filters import FilterSet
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import ModelSerializer

from config.api import router
from tests.access.world import World
from trainings.api.exports import ExportViewSet
from web.api import OutputSerializer, ScopedViewSet

pytestmark = pytest.mark.django_db
VIEWS = [view for _prefix, view, _name in router.registry if issubclass(view, ScopedViewSet)]


def keys_for_somebody(reader: ScopedViewSet, world: World) -> list[Any]:
    """Of rows that the auditor may see, or whoever sees any; of one's own exports the world has none."""
    for user in (world.people["au"], *(user for user in world.people.values() if user)):
        reader.request.user = user
        if keys := list(reader.get_queryset().values_list("pk", flat=True)[:50]):
            return keys
    assert type(reader) is ExportViewSet
    return []


def name_of(view: type) -> str:
    return f"{getmodule(view).__name__}.{view.__name__}"


@pytest.mark.parametrize("view", VIEWS, ids=name_of)
def test_each_value_is_that_of_drf(world: World, view: type[ScopedViewSet]):
    reader = view(request=Request(RequestFactory().get("/")), action="list", format_kwarg=None, detail=False)
    keys = keys_for_somebody(reader, world)
    shown = reader.get_serializer(list(reader.rows_by_key(keys)), many=True)
    usual = [ModelSerializer.to_representation(shown.child, row) for row in reader.rows_by_key(keys)]
    assert JSONRenderer().render(shown.data) == JSONRenderer().render(usual)
    assert len(usual) == len(keys)


@pytest.mark.parametrize("view", VIEWS, ids=name_of)
def test_a_filter_of_the_api_narrows_nothing_unasked(view: type[ScopedViewSet]):
    assert getattr(view, "filterset_class", FilterSet).filter_queryset is FilterSet.filter_queryset


def test_every_output_goes_the_quick_way():
    assert all(issubclass(view.serializer_class, OutputSerializer) for view in VIEWS)
