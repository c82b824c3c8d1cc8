"""Outgoing messages as rows: written with the change they tell of, sent by a worker."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.choices import UNSENT_STATES
from jobs.models import Leased
from kernel.text import Text
from mail.choices import STATES
from mail.facts import FactsDecoder, FactsEncoder
from web.models import Versioned


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions over messages."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """What was written to oneself. Who runs the platform reads all of them (accounts)."""
        return self.filter(to_id=user.pk) if user.is_authenticated else self.none()


class Message(Leased):
    """One message to one person. `dedupe_key` (kind + object + revision + recipient) stops a second one.

    The text is rendered when it is sent; the Message-ID is the same however often sending is tried.
    """

    dedupe_key = models.CharField(max_length=200, unique=True)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("to"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    to_email = models.EmailField(_("address"), blank=True)
    """Only for somebody without an account: an invitation."""
    template = models.CharField(_("template"), max_length=80)
    """`email/<template>.txt`; its first line is the subject."""
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    about = models.CharField(_("about"), max_length=80, blank=True)
    """What it belongs to, for who answers for that, as "grants.project:3/trainings.edition:12"; empty: nobody's."""
    not_after = models.DateTimeField(_("not after"), null=True)
    """From then on it would tell of the past, and is not sent."""
    context = models.JSONField(default=dict, encoder=FactsEncoder, decoder=FactsDecoder)
    """Ids and plain facts; never a text about a person that could be read from its row instead."""
    part = models.CharField(max_length=60, blank=True)
    """The kind of what goes with the text, made when it is sent (`mail.parts`); empty: nothing."""
    part_params = models.JSONField(default=dict)
    """Ids for its maker."""
    message_id = models.CharField(max_length=200, unique=True)

    objects = MessageQuerySet.as_manager()

    class Meta(Leased.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "not_before"], name="message_to_send"),
            models.Index(fields=["-not_before", "-id"], name="message_latest_first"),
            models.Index(fields=["to", "id"], condition=~models.Q(part=""), name="message_with_part"),
            models.Index(fields=["about", "-id"], condition=~models.Q(about=""), name="message_about"),
        ]
        constraints = [
            *Leased.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(to__isnull=False) | ~models.Q(to_email=""), name="message_has_a_recipient"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk} {self.state}"

    @property
    def state_words(self) -> Text:
        """The state in words of letters, not of work."""
        return dict(STATES)[self.state]

    @property
    def is_unsent(self) -> bool:
        """Whether it may still be held, cancelled or sent at once."""
        return self.state in UNSENT_STATES


class MessageTemplate(Versioned):
    """Words of the house in place of the built-in ones, for one kind of message in one language.

    Text with placeholders only, nothing that is run. A row that was reset stays, empty, so that versions go on.
    """

    name = models.CharField(_("template"), max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("text of messages")
        verbose_name_plural = _("texts of messages")
        ordering = ["name", "language"]
        constraints = [
            models.UniqueConstraint(fields=["name", "language"], name="template_once_per_language"),
            models.CheckConstraint(
                condition=models.Q(subject="", body="") | ~models.Q(subject="") & ~models.Q(body=""),
                name="template_whole_or_reset",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.language}"

    @property
    def is_own(self) -> bool:
        """Whether it stands in place of the built-in text."""
        return bool(self.subject)
