"""How lists of bodies, people, events and messages may be narrowed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import Invitation, Role, User
from accounts.scopes import visible_roles
from audit.models import Event
from kernel.time import start_of, today
from mail.choices import STATES
from mail.models import Message
from organisations.choices import Kind, Voivodeship
from organisations.models import Membership, Organisation, valid_on
from web.filters import DayFilter
from web.scoping import ScopedFilterSet

MEMBERSHIP = [("yes", _("members")), ("no", _("others"))]


class OrganisationFilter(ScopedFilterSet):
    """By words in name or code, kind, voivodeship, membership today."""

    q = django_filters.CharFilter(method="with_words", label=_("Name or TERYT code"))
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"))
    voivodeship = django_filters.ChoiceFilter(choices=Voivodeship.choices, label=_("Voivodeship"))
    member = django_filters.ChoiceFilter(choices=MEMBERSHIP, method="by_membership", label=_("Membership"))

    class Meta:
        model = Organisation
        fields: list[str] = []

    def with_words(self, rows: QuerySet[Organisation], _name: str, words: str) -> QuerySet[Organisation]:
        """See OrganisationQuerySet.found_by."""
        return rows.found_by(words)  # type: ignore[attr-defined,no-any-return]

    def by_membership(self, rows: QuerySet[Organisation], _name: str, wanted: str) -> QuerySet[Organisation]:
        """Members today, or all others."""
        held = Exists(Membership.objects.filter(valid_on(today()), organisation=OuterRef("pk")))
        return rows.filter(held if wanted == "yes" else ~held)


class PersonFilter(ScopedFilterSet):
    """By words in name or address, role held today, open or closed account."""

    q = django_filters.CharFilter(method="with_words", label=_("Name or e-mail"))
    role = django_filters.ChoiceFilter(choices=RoleCode.choices, method="with_role", label=_("Role"))
    is_active = django_filters.ChoiceFilter(
        choices=[("true", _("open")), ("false", _("closed"))], method="by_account", label=_("Account")
    )

    class Meta:
        model = User
        fields: list[str] = []

    def with_words(self, rows: QuerySet[User], _name: str, words: str) -> QuerySet[User]:
        """See UserQuerySet.found_by."""
        return rows.found_by(words)  # type: ignore[attr-defined,no-any-return]

    def with_role(self, rows: QuerySet[User], _name: str, role: str) -> QuerySet[User]:
        """Holding it today, at a place where the reader may see roles."""
        scopes = [held.filter(valid_on(today()), role=role) for held in visible_roles(self.request.user)]
        return rows.filter(reduce(or_, [Exists(held.filter(user=OuterRef("pk"))) for held in scopes]))

    def by_account(self, rows: QuerySet[User], _name: str, wanted: str) -> QuerySet[User]:
        """Open or closed."""
        return rows.filter(is_active=wanted == "true")


class RoleFilter(ScopedFilterSet):
    """By person, body and role."""

    class Meta:
        model = Role
        fields = ["user", "organisation", "role"]


class InvitationFilter(ScopedFilterSet):
    """By words, role and whether it still waits."""

    q = django_filters.CharFilter(method="with_words", label=_("Name or e-mail"))
    role = django_filters.ChoiceFilter(choices=RoleCode.choices, label=_("Role"))
    unanswered = django_filters.ChoiceFilter(
        choices=[("true", _("neither accepted nor taken back"))], method="only_unanswered", label=_("State")
    )

    class Meta:
        model = Invitation
        fields: list[str] = []

    def with_words(self, rows: QuerySet[Invitation], _name: str, words: str) -> QuerySet[Invitation]:
        """Every word in the name or the address."""
        for word in words.split():
            rows = rows.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
        return rows

    def only_unanswered(self, rows: QuerySet[Invitation], _name: str, wanted: str) -> QuerySet[Invitation]:
        """Those on which nothing happened yet."""
        return rows.filter(accepted_at__isnull=True, revoked_at__isnull=True)


class EventFilter(ScopedFilterSet):
    """By what was done, to what, by whom, on which days."""

    action = django_filters.CharFilter(lookup_expr="startswith", label=_("What, for instance accounts.role"))
    object_type = django_filters.CharFilter(label=_("Kind of object, for instance accounts.role"))
    object_id = django_filters.CharFilter(label=_("Number of the object"))
    actor = django_filters.CharFilter(method="by_person", label=_("Who: name or e-mail"))
    since = DayFilter(method="from_day", label=_("From"))
    until = DayFilter(method="to_day", label=_("To"))

    class Meta:
        model = Event
        fields: list[str] = []

    def by_person(self, rows: QuerySet[Event], _name: str, words: str) -> QuerySet[Event]:
        """Done by anybody whose name or address has these words."""
        return rows.filter(actor__in=User.objects.found_by(words).values("pk"))

    def from_day(self, rows: QuerySet[Event], _name: str, day: date) -> QuerySet[Event]:
        """From the start of the Warsaw day."""
        return rows.filter(at__gte=start_of(day))

    def to_day(self, rows: QuerySet[Event], _name: str, day: date) -> QuerySet[Event]:
        """To the end of the Warsaw day."""
        return rows.filter(at__lt=start_of(day + timedelta(days=1)))


class MessageFilter(ScopedFilterSet):
    """By state and template."""

    state = django_filters.ChoiceFilter(choices=STATES, label=_("State"))
    template = django_filters.CharFilter(label=_("Template"))

    class Meta:
        model = Message
        fields: list[str] = []
