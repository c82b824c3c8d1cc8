"""What the API of settlement and certificates says and reads."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from trainings.choices import Outcome
from trainings.models import Certificate, Session
from trainings.queries.exceptions import LABELS
from trainings.services.editions.sessions import LONGEST_VISIT
from web.api import OutputSerializer, StrictSerializer, VisibleField


class CheckSerializer(serializers.Serializer[Any]):
    """One thing that must be in order; `left` says how many of it are not."""

    code = serializers.CharField()
    text = serializers.CharField()
    left = serializers.IntegerField()


class ExceptionalSerializer(serializers.Serializer[Any]):
    """One decision against the usual order; `person` is empty for the training as a whole."""

    kind = serializers.ChoiceField(choices=list(LABELS))
    at = serializers.DateTimeField()
    person = serializers.CharField()
    enrolment = serializers.IntegerField(allow_null=True)
    by = serializers.CharField()
    reason = serializers.CharField()


class CertificateSerializer(OutputSerializer[Certificate]):
    """A certificate; `data` is all that is printed, `file` the PDF once it is made."""

    class Meta:
        model = Certificate
        fields = [
            "id",
            "number",
            "enrolment",
            "kind",
            "state",
            "reason",
            "code",
            "data",
            "sha256",
            "file",
            "replaces",
            "issued_at",
        ]


class VerifiedCertificateSerializer(serializers.Serializer[Any]):
    """The public facts of a certificate; `name` only for who gave the surname."""

    code = serializers.CharField()
    number = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    title_pl = serializers.CharField()
    title_en = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    minutes = serializers.IntegerField()
    issued_on = serializers.DateField()
    initials = serializers.CharField()
    replaced_by = serializers.CharField()
    fictitious = serializers.BooleanField()
    name = serializers.CharField()


class Why(StrictSerializer):
    """Why; never left out."""

    reason = serializers.CharField(max_length=500)


class CorrectOutcome(Why):
    """Input of correct_outcome."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)


class CorrectMinutes(Why):
    """Input of correct_minutes."""

    session = VisibleField(queryset=Session.objects.all())
    minutes = serializers.IntegerField(min_value=0, max_value=LONGEST_VISIT)


class NameHolder(StrictSerializer):
    """Input of verify_holder."""

    code = serializers.CharField(max_length=40)
    surname = serializers.CharField(max_length=120)
