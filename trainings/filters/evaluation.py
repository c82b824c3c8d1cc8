"""How questionnaires and surveys may be narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from trainings.choices import SurveyKind
from trainings.filters.base import WordsFilter
from trainings.models import Questionnaire, Survey
from web.scoping import ScopedFilterSet


class QuestionnaireFilter(WordsFilter):
    """By words, course and kind."""

    searched = ["title_pl", "title_en"]
    q = django_filters.CharFilter(method="with_words", label=_("Title"))

    class Meta:
        model = Questionnaire
        fields = ["course", "kind"]


class CourseQuestionnaireFilter(QuestionnaireFilter):
    """On the page of one course."""

    kind = django_filters.ChoiceFilter(choices=SurveyKind.choices, label=_("What it is for"))

    class Meta:
        model = Questionnaire
        fields: list[str] = []


class SurveyFilter(ScopedFilterSet):
    """By edition and kind."""

    kind = django_filters.ChoiceFilter(
        field_name="questionnaire__kind", choices=SurveyKind.choices, label=_("What it is for")
    )

    class Meta:
        model = Survey
        fields = ["edition"]
