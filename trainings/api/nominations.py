"""Nominating several people for programs."""

from __future__ import annotations

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


class NominationActions(ServiceViewSet):
    """Actions of an edition."""

    @extend_schema(request=Nominate, responses={201: shown.EnrolmentSerializer(many=True)})
    @action(detail=True, methods=["post"])
    @idempotent
    def nominate(self, request: Request, pk: str) -> Response:
        """Enrol several people at once, all or nobody. A refusal names the rows, from 1."""
        edition, user = self.get_object(), me(request)
        told = self.read(Nominate)
        lines = [Line(number, **one) for number, one in enumerate(told["nominees"], 1)]
        rows = nominations.nominate_list(edition=edition, lines=lines, by=user, reason=told["reason"])
        made = with_position(Enrolment.objects.visible_to(user).filter(pk__in=[row.pk for row in rows]))
        found = list(made.select_related("person", "city").order_by("queue_no"))
        fetch_offers(found)
        answer = shown.EnrolmentSerializer(found, many=True, context=self.get_serializer_context())
        return Response(answer.data, status=201)
