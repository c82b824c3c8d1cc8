"""How long data are kept, for programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.freshness import require_fresh_sign_in
from accounts.visitors import me
from retention.api.serializers import (
    ChangeRule,
    MatterSerializer,
    RetentionRuleSerializer,
    RetentionRunSerializer,
    RunByHand,
    SetRule,
)
from retention.filters import RetentionRuleFilter, RetentionRunFilter
from retention.models import RetentionRule, RetentionRun
from retention.permissions import can_open_retention
from retention.queries import overview
from retention.services import rules, running
from web.api import ScopedViewSet, ServiceViewSet
from web.idempotency import idempotent
from web.paging import PlainPages


class MatterViewSet(ServiceViewSet):
    """Kinds of data that are kept for a time."""

    queryset = RetentionRule.objects.none()
    serializer_class = MatterSerializer
    pagination_class = PlainPages

    @extend_schema(responses=MatterSerializer(many=True))
    def list(self, request: Request) -> Response:
        """All of them, with how much has had its time."""
        can_open_retention(me(request)).require()
        self.filter_queryset(self.queryset)  # refuses a parameter nobody knows
        page = self.paginate_queryset(overview(me(request)))
        return self.get_paginated_response(MatterSerializer(page, many=True).data)


class RetentionRuleViewSet(ScopedViewSet):
    """Rules: set, change, drop."""

    queryset = RetentionRule.objects.order_by("matter", "project", "pk")
    serializer_class = RetentionRuleSerializer
    filterset_class = RetentionRuleFilter

    @extend_schema(request=SetRule, responses={201: RetentionRuleSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Say how long data of a kind are kept in a project or, without one, wherever no project says so."""
        return self.answer(rules.set_rule(by=me(request), **self.read(SetRule)), 201)

    @extend_schema(request=ChangeRule, responses=RetentionRuleSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Say it anew. Needs If-Match."""
        rule = self.get_object()
        version = self.expected_version(rule)
        return self.answer(rules.change_rule(rule=rule, by=me(request), version=version, **self.read(ChangeRule)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Let the general rule hold again. Needs If-Match."""
        rule = self.get_object()
        rules.drop_rule(rule=rule, by=me(request), version=self.expected_version(rule))
        return Response(status=204)


class RetentionRunViewSet(ScopedViewSet):
    """What was erased; what cannot be had again is erased by hand."""

    queryset = RetentionRun.objects.order_by("-pk")
    serializer_class = RetentionRunSerializer
    filterset_class = RetentionRunFilter

    @extend_schema(request=RunByHand, responses={201: RetentionRunSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Erase what of a kind has had its time, in a project or, where it belongs to none, on the platform."""
        require_fresh_sign_in(request)
        return self.answer(running.run_by_hand(by=me(request), **self.read(RunByHand)), 201)
