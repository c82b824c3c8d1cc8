"""Changing the words of a kind of message, and taking the built-in ones back."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from audit.services import record
from kernel.errors import Refused
from kernel.time import now
from mail.models import MessageTemplate
from mail.placeholders import require_known
from mail.rendering import Letter, worded
from mail.texts import Editable, Wording, built_in, invented

LONGEST = 10_000
"""Characters of a text: a letter, not a book."""


def current(text: Editable, language: str) -> tuple[Wording, int]:
    """The words in use and their version; 0 where nobody ever changed them."""
    row = row_of(text, language)
    return in_use(text, language, row), row.version if row else 0


def in_use(text: Editable, language: str, row: MessageTemplate | None) -> Wording:
    """The words of the house, or the built-in ones where there are none."""
    return Wording(row.subject, row.body) if row and row.is_own else built_in(text, language)


def row_of(text: Editable, language: str) -> MessageTemplate | None:
    """What was changed of it, if anything ever was."""
    return MessageTemplate.objects.filter(name=text.name, language=language).first()


def is_own(text: Editable, language: str) -> bool:
    """Whether words of the house stand in place of the built-in ones."""
    row = row_of(text, language)
    return row is not None and row.is_own


def preview(text: Editable, *, language: str, subject: str, body: str) -> Letter:
    """How the letter would read, with invented facts. Raises Refused as `change`."""
    wording = _checked(text, subject, body)
    with translation.override(language):
        return worded(wording.subject, wording.body, invented(text))


@transaction.atomic
def change(
    *, text: Editable, language: str, subject: str, body: str, by: AbstractBaseUser, version: int | None = None
) -> MessageTemplate:
    """Word it anew. `version` is that of the words it was typed over, 0 for the built-in ones.

    Messages that wait are sent in the new words, since a text is made when it is sent. Raises Refused (403 as the
    text's own gate says), unknown_placeholder, placeholder_broken, text_missing, text_too_long, stale.
    """
    text.may_edit(by).require()
    wording = _checked(text, subject, body)
    row, before = _locked(text, language, by, version)
    row.subject, row.body = wording.subject, wording.body
    return _saved(row, before, by, "mail.template.changed")


@transaction.atomic
def reset(*, text: Editable, language: str, by: AbstractBaseUser, version: int | None = None) -> MessageTemplate:
    """Take the built-in words back. Repeated: nothing happens. Raises Refused (403), stale."""
    text.may_edit(by).require()
    row, before = _locked(text, language, by, version)
    if not row.is_own:
        return row
    row.subject = row.body = ""
    return _saved(row, before, by, "mail.template.reset")


def _locked(
    text: Editable, language: str, by: AbstractBaseUser, version: int | None
) -> tuple[MessageTemplate, dict[str, str]]:
    """The row, new where there is none, with what it said before. Raises Refused stale."""
    rows = MessageTemplate.objects.select_for_update(of=("self",))
    # The first one to change a text makes its row; whoever comes at the same moment waits for it at the unique key.
    MessageTemplate.objects.bulk_create(
        [MessageTemplate(name=text.name, language=language, version=0, changed_by_id=by.pk, changed_at=now())],
        ignore_conflicts=True,
    )
    row = rows.get(name=text.name, language=language)
    if version is not None and version != row.version:
        row.next_version(version)
    return row, {"subject": row.subject, "body": row.body}


def _saved(row: MessageTemplate, before: dict[str, str], by: AbstractBaseUser, action: str) -> MessageTemplate:
    row.next_version(None)
    row.changed_by_id, row.changed_at = by.pk, now()
    row.save()
    record(
        action=action,
        about=row,
        by=by,
        before={"name": row.name, "language": row.language, **before},
        after={"subject": row.subject, "body": row.body},
    )
    return row


def _checked(text: Editable, subject: str, body: str) -> Wording:
    wording = Wording(" ".join(subject.split()), body.replace("\r\n", "\n").strip())
    for field, given in (("subject", wording.subject), ("body", wording.body)):
        if not given:
            raise Refused("text_missing", _("A message has a subject and a text."), field=field)
        require_known(given, text.known, field=field)
    if len(wording.subject) > 200 or len(wording.body) > LONGEST:  # noqa: PLR2004 -- that of the column
        raise Refused("text_too_long", _("This is longer than a message should be."), field="body")
    return wording
