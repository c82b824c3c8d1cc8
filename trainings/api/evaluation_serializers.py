"""What the API says and reads of questions, needs and requests to be forgotten."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.models import User
from kernel.time import now
from trainings.choices import NeedKind, QuestionKind, SurveyKind
from trainings.models import Course, Edition, Enrolment, Question, Questionnaire, SpecialNeed, Survey
from trainings.services.evaluation.answering import LONGEST
from trainings.services.needs import LONGEST as LONGEST_NEED
from web.api import InstantField, OutputSerializer, StrictSerializer, VisibleField


class QuestionSerializer(OutputSerializer[Question]):
    """A question as its author sees it; `correct` is the index of the right answer, from 0."""

    class Meta:
        model = Question
        fields = [
            "id",
            "ordinal",
            "kind",
            "text_pl",
            "text_en",
            "options_pl",
            "options_en",
            "correct",
            "points",
            "is_overall",
        ]


class QuestionnaireSerializer(OutputSerializer[Questionnaire]):
    """A questionnaire with its questions."""

    questions = QuestionSerializer(many=True, read_only=True)

    class Meta:
        model = Questionnaire
        fields = ["id", "course", "kind", "number", "title_pl", "title_en", "questions", "version"]


class AskedSerializer(OutputSerializer[Question]):
    """A question as it is put to people: without the right answer."""

    class Meta:
        model = Question
        fields = ["id", "ordinal", "kind", "text_pl", "text_en", "options_pl", "options_en"]


class SurveySerializer(OutputSerializer[Survey]):
    """A survey; its questions once it is open."""

    kind = serializers.CharField(read_only=True)
    title_pl = serializers.CharField(source="questionnaire.title_pl", read_only=True)
    title_en = serializers.CharField(source="questionnaire.title_en", read_only=True)
    questions = serializers.SerializerMethodField()

    class Meta:
        model = Survey
        fields = ["id", "edition", "kind", "title_pl", "title_en", "opens_at", "closes_at", "questions"]

    def get_questions(self, row: Survey) -> list[dict[str, Any]]:
        """None before it opens."""
        if row.opens_at > now():
            return []
        return list(AskedSerializer(row.questionnaire.questions.all(), many=True).data)


class NeedSerializer(OutputSerializer[SpecialNeed]):
    """That there is a need; its words only `read` gives."""

    class Meta:
        model = SpecialNeed
        fields = ["id", "enrolment", "kind", "for_trainer", "told_at", "purge_on"]


class OptionCount(serializers.Serializer[Any]):
    """How many gave an answer."""

    answer = serializers.CharField()
    people = serializers.IntegerField()
    is_right = serializers.BooleanField()


class QuestionOutcome(serializers.Serializer[Any]):
    """What was answered to one question; nothing but `is_shown` where it is hidden."""

    question = serializers.IntegerField(source="question.pk")
    is_shown = serializers.BooleanField()
    n = serializers.IntegerField(allow_null=True)
    mean = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    counts = serializers.SerializerMethodField()
    texts = serializers.ListField(child=serializers.CharField())

    def get_counts(self, row: Any) -> list[dict[str, Any]]:
        """Each answer that could be given."""
        return [{"answer": answer, "people": people, "is_right": right} for answer, people, right in row.counts]


class GainSerializer(serializers.Serializer[Any]):
    """Percent of the points before and after, of people who took both tests; empty below five."""

    tested = serializers.IntegerField()
    pairs = serializers.IntegerField()
    before = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    after = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    gain = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)


class SurveyOutcome(serializers.Serializer[Any]):
    """What came of a survey; hidden until its time is over, and below five answers.

    `gain` is of both tests of the training, the same from either; null of other questions and until a test before
    counts.
    """

    survey = serializers.IntegerField(source="survey.pk")
    n = serializers.IntegerField()
    is_shown = serializers.BooleanField()
    mean_percent = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    questions = QuestionOutcome(many=True)
    gain = GainSerializer(allow_null=True)


class WordsSerializer(serializers.Serializer[Any]):
    """The words of a need, opened for the caller."""

    id = serializers.IntegerField(source="need.pk")
    enrolment = serializers.IntegerField(source="need.enrolment_id")
    kind = serializers.CharField(source="need.kind")
    words = serializers.CharField(source="text")


class KeptSerializer(serializers.Serializer[Any]):
    """A training of which proof is kept, and until when."""

    code = serializers.CharField()
    title = serializers.CharField()
    city = serializers.CharField()
    until = serializers.DateField()


class ErasureSerializer(serializers.Serializer[Any]):
    """What became of a request to be forgotten."""

    needs = serializers.IntegerField()
    phone = serializers.BooleanField()
    answers = serializers.IntegerField()
    receipts = serializers.IntegerField()
    travel = serializers.IntegerField()
    travel_waiting = serializers.IntegerField()
    kept = KeptSerializer(many=True)


# -- input -----------------------------------------------------------------------------------------


class AskQuestion(StrictSerializer):
    """A question of a questionnaire."""

    kind = serializers.ChoiceField(choices=QuestionKind.choices)
    text_pl = serializers.CharField(max_length=500)
    text_en = serializers.CharField(max_length=500, allow_blank=True, default="")
    options_pl = serializers.ListField(child=serializers.CharField(max_length=400), max_length=10, default=list)
    options_en = serializers.ListField(child=serializers.CharField(max_length=400), max_length=10, default=list)
    correct = serializers.IntegerField(min_value=0, max_value=9, allow_null=True, default=None)
    points = serializers.IntegerField(min_value=1, max_value=100, default=1)
    is_overall = serializers.BooleanField(default=False)


class ChangeQuestionnaire(StrictSerializer):
    """Input of change_questionnaire: all questions, in their order."""

    title_pl = serializers.CharField(max_length=200)
    title_en = serializers.CharField(max_length=200, allow_blank=True, default="")
    questions = AskQuestion(many=True, allow_empty=True)


class CreateQuestionnaire(ChangeQuestionnaire):
    """Input of create_questionnaire."""

    course = VisibleField(queryset=Course.objects.all())
    kind = serializers.ChoiceField(choices=SurveyKind.choices)


class PutSurvey(StrictSerializer):
    """Input of put_survey; without moments the usual ones."""

    edition = VisibleField(queryset=Edition.objects.all())
    questionnaire = VisibleField(queryset=Questionnaire.objects.all())
    opens_at = InstantField(required=False)
    closes_at = InstantField(required=False)


class ChangeWindow(StrictSerializer):
    """Input of change_window."""

    opens_at = InstantField()
    closes_at = InstantField()


class GivenAnswer(StrictSerializer):
    """An answer: 1 to 5, the index of an option from 0, or words."""

    question = serializers.IntegerField(min_value=1)
    number = serializers.IntegerField(min_value=0, max_value=9, allow_null=True, default=None)
    text = serializers.CharField(max_length=LONGEST, allow_blank=True, default="")


class AnswerSurvey(StrictSerializer):
    """Input of answer_survey: all answers at once."""

    answers = GivenAnswer(many=True, allow_empty=False)


class TellNeed(StrictSerializer):
    """Input of tell_need."""

    enrolment = VisibleField(queryset=Enrolment.objects.all())
    kind = serializers.ChoiceField(choices=NeedKind.choices)
    words = serializers.CharField(max_length=LONGEST_NEED)
    for_trainer = serializers.BooleanField(default=False)
    accepts = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=5, default=list)


class ErasePerson(StrictSerializer):
    """Input of erase_person."""

    person = VisibleField(queryset=User.objects.get_queryset())
    reason = serializers.CharField(max_length=500)
