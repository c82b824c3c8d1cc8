"""How special needs may be narrowed."""

from __future__ import annotations

from trainings.models import SpecialNeed
from web.scoping import ScopedFilterSet


class NeedFilter(ScopedFilterSet):
    """By enrolment and kind."""

    class Meta:
        model = SpecialNeed
        fields = ["enrolment", "kind"]
