"""What the API says and reads of journeys that are paid back."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from trainings.choices import TravelKind
from trainings.models import Enrolment, Session, TravelClaim, TravelLine
from web.api import OutputSerializer, StrictSerializer, VisibleField


class TravelLineSerializer(OutputSerializer[TravelLine]):
    """A journey; amounts in PLN, `rate` for a kilometre as it was at the submission."""

    class Meta:
        model = TravelLine
        fields = [
            "id",
            "session",
            "kind",
            "travelled_on",
            "from_place",
            "to_place",
            "ticket_amount",
            "receipt",
            "km",
            "rate",
            "claimed",
        ]


class TravelClaimSerializer(OutputSerializer[TravelClaim]):
    """A claim; `amount` is the sum as submitted, in PLN. The account is read apart, and each reading is on record."""

    person_name = serializers.CharField(source="enrolment.person.get_full_name", read_only=True)
    edition = serializers.IntegerField(source="enrolment.edition_id", read_only=True)
    lines = TravelLineSerializer(many=True, read_only=True)

    class Meta:
        model = TravelClaim
        fields = [
            "id",
            "enrolment",
            "edition",
            "person_name",
            "state",
            "amount",
            "submitted_at",
            "decided_at",
            "reason",
            "paid_on",
            "lines",
            "version",
        ]


class TravelAccountSerializer(serializers.Serializer[Any]):
    """The number of the account; empty once it was erased."""

    account = serializers.CharField()


class BeginClaim(StrictSerializer):
    """Input of begin."""

    enrolment = VisibleField(queryset=Enrolment.objects.all())


class ChangeLine(StrictSerializer):
    """Input of change_line: a ticket has a price, a journey by car kilometres; without `claimed` all is claimed."""

    session = VisibleField(queryset=Session.objects.all())
    travelled_on = serializers.DateField()
    from_place = serializers.CharField(max_length=120)
    to_place = serializers.CharField(max_length=120)
    ticket_amount = serializers.DecimalField(max_digits=9, decimal_places=2, min_value=0, allow_null=True, default=None)
    km = serializers.IntegerField(min_value=1, max_value=10_000, allow_null=True, default=None)
    claimed = serializers.DecimalField(max_digits=9, decimal_places=2, min_value=0, allow_null=True, default=None)


class AddLine(ChangeLine):
    """Input of add_line."""

    kind = serializers.ChoiceField(choices=TravelKind.choices)


class AttachReceipt(StrictSerializer):
    """Input of attach_receipt."""

    file = serializers.FileField(allow_empty_file=True)


class SubmitClaim(StrictSerializer):
    """Input of submit; without an account the one given before holds."""

    account = serializers.CharField(max_length=60, allow_blank=True, default="")


class WhyNot(StrictSerializer):
    """Why; the person reads it."""

    reason = serializers.CharField(max_length=500)


class PayClaim(StrictSerializer):
    """Input of pay."""

    paid_on = serializers.DateField()
