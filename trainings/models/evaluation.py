"""Questionnaires, and answers that nobody can lead back to a person."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, has_role, reads_everything
from grants.models import in_language, projects_of
from kernel.time import now
from trainings.choices import TESTS, EditionState, QuestionKind, SurveyKind
from trainings.models.courses import MANAGING_ROLES, Course
from trainings.models.editions import Edition
from trainings.models.places import Enrolment
from trainings.models.sessions import SessionTrainer
from web.models import Versioned


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    """Questions over questionnaires."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of the projects one organises or manages: tests stand there with their right answers."""
        if reads_everything(user):
            return self.all()
        return self.filter(course__project__in=projects_of(user, *MANAGING_ROLES))


class Questionnaire(Versioned):
    """A set of questions of a course. Once somebody answered, it no longer changes: a new number does."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="questionnaires")
    kind = models.CharField(_("kind"), max_length=12, choices=SurveyKind)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    title_pl = models.CharField(_("title in Polish"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["course", "kind", "-number"]
        constraints = [models.UniqueConstraint(fields=["course", "kind", "number"], name="questionnaire_number_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_pl, self.title_en)

    def is_test(self) -> bool:
        """Whether answers have points and bear a name."""
        return self.kind in TESTS

    def is_answered(self) -> bool:
        """Whether somebody answered it in some edition."""
        return SurveyResponse.objects.filter(survey__questionnaire=self).exists()


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions over questions."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of visible questionnaires."""
        return self.filter(questionnaire__in=Questionnaire.objects.visible_to(user))


class Question(models.Model):
    """One question; of a test, with the right answer and its points."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    ordinal = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("how it is answered"), max_length=10, choices=QuestionKind)
    text_pl = models.CharField(_("question in Polish"), max_length=500)
    text_en = models.CharField(_("question in English"), max_length=500, blank=True)
    options_pl = models.JSONField(_("answers in Polish"), default=list, blank=True)
    options_en = models.JSONField(_("answers in English"), default=list, blank=True)
    """Of `single`: texts, as many as in Polish or none."""
    correct = models.PositiveSmallIntegerField(_("right answer"), null=True, blank=True)
    """Index into the options, from 0; only in tests."""
    points = models.PositiveSmallIntegerField(_("points"), default=1)
    is_overall = models.BooleanField(_("measures satisfaction"), default=False)
    """The scale that reports read as satisfaction."""

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["questionnaire", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "ordinal"], name="question_number_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The question in the reader's language."""
        return in_language(self.text_pl, self.text_en)

    @property
    def options(self) -> list[str]:
        """The answers to choose from in the reader's language."""
        pairs = zip(self.options_pl, self.options_en or self.options_pl, strict=True)
        return [in_language(pl, en) for pl, en in pairs]

    def has_points(self) -> bool:
        """Whether an answer to it can be right."""
        return self.correct is not None


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Questions over surveys."""

    def visible_to(self, user: Visitor) -> Self:
        """Those put to oneself; of who organises, manages or teaches it, and reads everything, also the others."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        own = Enrolment.objects.confirmed().filter(person=user, edition=OuterRef("edition"))
        seen = Q(Exists(own)) | Q(edition__course__project__in=projects_of(user, *MANAGING_ROLES))
        if has_role(user, RoleCode.TRAINER):
            seen |= Q(Exists(SessionTrainer.objects.filter(user=user, session__edition=OuterRef("edition"))))
        return self.filter(seen)

    def open_at(self, at: datetime) -> Self:
        """Those that take answers then."""
        dead = [EditionState.DRAFT, EditionState.CANCELLED]
        return self.filter(opens_at__lte=at, closes_at__gt=at).exclude(edition__state__in=dead)


class Survey(models.Model):
    """A questionnaire put to the people of an edition, from a moment to a moment."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="surveys")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="surveys")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))

    is_answered: bool
    """By one person; annotated by `queries.evaluation.tasks_of`."""

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["edition", "opens_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "questionnaire"], name="survey_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="survey_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.questionnaire_id}"

    @property
    def kind(self) -> SurveyKind:
        """What it is for."""
        return SurveyKind(self.questionnaire.kind)

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether its window is."""
        return self.opens_at <= (at or now()) < self.closes_at

    def is_over(self, at: datetime | None = None) -> bool:
        """Whether the time to answer is."""
        return self.closes_at <= (at or now())


class SurveyResponse(models.Model):
    """One set of answers. Without a name unless it is a test: no enrolment, no time, an id that tells no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    enrolment = models.ForeignKey(Enrolment, null=True, on_delete=models.PROTECT, related_name="test_results")
    points = models.PositiveSmallIntegerField(_("points"), null=True)
    points_possible = models.PositiveSmallIntegerField(_("points possible"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    """Of tests only."""
    is_counted = models.BooleanField(_("counts"), default=True)
    """A test taken after its window is kept, and not counted."""

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(fields=["survey", "enrolment"], name="test_taken_once"),
            models.CheckConstraint(
                condition=Q(enrolment__isnull=True, answered_at__isnull=True, points__isnull=True)
                | Q(enrolment__isnull=False, answered_at__isnull=False, points__lte=F("points_possible")),
                name="response_anonymous_or_a_test",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SurveyReceipt(models.Model):
    """That a person answered: nothing in it leads to the answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="receipts")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="receipts")
    day = models.DateField(_("day"))
    """Nothing finer: the hour would tell which answers were whose."""

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [models.UniqueConstraint(fields=["survey", "enrolment"], name="survey_answered_once")]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.enrolment_id}"


class SurveyAnswer(models.Model):
    """The answer to one question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(SurveyResponse, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(null=True)
    """1 to 5, or an index into the options."""
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="question_answered_once")]

    def __str__(self) -> str:
        return f"{self.question_id}"
