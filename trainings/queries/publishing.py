"""What a draft still lacks before it goes into the catalogue."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kernel.errors import Refused
from trainings.models import Edition
from trainings.queries.legal import missing_texts


def wrong_window(edition: Edition) -> Refused | None:
    """What does not fit before the first session: sessions may have been planned earlier than it was drafted for."""
    if edition.closes_at <= edition.opens_at:
        return Refused("window", _("Enrolment has to close after it opens."), field="closes_at")
    if edition.starts_at is None:
        return None
    if edition.closes_at > edition.starts_at:
        return Refused("window", _("Enrolment has to close before the first session starts."), field="closes_at")
    if edition.withdraw_until > edition.starts_at:
        text = _("Free withdrawal has to end before the first session starts.")
        return Refused("window", text, field="withdraw_until")
    return None


def hindrance_to_publishing(edition: Edition, at: datetime) -> Refused | None:
    """The first reason why this draft cannot be published; the page says it and the service raises it.

    The edition comes with its course.
    """
    if edition.starts_at is None:
        return Refused("no_sessions", _("Plan at least one session first."))
    if edition.closes_at <= at:
        return Refused("too_late", _("Enrolment would be over already: move its end first."), field="closes_at")
    if wrong := wrong_window(edition):
        return wrong
    if kinds := missing_texts(edition):
        return Refused(
            "texts_missing",
            _(
                "When enrolment opens there would be nothing to accept yet: %(texts)s. Publish it first under "
                "“Regulations and consents”."
            )
            % {"texts": ", ".join(str(kind.label) for kind in kinds)},
            kinds=[kind.value for kind in kinds],
        )
    return None
