"""Nominating several people for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from trainings.api import serializers as shown
from trainings.choices import PlaceKind
from trainings.models import Enrolment
from trainings.queries import fetch_offers, with_position
from trainings.services import nominations
from trainings.services.nominations import LONGEST, MOST, Line
from web.api import ServiceViewSet, StrictSerializer
from web.idempotency import idempotent


class NomineeLine(StrictSerializer):
    """One person. `town`, a name or a TERYT code, is needed only of somebody who works for several."""

    email = serializers.CharField(max_length=254)
    town = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    post = serializers.CharField(max_length=LONGEST, required=False, default="", allow_blank=True)
    department = serializers.CharField(max_length=LONGEST, required=False, default="", allow_blank=True)
    place_kind = serializers.ChoiceField(choices=PlaceKind.choices, required=False, default="", allow_blank=True)


class Nominate(StrictSerializer):
    """People in the order in which places are given; all of them are enrolled or nobody."""

    nominees = serializers.ListField(child=NomineeLine(), allow_empty=False, max_length=MOST)
    reason = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)


class ForetoldSerializer(serializers.Serializer[Any]):
    """Whom a line means and what would become of it; or, of a wrong one, the code and the sentence that say why not.

    `position` is for who would wait.
    """

    row = serializers.IntegerField(source="line.number")
    person = serializers.IntegerField(source="nominee.person.pk", allow_null=True)
    city = serializers.IntegerField(source="nominee.city.pk", allow_null=True)
    state = serializers.CharField(source="row.state", allow_null=True)
    place_kind = serializers.CharField(source="row.place_kind", allow_null=True)
    position = serializers.IntegerField(source="row.position_in_line", allow_null=True)
    code = serializers.CharField(source="refusal.code", allow_null=True)
    detail = serializers.CharField(source="refusal.message", allow_null=True)


class CheckedListSerializer(serializers.Serializer[Any]):
    """A list that was looked at: how many of its rows are wrong, and each of them in its order."""

    wrong = serializers.IntegerField()
    rows = ForetoldSerializer(source="findings", many=True)


class NominationActions(ServiceViewSet):
    """Actions of an edition."""

    @extend_schema(request=Nominate, responses={201: shown.EnrolmentSerializer(many=True)})
    @action(detail=True, methods=["post"])
    @idempotent
    def nominate(self, request: Request, pk: str) -> Response:
        """Enrol several people at once, all or nobody. A refusal names every wrong row, from 1."""
        edition, user = self.get_object(), me(request)
        rows = nominations.nominate_list(edition=edition, by=user, **self._list())
        made = with_position(Enrolment.objects.visible_to(user).filter(pk__in=[row.pk for row in rows]))
        found = list(made.select_related("person", "city").order_by("queue_no"))
        fetch_offers(found)
        answer = shown.EnrolmentSerializer(found, many=True, context=self.get_serializer_context())
        return Response(answer.data, status=201)

    @extend_schema(request=Nominate, responses=CheckedListSerializer)
    @action(detail=True, methods=["post"], url_path="nominate-preview")
    def nominate_preview(self, request: Request, pk: str) -> Response:
        """What would become of each of these people, or why not; nothing is written."""
        checked = nominations.check(edition=self.get_object(), by=me(request), **self._list())
        return Response(CheckedListSerializer(checked).data)

    def _list(self) -> dict[str, Any]:
        """The lines that were sent, and the reason."""
        told = self.read(Nominate)
        lines = [Line(number, **one) for number, one in enumerate(told["nominees"], 1)]
        return {"lines": lines, "reason": told["reason"]}
