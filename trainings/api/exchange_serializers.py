"""What the API reads where places change hands or are kept for cities."""

from __future__ import annotations

from rest_framework import serializers

from organisations.models import Organisation
from trainings.choices import PlaceKind
from trainings.models import CityAllocation, Edition
from trainings.queries import enrollable_people
from web.api import InstantField, OfferedField, OutputSerializer, StrictSerializer, VisibleField


class Allocate(StrictSerializer):
    """Input of allocate; `seats` 0 releases what is kept for the city."""

    city = VisibleField(queryset=Organisation.objects.all())
    seats = serializers.IntegerField(min_value=0, max_value=10_000)
    release_at = InstantField()


class AllocationSerializer(OutputSerializer[CityAllocation]):
    """Places kept for a city, and how many of them its people hold."""

    used = serializers.IntegerField(read_only=True)

    class Meta:
        model = CityAllocation
        fields = ["id", "edition", "city", "seats", "used", "release_at", "released_at"]


class Told(serializers.Serializer[dict[str, int]]):
    """How many people were told."""

    told = serializers.IntegerField(read_only=True)


class ChangeKind(StrictSerializer):
    """Input of change_kind."""

    place_kind = serializers.ChoiceField(choices=PlaceKind.choices)


class Transfer(StrictSerializer):
    """Input of transfer; organisers give a reason."""

    to = VisibleField(queryset=Edition.objects.all())
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")


class Substitute(StrictSerializer):
    """Input of substitute."""

    person = OfferedField(enrollable_people)
    post = serializers.CharField(max_length=120, allow_blank=True, default="")
    department = serializers.CharField(max_length=120, allow_blank=True, default="")
