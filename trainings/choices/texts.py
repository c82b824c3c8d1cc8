"""Texts that people accept, and what they say to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalKind(models.TextChoices):
    """What a text is for. Regulations are accepted, information is acknowledged, the others may be refused."""

    REGULATION = "regulation", _("regulations")
    INFORMATION = "information", _("information on personal data")
    IMAGE = "image", _("use of the image")
    NEEDS = "needs", _("data on special needs")
    NEWSLETTER = "newsletter", _("newsletter")


DEMANDED = [LegalKind.REGULATION, LegalKind.INFORMATION]
"""Nobody takes part without them, so they are no consents: there is nothing to refuse or to withdraw."""


class ConsentAnswer(models.TextChoices):
    """What somebody said to a text."""

    GIVEN = "given", _("agreed")
    REFUSED = "refused", _("did not agree")
    WITHDRAWN = "withdrawn", _("withdrew the consent")


class ConsentHow(models.TextChoices):
    """Where somebody said it."""

    FORM = "form", _("on the platform")
    PAPER = "paper", _("on paper")
    WALK_IN = "walk_in", _("on paper at the door")
