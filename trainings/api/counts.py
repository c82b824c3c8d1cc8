"""The counts of a project and some days, for programs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from kernel.errors import Refused
from trainings.api.evaluation_serializers import GainSerializer
from trainings.forms.counts import CountsForm
from trainings.permissions import can_see_counts
from trainings.queries.counted import lines_of
from trainings.queries.counting import counts
from web.api import ServiceViewSet


class TallySerializer(serializers.Serializer[Any]):
    """Places, the people who had them, and minutes."""

    participations = serializers.IntegerField()
    people = serializers.IntegerField()
    minutes = serializers.IntegerField()


class LineSerializer(serializers.Serializer[Any]):
    """People of one sex, one kind of body or one town; `code` of a town is its id, of unknown sex empty."""

    axis = serializers.ChoiceField(choices=["sex", "kind", "town"])
    code = serializers.CharField()
    name = serializers.CharField(source="label")
    attended = serializers.IntegerField()
    completed = serializers.IntegerField()


class SatisfactionSerializer(serializers.Serializer[Any]):
    """Mean of the scale 1 to 5; empty where fewer than five answered."""

    mean = serializers.DecimalField(max_digits=4, decimal_places=2, allow_null=True)
    n = serializers.IntegerField()


class CountsSerializer(serializers.Serializer[Any]):
    """What a project trained in some days; an edition belongs to the day it ended."""

    attended = TallySerializer()
    completed = TallySerializer()
    parts = LineSerializer(many=True)
    satisfaction = SatisfactionSerializer()
    knowledge_gain = GainSerializer()


class EditionCounts(ServiceViewSet):
    """An action of editions."""

    @extend_schema(
        parameters=[
            OpenApiParameter("project", int),
            OpenApiParameter("first_day", str, description="YYYY-MM-DD, included"),
            OpenApiParameter("last_day", str, description="YYYY-MM-DD, included"),
        ],
        responses=CountsSerializer,
    )
    @action(detail=False, pagination_class=None, filterset_class=None)
    def counts(self, request: Request) -> Response:
        """What a project trained from a day to a day; where nothing is said, the latest project in its latest period.

        Participations, people by sex, kind of body and town, minutes, satisfaction, knowledge gained.
        """
        can_see_counts(me(request)).require()
        for name in request.query_params.keys() - {"format", *CountsForm.base_fields}:
            raise Refused("unknown_field", _("There is no such parameter."), status=400, field=name)
        form = CountsForm(request.query_params, by=me(request))
        for field, (error, *_others) in form.errors.items():
            raise Refused("counts_unclear", str(error), status=400, field=field)
        asked = form.cleaned_data
        found = counts(project_id=asked["project"].pk, first_day=asked["first_day"], last_day=asked["last_day"])
        return Response(CountsSerializer({**vars(found), "parts": lines_of(found)}).data)
