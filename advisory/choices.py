"""The lists of advisory."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AssignmentState(models.TextChoices):
    """Whether an advisor works in a town."""

    PLANNED = "planned", pgettext_lazy("assignment", "planned")
    ACTIVE = "active", pgettext_lazy("assignment", "active")
    ENDED = "ended", pgettext_lazy("assignment", "ended")


class Mode(models.TextChoices):
    """How a consultation was held."""

    ONSITE = "onsite", _("on site")
    ONLINE = "online", _("online")
    PHONE = "phone", _("by telephone")
    DESK = "desk", _("desk work")


class ConsultationState(models.TextChoices):
    """Whose turn it is."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    QUERIED = "queried", _("queried")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


MOVES: dict[str, list[str]] = {
    ConsultationState.DRAFT: [ConsultationState.SUBMITTED, ConsultationState.WITHDRAWN],
    ConsultationState.SUBMITTED: [
        ConsultationState.QUERIED,
        ConsultationState.ACCEPTED,
        ConsultationState.WITHDRAWN,
    ],
    ConsultationState.QUERIED: [ConsultationState.SUBMITTED, ConsultationState.WITHDRAWN],
}
"""From which state to which; what was accepted or withdrawn stays as it is."""

EDITABLE = [ConsultationState.DRAFT, ConsultationState.QUERIED]
"""The advisor may still change the text."""

USING_BUDGET = [ConsultationState.SUBMITTED, ConsultationState.QUERIED, ConsultationState.ACCEPTED]
"""Its minutes are taken from the assignment: from the first submission, so that two phones cannot spend them twice."""
