"""How messages about trainings may be narrowed."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mail.choices import STATES
from mail.models import Message
from mail.texts import editable
from trainings.models import Edition
from trainings.queries.outbox import messages_about
from web.scoping import ScopedFilterSet


def _kinds() -> list[tuple[str, str]]:
    return [(text.name, str(text.title)) for text in editable()]


class OutboxFilter(ScopedFilterSet):
    """By training, recipient, kind of message and state."""

    training = django_filters.CharFilter(method="about_training", label=_("Code or title of the training"))
    q = django_filters.CharFilter(method="to_somebody", label=_("To whom"))
    template = django_filters.ChoiceFilter(choices=_kinds, label=_("Message"))
    state = django_filters.ChoiceFilter(choices=STATES, label=_("State"))

    class Meta:
        model = Message
        fields: list[str] = []

    def about_training(self, rows: QuerySet[Message], _name: str, words: str) -> QuerySet[Message]:
        """About a training with every word in its code or title."""
        editions = Edition.objects.visible_to(self.request.user)
        for word in words.split():
            editions = editions.filter(
                Q(code__icontains=word) | Q(course__title_pl__icontains=word) | Q(course__title_en__icontains=word)
            )
        return rows.filter(pk__in=messages_about(editions).values("pk"))

    def to_somebody(self, rows: QuerySet[Message], _name: str, words: str) -> QuerySet[Message]:
        """Every word in the name of who gets it."""
        for word in words.split():
            rows = rows.filter(Q(to__first_name__icontains=word) | Q(to__last_name__icontains=word))
        return rows
