"""What the API says and reads of texts and consents."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from grants.models import Project
from trainings.choices import ConsentAnswer, LegalKind
from trainings.models import ConsentRecord, LegalText, LegalTextVersion
from trainings.services.legal import LONGEST
from web.api import OutputSerializer, StrictSerializer, VisibleField


class LegalTextSerializer(OutputSerializer[LegalText]):
    """A text: its words are the draft of the next version. Without a project it holds where there is no own one."""

    class Meta:
        model = LegalText
        fields = ["id", "project", "kind", "title_pl", "body_pl", "title_en", "body_en", "version"]


class LegalVersionSerializer(OutputSerializer[LegalTextVersion]):
    """A published version; it never changes."""

    kind = serializers.CharField(source="text.kind", read_only=True)
    project = serializers.IntegerField(source="text.project_id", read_only=True, allow_null=True)

    class Meta:
        model = LegalTextVersion
        fields = [
            "id",
            "text",
            "kind",
            "project",
            "number",
            "title_pl",
            "body_pl",
            "title_en",
            "body_en",
            "valid_from",
            "published_at",
        ]


class AskedText(serializers.Serializer[Any]):
    """A text that holds for an edition, and the caller's last answer to it; empty without one."""

    id = serializers.IntegerField()
    kind = serializers.CharField(source="text.kind")
    number = serializers.IntegerField()
    title = serializers.CharField()
    valid_from = serializers.DateField()
    answer = serializers.CharField()


class ConsentSerializer(OutputSerializer[ConsentRecord]):
    """What somebody said to a version; the last word counts."""

    class Meta:
        model = ConsentRecord
        fields = ["id", "person", "version", "answer", "how", "recorded_by", "at"]


# -- input -----------------------------------------------------------------------------------------


class ChangeLegalText(StrictSerializer):
    """Input of change_text."""

    title_pl = serializers.CharField(max_length=200)
    body_pl = serializers.CharField(max_length=LONGEST)
    title_en = serializers.CharField(max_length=200, allow_blank=True, default="")
    body_en = serializers.CharField(max_length=LONGEST, allow_blank=True, default="")


class CreateLegalText(ChangeLegalText):
    """Input of create_text."""

    project = VisibleField(queryset=Project.objects.all(), allow_null=True)
    kind = serializers.ChoiceField(choices=LegalKind.choices)


class PublishLegalText(StrictSerializer):
    """Input of publish_text; without a day, from today."""

    valid_from = serializers.DateField(required=False)


class AnswerConsent(StrictSerializer):
    """Input of answer_consent."""

    version = VisibleField(queryset=LegalTextVersion.objects.all())
    answer = serializers.ChoiceField(choices=ConsentAnswer.choices)


class WithdrawConsent(StrictSerializer):
    """Input of withdraw_on_paper."""

    version = VisibleField(queryset=LegalTextVersion.objects.all())


class AcceptTexts(StrictSerializer):
    """Input of accept_texts: the ids of the versions that were read, or signed."""

    accepts = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=5)
