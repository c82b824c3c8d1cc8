"""What people type about questions: those who ask, and those who answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.choices import QuestionKind, SurveyKind
from trainings.models import Edition, Question, Questionnaire
from trainings.services.evaluation.answering import LONGEST, SCALE, field_of
from trainings.services.evaluation.questionnaires import Asked
from ui.fields import InstantField


class NewQuestionnaireForm(forms.Form):
    """A questionnaire without questions yet."""

    kind = forms.ChoiceField(
        label=_("What it is for"),
        choices=SurveyKind.choices,
        help_text=_("Tests bear a name and give points. The others are anonymous."),
    )
    title_pl = forms.CharField(label=_("Title in Polish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)


class ChangeQuestionnaireForm(forms.Form):
    """One somebody looked at."""

    title_pl = forms.CharField(label=_("Title in Polish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class QuestionForm(forms.Form):
    """One question; what belongs to tests, or to satisfaction, is asked only there."""

    kind = forms.ChoiceField(label=_("How it is answered"), choices=QuestionKind.choices)
    text_pl = forms.CharField(label=_("Question in Polish"), max_length=500)
    text_en = forms.CharField(label=_("Question in English"), max_length=500, required=False)
    options_pl = forms.CharField(
        label=_("Answers to choose from, in Polish"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("One in a line; only where one of the answers is chosen."),
    )
    options_en = forms.CharField(
        label=_("The same answers in English"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("In the same order, or none."),
    )
    right = forms.IntegerField(
        label=_("Number of the right answer"),
        min_value=1,
        max_value=10,
        required=False,
        help_text=_("Empty: the question gives no points."),
    )
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=100, initial=1)
    is_overall = forms.BooleanField(
        label=_("Measures satisfaction"),
        required=False,
        help_text=_("On a scale; reports to the donor show its mean."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if questionnaire.is_test():
            del self.fields["is_overall"]
        else:
            del self.fields["right"], self.fields["points"]
        if questionnaire.kind != SurveyKind.SATISFACTION:
            self.fields.pop("is_overall", None)

    @property
    def asked(self) -> Asked:
        """What was typed, as the service takes it."""
        given = self.cleaned_data
        right = given.get("right")
        return Asked(
            kind=given["kind"],
            text_pl=given["text_pl"],
            text_en=given["text_en"],
            options_pl=given["options_pl"].splitlines(),
            options_en=given["options_en"].splitlines(),
            correct=None if right is None else right - 1,
            points=given.get("points") or 1,
            is_overall=given.get("is_overall", False),
        )


def shown(question: Question) -> dict[str, Any]:
    """A question as its form shows it."""
    return {
        "kind": question.kind,
        "text_pl": question.text_pl,
        "text_en": question.text_en,
        "options_pl": "\n".join(question.options_pl),
        "options_en": "\n".join(question.options_en),
        "right": None if question.correct is None else question.correct + 1,
        "points": question.points,
        "is_overall": question.is_overall,
    }


class SurveyForm(forms.Form):
    """Which questionnaire, and when."""

    questionnaire = forms.ModelChoiceField(label=_("Questionnaire"), queryset=Questionnaire.objects.none())
    opens_at = InstantField(
        label=_("Opens"),
        required=False,
        help_text=_("Left empty, both are as usual for the kind, and move with the sessions."),
    )
    closes_at = InstantField(label=_("Closes"), required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["questionnaire"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what stands above
        field.queryset = Questionnaire.objects.filter(course=edition.course_id)
        field.label_from_instance = _named  # type: ignore[method-assign,assignment]


def _named(row: Questionnaire) -> str:
    return f"{row.get_kind_display()}: {row.title} ({row.number})"


class WindowForm(forms.Form):
    """Other moments."""

    opens_at = InstantField(label=_("Opens"))
    closes_at = InstantField(label=_("Closes"))


SCALE_LABELS = {1: _("1 – not at all"), 5: _("5 – entirely")}


class AnswerForm(forms.Form):
    """All questions of a survey on one page; each is a group of its own for the keyboard."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for row in self.questions:
            self.fields[field_of(row)] = _field(row)

    @property
    def given(self) -> dict[int, int | str | None]:
        """By the id of the question, as the service takes it."""
        return {row.pk: self.cleaned_data[field_of(row)] for row in self.questions}


def _field(question: Question) -> forms.Field:
    label = f"{question.ordinal}. {question.text}"
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(
            label=label, required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 4, "autocomplete": "off"})
        )
    choices = (
        [(value, SCALE_LABELS.get(value, value)) for value in SCALE]
        if question.kind == QuestionKind.SCALE
        else list(enumerate(question.options))
    )
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
