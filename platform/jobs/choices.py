"""The states of work for later."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What has become of a piece of work."""

    QUEUED = "queued", _("waiting")
    ON_HOLD = "on_hold", _("on hold")
    """A person stopped it before it went; a person lets it go on. No worker takes it."""
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


OPEN_STATES = [State.QUEUED, State.ON_HOLD, State.RUNNING]
UNSENT_STATES = [State.QUEUED, State.ON_HOLD]
"""Nobody has begun with it: it may still be stopped."""
