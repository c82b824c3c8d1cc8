"""One thing that waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kernel.text import Text
from kernel.time import local_day, today

SHOWN = 10
"""Of one kind; who has more works from the list, to which `more` leads."""


@dataclass(frozen=True)
class Todo:
    """One thing to do, and by when where there is a deadline."""

    text: Text
    href: str
    due: date | datetime | None = None

    @property
    def has_hour(self) -> bool:
        """Whether the deadline is an instant, not a day."""
        return isinstance(self.due, datetime)

    @property
    def due_on(self) -> date:
        """The day of the deadline; what has none comes last."""
        if isinstance(self.due, datetime):
            return local_day(self.due)
        return self.due or date.max

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.due_on < today()


def more(what: Text, href: str) -> Todo:
    """The last of a kind of which there are more than are shown: the way to all of them."""
    return Todo(_("And there are more: %(what)s.") % {"what": what}, href)
