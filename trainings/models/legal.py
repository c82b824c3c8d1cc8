"""Regulations, information and consents in numbered versions, and what people said to each."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Visitor, reads_everything
from grants.models import Project, in_language, projects_of, standings
from kernel.time import today
from trainings.choices import ConsentAnswer, ConsentHow, LegalKind
from trainings.models.courses import MANAGING_ROLES
from web.models import Versioned


class LegalTextQuerySet(models.QuerySet["LegalText"]):
    """Questions over texts."""

    def visible_to(self, user: Visitor) -> Self:
        """Of one's projects and the general ones, to who organises or manages; what is published all may read."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        managed = projects_of(user, *MANAGING_ROLES)
        return self.filter(Q(project__in=managed) | Q(project=None)) if managed else self.none()


class LegalText(Versioned):
    """What of one kind holds in a project, or in every project without its own.

    Its words are the draft of the next version: only what is published binds anybody.
    """

    project = models.ForeignKey(
        Project, verbose_name=_("project"), null=True, blank=True, on_delete=models.PROTECT, related_name="legal_texts"
    )
    """None: for every project that has none of this kind."""
    kind = models.CharField(_("kind"), max_length=12, choices=LegalKind)
    title_pl = models.CharField(_("title in Polish"), max_length=200)
    body_pl = models.TextField(_("text in Polish"))
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    body_en = models.TextField(_("text in English"), blank=True)

    objects = LegalTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")
        ordering = ["project", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind"], name="legal_text_of_a_kind_once"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(project__isnull=True), name="legal_text_general_of_a_kind_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=LegalKind.values), name="legal_text_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title of the draft in the reader's language."""
        return in_language(self.title_pl, self.title_en)


class LegalTextVersionQuerySet(models.QuerySet["LegalTextVersion"]):
    """Questions over published versions."""

    def visible_to(self, user: Visitor) -> Self:
        """Of visible projects and general ones; what somebody answered stays readable for that person."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        answered = ConsentRecord.objects.filter(version=OuterRef("pk"), person=user)
        return self.filter(Q(text__project__in=standings(user)) | Q(text__project=None) | Q(Exists(answered)))

    def in_force(self) -> Self:
        """Of each text the last version whose day has come."""
        day = today()
        newer = LegalTextVersion.objects.filter(
            text=OuterRef("text"), number__gt=OuterRef("number"), valid_from__lte=day
        )
        return self.filter(~Exists(newer), valid_from__lte=day)

    def holding_in(self, project: int | OuterRef, *kinds: LegalKind, day: date | None = None) -> Self:
        """Of some kinds, for a project, today: the first of each kind is the one that holds.

        The project's own text comes before the general one, and of a text the last version whose day has come.
        """
        held = Q(text__project=project) | Q(text__project=None)
        found = self.filter(held, text__kind__in=kinds, valid_from__lte=day or today())
        return found.order_by(F("text__project").asc(nulls_last=True), "-number")


class LegalTextVersion(models.Model):
    """What was published, word for word; never changed afterwards (triggers)."""

    text = models.ForeignKey(LegalText, verbose_name=_("text"), on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    title_pl = models.CharField(_("title in Polish"), max_length=200)
    body_pl = models.TextField(_("text in Polish"))
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    body_en = models.TextField(_("text in English"), blank=True)
    valid_from = models.DateField(_("valid from"))
    published_by = models.ForeignKey(User, verbose_name=_("published by"), on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"))

    given: int
    """People whose last word on this version is yes; annotated by `queries.legal.with_counts`, as are the next two."""
    refused: int
    withdrawn: int

    objects = LegalTextVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a legal text")
        verbose_name_plural = _("versions of legal texts")
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="legal_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="legal_version_counts_from_one"),
            models.CheckConstraint(condition=~Q(title_pl="") & ~Q(body_pl=""), name="legal_version_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_pl, self.title_en)

    @property
    def body(self) -> str:
        """The text in the reader's language."""
        return in_language(self.body_pl, self.body_en)


class ConsentRecordQuerySet(models.QuerySet["ConsentRecord"]):
    """Questions over what people said."""

    def visible_to(self, user: Visitor) -> Self:
        """One's own; those on texts of the projects one organises or manages."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        return self.filter(Q(person=user) | Q(version__text__project__in=projects_of(user, *MANAGING_ROLES)))

    def last_words(self) -> Self:
        """Of each person on each version what was said last."""
        later = ConsentRecord.objects.filter(
            person=OuterRef("person"), version=OuterRef("version"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))


class ConsentRecord(models.Model):
    """What a person said to one version of a text: evidence, only ever added (triggers). The last word counts."""

    person = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="consents")
    version = models.ForeignKey(
        LegalTextVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="answers"
    )
    answer = models.CharField(_("answer"), max_length=10, choices=ConsentAnswer)
    how = models.CharField(_("how"), max_length=10, choices=ConsentHow)
    recorded_by = models.ForeignKey(User, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    objects = ConsentRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a legal text")
        verbose_name_plural = _("answers to legal texts")
        ordering = ["id"]
        indexes = [models.Index(fields=["person", "version"], name="consent_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(how=ConsentHow.FORM, recorded_by=F("person"))
                | (Q(how__in=[ConsentHow.PAPER, ConsentHow.WALK_IN]) & ~Q(recorded_by=F("person"))),
                name="consent_in_a_form_is_ones_own",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.answer}"
