"""How trainings are held, for whom, and what becomes of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """How people meet."""

    ONSITE = "onsite", _("on site")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("on site and online")
    VISIT = "visit", _("study visit or internship")


class PlaceKind(models.TextChoices):
    """Which of the places of a hybrid edition somebody takes; elsewhere there is only one kind."""

    ONSITE = "onsite", _("in the room")
    ONLINE = "online", _("online")


class Selection(models.TextChoices):
    """How places are given."""

    FIRST_COME = "first_come", _("first come, first served")
    RANKED = "ranked", _("a committee chooses")
    NOMINATION = "nomination", _("cities nominate")


class Steps(models.IntegerChoices):
    """How many offices of the city approve an enrolment."""

    NONE = 0, _("no approval")
    ONE = 1, _("one approval")
    TWO = 2, _("two approvals")


class EditionState(models.TextChoices):
    """Open, full and running are computed, never stored."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    COMPLETED = "completed", _("completed")
    SETTLED = "settled", _("settled")
    CANCELLED = "cancelled", _("cancelled")


class EditionStanding(models.TextChoices):
    """Where an edition stands at a moment: its state, and of what is published what people may do about it."""

    DRAFT = "draft", _("draft")
    ANNOUNCED = "announced", _("enrolment opens later")
    OPEN = "open", _("enrolment open")
    FULL = "full", _("full")
    CLOSED = "closed", _("enrolment closed")
    RUNNING = "running", _("running now")
    OVER = "over", _("has ended")
    COMPLETED = "completed", _("completed")
    SETTLED = "settled", _("settled")
    CANCELLED = "cancelled", _("cancelled")


class SessionState(models.TextChoices):
    """What became of a meeting."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    VERIFIED = "verified", _("verified")
    CANCELLED = "cancelled", _("cancelled")


class TeachingRole(models.TextChoices):
    """What somebody does in a session that is taught."""

    TRAINER = "trainer", _("trainer")
    ASSISTANT = "assistant", _("assistant")
    MODERATOR = "moderator", _("moderator")
    SPEAKER = "speaker", _("guest speaker")
