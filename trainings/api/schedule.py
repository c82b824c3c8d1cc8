"""Sessions after they were planned, and calendars, for programs."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.visitors import me
from trainings.api import schedule_serializers as given
from trainings.api.serializers import Reason, SessionSerializer
from trainings.models import CalendarFeed
from trainings.permissions import can_join, can_organise
from trainings.services import editions, feeds
from web.api import Nothing, ScopedViewSet
from web.idempotency import idempotent


class ScheduleActions(ScopedViewSet):
    """What may be done with a session once it is planned."""

    @extend_schema(request=given.ChangeSession, responses=SessionSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Move it, or change what is said of it. Needs If-Match."""
        session = self.get_object()
        version = self.expected_version(session)
        changed = editions.change_session(
            session=session, by=me(request), version=version, **self.read(given.ChangeSession)
        )
        return self.answer(changed)

    @extend_schema(request=given.ChangeSession, responses=given.EffectSerializer)
    @action(detail=True, methods=["post"])
    def preview(self, request: Request, pk: str) -> Response:
        """What that change would mean for people, or why it cannot be; changes nothing."""
        session = self.get_object()
        can_organise(me(request), session.edition.course.project_id).require()
        asked = self.read(given.ChangeSession)
        editions.rehearse_change(session=session, by=me(request), **asked)
        effect = editions.effect_of(session, **{name: asked[name] for name in ("starts_at", "ends_at", "venue")})
        clashes = given.ClashSerializer(effect.clashes_shown_to(me(request)), many=True).data
        told = {"people": [str(user) for user in effect.people], "trainers": [str(user) for user in effect.trainers]}
        return Response({**told, "clashes": clashes})

    @extend_schema(request=Reason, responses=SessionSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Call it off; everybody is told. Needs If-Match."""
        session = self.get_object()
        version = self.expected_version(session)
        return self.answer(
            editions.cancel_session(session=session, by=me(request), version=version, **self.read(Reason))
        )

    @extend_schema(request=given.RepeatSession, responses={201: SessionSerializer(many=True)})
    @action(detail=True, methods=["post"])
    @idempotent
    def repeat(self, request: Request, pk: str) -> Response:
        """Plan it again in each of the next weeks, all or none."""
        added = editions.repeat_session(session=self.get_object(), by=me(request), **self.read(given.RepeatSession))
        return Response(SessionSerializer(added, many=True).data, status=201)

    @extend_schema(responses=given.MeetingSerializer)
    @action(detail=True)
    def meeting(self, request: Request, pk: str) -> Response:
        """Where people meet online, for who comes or teaches."""
        session = self.get_object()
        can_join(me(request), session).require()
        return Response(given.MeetingSerializer(session).data)


class CalendarFeedViewSet(ScopedViewSet):
    """Addresses of one's own calendar: make one, revoke it."""

    queryset = CalendarFeed.objects.order_by("-pk")
    serializer_class = given.CalendarFeedSerializer

    @extend_schema(request=None, responses={201: given.NewCalendarFeedSerializer})
    def create(self, request: Request) -> Response:
        """A new address, told in this answer and never again; the one before it is dead."""
        self.read(Nothing)
        feed, secret = feeds.make_feed(by=me(request))
        path = reverse("trainings:calendar-feed", args=[secret])
        address = f"{settings.SITE_URL.rstrip('/')}{path}"
        return Response({**given.CalendarFeedSerializer(feed).data, "address": address}, status=201)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """End an address."""
        feeds.revoke_feed(feed=self.get_object(), by=me(request))
        return Response(status=204)
