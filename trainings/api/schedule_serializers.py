"""What the API says and reads about moving sessions, and about calendars."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from trainings.models import CalendarFeed
from trainings.services.editions.moving import WEEKS
from trainings.services.editions.sessions import LONGEST_VISIT
from web.api import InstantField, OutputSerializer, StrictSerializer


class ChangeSession(StrictSerializer):
    """Input of change_session and, for what it would mean, of effect_of."""

    starts_at = InstantField()
    ends_at = InstantField()
    breaks_min = serializers.IntegerField(min_value=0, max_value=LONGEST_VISIT, default=0)
    venue = serializers.CharField(max_length=300, allow_blank=True, default="")
    meeting_url = serializers.URLField(max_length=500, allow_blank=True, default="")
    required = serializers.BooleanField(default=False)  # type: ignore[assignment]  # fields leave the class body


class RepeatSession(StrictSerializer):
    """Input of repeat_session."""

    weeks = serializers.IntegerField(min_value=WEEKS.start, max_value=WEEKS.stop - 1)


class ClashSerializer(serializers.Serializer[Any]):
    """Somebody who is to be elsewhere at that time; where, only if the caller may see it."""

    person = serializers.CharField(source="person.get_full_name")
    starts_at = serializers.DateTimeField(source="other.starts_at")
    ends_at = serializers.DateTimeField(source="other.ends_at")
    training = serializers.CharField(allow_blank=True)


class EffectSerializer(serializers.Serializer[Any]):
    """Who would be told of a change, and who could not come then."""

    people = serializers.ListField(child=serializers.CharField())
    trainers = serializers.ListField(child=serializers.CharField())
    clashes = ClashSerializer(many=True)


class MeetingSerializer(serializers.Serializer[Any]):
    """Where people meet online; empty where nothing is set."""

    meeting_url = serializers.CharField(allow_blank=True)


class CalendarFeedSerializer(OutputSerializer[CalendarFeed]):
    """An address of one's calendar, without its secret."""

    class Meta:
        model = CalendarFeed
        fields = ["id", "made_at", "revoked_at"]


class NewCalendarFeedSerializer(CalendarFeedSerializer):
    """With the address: told this once."""

    address = serializers.CharField()

    class Meta:
        model = CalendarFeed
        fields = [*CalendarFeedSerializer.Meta.fields, "address"]
