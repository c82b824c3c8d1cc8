"""What the lists of the ground floor show of rows that several packages own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet

from accounts.models import Role, User
from accounts.permissions import reads_everything
from kernel.time import today
from mail.models import Message, MessageTemplate
from mail.texts import Editable, editable


def with_roles_for(reader: User | AnonymousUser, people: QuerySet[User]) -> QuerySet[User]:
    """People with `shown_roles`: those of today that the reader may know of."""
    held = Role.objects.visible_to(reader).on(today()).select_related("organisation")
    return people.prefetch_related(Prefetch("roles", held, to_attr="shown_roles"))


def read_roles(people: Collection[User]) -> None:
    """Read `roles_now` of several people anew, in one statement."""
    held: dict[int, list[Role]] = defaultdict(list)
    for role in Role.objects.on(today()).filter(user__in=people).select_related("organisation"):
        held[role.user_id].append(role)
    for person in people:
        person.roles_now = held[person.pk]


def outbox(reader: User | AnonymousUser) -> QuerySet[Message]:
    """Every message to who runs or audits the platform, one's own to anybody else."""
    rows = Message.objects.all() if reads_everything(reader) else Message.objects.visible_to(reader)
    return rows.select_related("to")


@dataclass(frozen=True)
class Worded:
    """A message that may be worded: in each language, the words of the house where there are some."""

    text: Editable
    languages: list[tuple[str, str, MessageTemplate | None]]
    """Code, name, and the row where somebody ever changed it."""


def texts_for(user: User) -> list[Worded]:
    """What the user may word. Raises Refused 403 with the reason of the first gate where that is nothing."""
    mine = [text for text in editable() if text.may_edit(user)]
    if not mine:
        for text in editable():
            text.may_edit(user).require()
    changed = MessageTemplate.objects.select_related("changed_by")
    rows = {(row.name, row.language): row for row in changed}
    return [
        Worded(text, [(code, str(name), rows.get((text.name, code))) for code, name in settings.LANGUAGES])
        for text in mine
    ]
