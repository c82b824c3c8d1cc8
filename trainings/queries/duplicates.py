"""Accounts that may be of one person. Nobody is merged for it: somebody looks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.choices import CITY_ROLES, RoleCode
from accounts.models import Role, User
from accounts.permissions import Visitor, reads_everything
from audit.models import Event
from grants.models import projects_of
from kernel.text import Text, fold
from trainings.models import Enrolment

TOLD_APART = "trainings.people.told_apart"
"""The event that says that two accounts are of two people; about the one with the smaller id."""
DIGITS = 9
"""Of a telephone number, from the end: with or without the country it is the same."""

SAME_TOWN = _("same names, same town")
SAME_PHONE = _("same name, same telephone")
SAME_EMAIL = _("same name, almost the same e-mail address")

Key = tuple[Text, object]


@dataclass
class Suspicion:
    """Two accounts, and what speaks for one person."""

    first: User
    second: User
    why: list[Text] = field(default_factory=list)


def people_to_compare(user: Visitor) -> QuerySet[User]:
    """Who may be named as a duplicate: everybody for who reads everything, the people of an organiser's trainings."""
    if not isinstance(user, User):
        return User.objects.none()
    people = User.objects.get_queryset().filter(merged_into__isnull=True)
    if reads_everything(user):
        return people
    own = projects_of(user, RoleCode.ORGANISER)
    return people.filter(Exists(Enrolment.objects.filter(person=OuterRef("pk"), edition__course__project__in=own)))


def suspicions(user: Visitor, words: str = "") -> list[Suspicion]:
    """Pairs that nobody has told apart yet, by name; with every word in a name or address of one of the two.

    Reads all people it may name: four statements, whatever their number. Two closed accounts are no pair.
    """
    people = people_to_compare(user).order_by("last_name", "first_name", "pk")
    by_key: dict[Key, list[User]] = defaultdict(list)
    towns = _towns(people)
    for person in people:
        for key in _keys(person, towns[person.pk]):
            by_key[key].append(person)
    found: dict[tuple[int, int], Suspicion] = {}
    apart = told_apart()
    for (why, _what), alike in by_key.items():
        for first, second in combinations(alike, 2):
            pair = pair_of(first, second)
            if pair in apart or not (first.is_active or second.is_active):
                continue
            suspicion = found.setdefault(pair, Suspicion(first, second))
            if why not in suspicion.why:
                suspicion.why.append(why)
    shown = [one for one in found.values() if _has(words, one)]
    return sorted(shown, key=lambda one: (fold(one.first.last_name), fold(one.first.first_name), one.first.pk))


def pair_of(one: User, other: User) -> tuple[int, int]:
    """Their ids, the smaller first."""
    return min(one.pk, other.pk), max(one.pk, other.pk)


def told_apart() -> set[tuple[int, int]]:
    """The pairs of which somebody said that they are two people."""
    told = Event.objects.filter(action=TOLD_APART).values_list("object_id", "after")
    return {(int(first), after["other"]) for first, after in told if after}


def _towns(people: QuerySet[User]) -> dict[int, set[int | None]]:
    """By person, the bodies for which they work, worked or came to a training."""
    found: dict[int, set[int | None]] = defaultdict(set)
    worked = Role.objects.filter(role__in=CITY_ROLES, user__in=people.order_by()).values_list("user", "organisation")
    came = Enrolment.objects.order_by().filter(person__in=people.order_by()).values_list("person", "city").distinct()
    for rows in (worked, came):
        for person, town in rows:
            found[person].add(town)
    return found


def _keys(person: User, towns: Iterable[int | None]) -> Iterator[Key]:
    """Whatever two accounts share speaks for one person."""
    names = sorted({fold(person.first_name), fold(person.last_name)} - {""})
    if len(names) > 1:
        # Sorted: somebody typed the first name where the last one belongs.
        yield from ((SAME_TOWN, (*names, town)) for town in towns)
    digits = re.sub(r"\D", "", person.phone)[-DIGITS:]
    if len(digits) == DIGITS:
        # Not the number alone: a town hall has one for all.
        yield from ((SAME_PHONE, (name, digits)) for name in names)
    yield from ((SAME_EMAIL, (name, *email)) for name in names for email in set(_almost(person.email)))


def _almost(email: str) -> Iterator[tuple[str, str]]:
    """What two addresses share that differ in dots, hyphens or one letter; other digits tell namesakes apart."""
    address = fold(email)
    digits, letters = re.sub(r"\D", "", address), re.sub(r"[\W\d_]", "", address)
    yield from ((digits, letters[:at] + letters[at + 1 :]) for at in range(len(letters)))
    yield digits, letters


def _has(words: str, one: Suspicion) -> bool:
    texts = [fold(f"{person} {person.email}") for person in (one.first, one.second)]
    return any(all(fold(word) in text for word in words.split()) for text in texts)
