"""How certificates may be narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from trainings.choices import CertificateKind, CertificateState
from trainings.filters.base import ENROLLED, PERSON, InProjectFilter, OwnFilter, WordsFilter, by_project
from trainings.models import Certificate, Edition
from web.scoping import RowFilter, offered


class CertificateFilter(InProjectFilter):
    """By words, project, enrolment, kind, state and edition."""

    searched = ["number", *ENROLLED]
    q = django_filters.CharFilter(method="with_words", label=_("Number, training or person"))
    edition = RowFilter(field_name="enrolment__edition", queryset=offered(Edition), label=_("Training"))
    project = by_project("edition")

    class Meta:
        model = Certificate
        fields = ["enrolment", "kind", "state"]


class EditionCertificateFilter(WordsFilter):
    """On the page of one training: by words, kind and state."""

    searched = ["number", "enrolment__city__name", *(f"enrolment__{name}" for name in PERSON)]
    q = django_filters.CharFilter(method="with_words", label=_("Number, person or town"))

    kind = django_filters.ChoiceFilter(choices=CertificateKind.choices, label=_("Kind"))
    state = django_filters.ChoiceFilter(choices=CertificateState.choices, label=_("State"))

    class Meta:
        model = Certificate
        fields: list[str] = []


class MyCertificateFilter(OwnFilter, InProjectFilter):
    """By words and state; for who oversees projects also by project."""

    searched = ["number", *ENROLLED]
    owner = "enrolment__person"
    for_overseers = ("project",)
    q = django_filters.CharFilter(method="with_words", label=_("Number, training or person"))
    state = django_filters.ChoiceFilter(choices=CertificateState.choices, label=_("State"))
    project = by_project("edition")

    class Meta:
        model = Certificate
        fields: list[str] = []
