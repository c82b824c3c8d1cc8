"""How courses may be narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from trainings.filters.base import WordsFilter
from trainings.models import Course


class CourseFilter(WordsFilter):
    """By words in code or title, by project."""

    searched = ["code", "title_pl", "title_en"]

    q = django_filters.CharFilter(method="with_words", label=_("Code or title"))

    class Meta:
        model = Course
        fields = ["project"]
