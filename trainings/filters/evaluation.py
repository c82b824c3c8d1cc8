"""How questionnaires and surveys may be narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from trainings.choices import SurveyKind
from trainings.models import Questionnaire, Survey
from web.scoping import ScopedFilterSet


class QuestionnaireFilter(ScopedFilterSet):
    """By course and kind."""

    class Meta:
        model = Questionnaire
        fields = ["course", "kind"]


class SurveyFilter(ScopedFilterSet):
    """By edition and kind."""

    kind = django_filters.ChoiceFilter(
        field_name="questionnaire__kind", choices=SurveyKind.choices, label=_("What it is for")
    )

    class Meta:
        model = Survey
        fields = ["edition"]
