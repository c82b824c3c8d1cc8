"""Messages about trainings for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from mail.models import Message
from mail.outbox import Act
from trainings.api.outbox_serializers import MessageSerializer
from trainings.filters import OutboxFilter
from trainings.permissions import can_open_outbox
from trainings.queries.outbox import outbox
from trainings.services import outbox as service
from web.api import Nothing, ScopedViewSet


class MessageViewSet(ScopedViewSet):
    """Messages about trainings: hold, release, cancel, send at once, as long as they have not gone."""

    queryset = Message.objects.select_related("to").order_by("-pk")
    serializer_class = MessageSerializer
    filterset_class = OutboxFilter

    def get_queryset(self) -> QuerySet[Message]:
        """Those about trainings of the projects one organises or manages."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return outbox(me(self.request)).order_by("-pk")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The latest first."""
        can_open_outbox(me(request)).require()
        return super().list(request, *args, **kwargs)

    def _change(self, act: Act) -> Response:
        self.read(Nothing)
        return self.answer(service.change_one(message=self.get_object(), act=act, by=me(self.request)))

    @extend_schema(request=None, responses=MessageSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """Nobody sends it until it is released."""
        return self._change(Act.HOLD)

    @extend_schema(request=None, responses=MessageSerializer)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        """It goes in its time again."""
        return self._change(Act.RELEASE)

    @extend_schema(request=None, responses=MessageSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """It is never sent."""
        return self._change(Act.CANCEL)

    @extend_schema(request=None, responses=MessageSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """It goes now."""
        return self._change(Act.SEND)
