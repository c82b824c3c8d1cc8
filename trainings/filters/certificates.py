"""How certificates may be narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from trainings.choices import CertificateState
from trainings.filters.base import ENROLLED, OwnFilter
from trainings.models import Certificate, Edition
from web.scoping import ScopedFilterSet, offered


class CertificateFilter(ScopedFilterSet):
    """By enrolment, kind, state and edition."""

    edition = django_filters.ModelChoiceFilter(
        field_name="enrolment__edition", queryset=offered(Edition), label=_("Training")
    )

    class Meta:
        model = Certificate
        fields = ["enrolment", "kind", "state"]


class MyCertificateFilter(OwnFilter):
    """By words and state."""

    searched = ["number", *ENROLLED]
    owner = "enrolment__person"
    q = django_filters.CharFilter(method="with_words", label=_("Number, training or person"))
    state = django_filters.ChoiceFilter(choices=CertificateState.choices, label=_("State"))

    class Meta:
        model = Certificate
        fields: list[str] = []
