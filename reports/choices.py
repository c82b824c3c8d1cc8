"""The lists of reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a report closes."""

    INTERIM = "interim", _("interim report")
    FINAL = "final", _("final report")


class State(models.TextChoices):
    """Where a report stands between the project and the donor."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")


WRITABLE = [State.DRAFT, State.RETURNED]
"""While it stands here, its text may change and it may be submitted."""


class Format(models.TextChoices):
    """What a snapshot can be made into."""

    PDF = "pdf", "PDF"
