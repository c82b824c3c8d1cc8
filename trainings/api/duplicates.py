"""Accounts that may be of one person, for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.freshness import require_fresh_sign_in
from accounts.models import User
from accounts.permissions import can_merge_people
from accounts.visitors import me
from trainings.filters import DuplicateFilter
from trainings.permissions import can_see_duplicates, can_tell_apart
from trainings.queries.duplicates import people_to_compare, suspicions
from trainings.services import merging
from web.api import OfferedField, OutputSerializer, ServiceViewSet, StrictSerializer
from web.idempotency import idempotent


class AccountSerializer(OutputSerializer[User]):
    """One of the two."""

    name = serializers.CharField(source="get_full_name", read_only=True)

    class Meta:
        model = User
        fields = ["id", "name", "email", "phone", "is_active"]


class SuspicionSerializer(serializers.Serializer[Any]):
    """Two accounts, and what speaks for one person."""

    first = AccountSerializer()
    second = AccountSerializer()
    why = serializers.ListField(child=serializers.CharField())


class SharedEditionSerializer(serializers.Serializer[Any]):
    """Enrolments of both in one edition: the one that stays, and the one that ends."""

    edition = serializers.IntegerField(source="stays.edition_id")
    stays = serializers.IntegerField(source="stays.pk")
    ends = serializers.IntegerField(source="ends.pk")


class MovedRoleSerializer(serializers.Serializer[Any]):
    """A role that is given to the account that stays: at a body or in a project, as `scope` says."""

    scope = serializers.CharField()
    role = serializers.CharField()
    place = serializers.IntegerField(source="place_id")


class PlanSerializer(serializers.Serializer[Any]):
    """What a merge does: the enrolments that move, those of both in one edition, and the roles that are given."""

    moves = serializers.ListField(child=serializers.IntegerField())
    clashes = SharedEditionSerializer(many=True)
    roles = MovedRoleSerializer(many=True)


class Pair(StrictSerializer):
    """Two accounts: the one that stays, and the one that is closed."""

    keep = OfferedField(people_to_compare)
    drop = OfferedField(people_to_compare)


class Merge(Pair):
    """Input of merge_people; auditors read the reason."""

    reason = serializers.CharField(max_length=500)


class TellApart(StrictSerializer):
    """Input of tell_apart."""

    one = OfferedField(people_to_compare)
    other = OfferedField(people_to_compare)
    reason = serializers.CharField(max_length=500)


class DuplicateViewSet(ServiceViewSet):
    """Accounts that may be of one person: list, what a merge would do, merge, tell apart."""

    queryset = User.objects.none()
    serializer_class = SuspicionSerializer
    filterset_class = DuplicateFilter

    @extend_schema(responses=SuspicionSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Those that nobody has looked at yet."""
        can_see_duplicates(request.user).require()
        self.filter_queryset(self.get_queryset())  # refuses what it does not know
        page = self.paginate_queryset(suspicions(request.user, request.query_params.get("q", "")))
        return self.get_paginated_response(SuspicionSerializer(page, many=True).data)

    @extend_schema(request=Pair, responses=PlanSerializer)
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """What merging them would do; nothing is written."""
        can_merge_people(request.user).require()
        return Response(_told(merging.plan(**self.read(Pair), reader=me(request))))

    @extend_schema(request=Merge, responses=PlanSerializer)
    @action(detail=False, methods=["post"])
    @idempotent
    def merge(self, request: Request) -> Response:
        """Make one person of two; the second account is closed. What was done."""
        require_fresh_sign_in(request)
        can_merge_people(request.user).require()
        given = self.read(Merge)
        done = merging.plan(keep=given["keep"], drop=given["drop"], reader=me(request))
        merging.merge_people(by=me(request), **given)
        return Response(_told(done))

    @extend_schema(request=TellApart, responses={204: None})
    @action(detail=False, methods=["post"], url_path="tell-apart")
    def tell_apart(self, request: Request) -> Response:
        """Say that they are two people: the pair leaves the list."""
        can_tell_apart(request.user).require()
        merging.tell_apart(by=me(request), **self.read(TellApart))
        return Response(status=204)


def _told(plan: merging.Plan) -> dict[str, Any]:
    return {
        "moves": [row.pk for row in plan.moves],
        "clashes": SharedEditionSerializer(plan.clashes, many=True).data,
        "roles": MovedRoleSerializer(plan.roles, many=True).data,
    }
