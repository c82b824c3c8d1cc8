"""What people are asked, and how they answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SurveyKind(models.TextChoices):
    """What a questionnaire is for."""

    PRE_TEST = "pre_test", _("test before")
    POST_TEST = "post_test", _("test after")
    SATISFACTION = "satisfaction", _("satisfaction")
    FOLLOW_UP = "follow_up", _("follow-up")


TESTS = [SurveyKind.PRE_TEST, SurveyKind.POST_TEST]
"""Signed with a name, with points; the others are anonymous."""


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SCALE = "scale", _("1 to 5")
    SINGLE = "single", _("one of the answers")
    TEXT = "text", _("in words")
