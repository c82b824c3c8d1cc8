"""How many people need what: all that a caterer or a caretaker learns."""

from __future__ import annotations

from django.db.models import Count

from kernel.text import Text
from trainings.choices import NeedKind
from trainings.models import Edition, SpecialNeed


def need_counts(edition: Edition) -> list[tuple[Text, int]]:
    """Each kind with the number of people who have a place and need it; zero where nobody does."""
    rows = SpecialNeed.objects.order_by().filter(enrolment__edition=edition, enrolment__holds_seat=True)
    found = dict(rows.values_list("kind").annotate(people=Count("pk")))
    return [(kind.label, found.get(kind, 0)) for kind in NeedKind]
