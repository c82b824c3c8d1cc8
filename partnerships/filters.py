"""How lists of partnerships may be narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from partnerships.choices import DocumentKind, DocumentState, MemberState, PartnershipState, Stage
from partnerships.models import (
    Document,
    DocumentVersion,
    Partnership,
    PartnershipMember,
    PartnershipQuerySet,
    PendingUpload,
)
from web.scoping import ScopedFilterSet


class PartnershipFilter(ScopedFilterSet):
    """By words, state and stage."""

    q = django_filters.CharFilter(method="with_words", label=_("Code, name or member"))
    state = django_filters.ChoiceFilter(choices=PartnershipState.choices, label=_("State"))
    stage = django_filters.ChoiceFilter(choices=Stage.choices, label=_("Stage"))

    class Meta:
        model = Partnership
        fields: list[str] = []

    def with_words(self, rows: PartnershipQuerySet, _name: str, words: str) -> PartnershipQuerySet:
        """See `found_by`."""
        return rows.found_by(words)


class MemberFilter(ScopedFilterSet):
    """By partnership and state."""

    state = django_filters.ChoiceFilter(choices=MemberState.choices, label=_("State"))

    class Meta:
        model = PartnershipMember
        fields = ["partnership", "state"]


class DocumentFilter(ScopedFilterSet):
    """By partnership, kind and state."""

    kind = django_filters.ChoiceFilter(choices=DocumentKind.choices, label=_("Kind"))
    state = django_filters.ChoiceFilter(choices=DocumentState.choices, label=_("State"))

    class Meta:
        model = Document
        fields = ["partnership", "kind", "state"]


class VersionFilter(ScopedFilterSet):
    """By document."""

    class Meta:
        model = DocumentVersion
        fields = ["document"]


class UploadFilter(ScopedFilterSet):
    """By document."""

    class Meta:
        model = PendingUpload
        fields = ["document"]
