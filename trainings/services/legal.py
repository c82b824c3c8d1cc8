"""Regulations, information and consents: written as a draft, published in numbered versions that never change."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from grants.models import Project
from kernel.errors import Refused
from kernel.time import now, today
from trainings.choices import LegalKind
from trainings.models import LegalText, LegalTextVersion
from trainings.permissions import can_keep_text

LONGEST = 50_000
"""Characters of a text."""
WORDS = ("title_pl", "body_pl", "title_en", "body_en")


def create_text(
    *, kind: str, project: Project | None, title_pl: str, body_pl: str, title_en: str = "", body_en: str = "", by: User
) -> LegalText:
    """Begin the text of a kind, of a project or of every project without its own.

    Raises Refused texts_for_organisers, general_texts_for_administrators (403), text_there, words_missing.
    """
    can_keep_text(by, project).require()
    text = LegalText(project=project, kind=LegalKind(kind))
    _take(text, title_pl=title_pl, body_pl=body_pl, title_en=title_en, body_en=body_en)
    try:
        with transaction.atomic():
            text.save()
            record(action="trainings.legal_text.created", about=text, by=by, after=_place(text))
    except IntegrityError as error:
        raise Refused("text_there", _("There is such a text already: change it."), field="kind") from error
    return text


@transaction.atomic
def change_text(
    *,
    text: LegalText,
    title_pl: str,
    body_pl: str,
    title_en: str = "",
    body_en: str = "",
    by: User,
    version: int | None = None,
) -> LegalText:
    """Word the draft anew; what is published stays. Raises Refused as `create_text`, and stale."""
    text = _locked(text, by)
    before = {name: getattr(text, name) for name in WORDS}
    _take(text, title_pl=title_pl, body_pl=body_pl, title_en=title_en, body_en=body_en)
    changed = [name for name in WORDS if getattr(text, name) != before[name]]
    text.next_version(version)
    text.save()
    # The words stand in the draft and in each version; the record says which of them changed.
    record(
        action="trainings.legal_text.changed",
        about=text,
        by=by,
        before={name: len(before[name]) for name in changed},
        after={name: len(getattr(text, name)) for name in changed},
    )
    return text


@transaction.atomic
def publish_text(
    *, text: LegalText, valid_from: date | None = None, by: User, version: int | None = None
) -> LegalTextVersion:
    """Make the draft the next version, from a day on; whoever enrols then answers to it, nobody is asked before.

    Raises Refused texts_for_organisers, general_texts_for_administrators (403), nothing_new, valid_from, stale.
    """
    text = _locked(text, by)
    text.next_version(version)
    last = text.versions.order_by("-number").first()
    if last and all(getattr(last, name) == getattr(text, name) for name in WORDS):
        raise Refused("nothing_new", _("The draft says what the last version says: change it first."))
    first_day = valid_from or today()
    if first_day < max(today(), last.valid_from if last else today()):
        raise Refused(
            "valid_from",
            _("A version is valid from today at the earliest, and not before the version before it."),
            field="valid_from",
        )
    text.save(update_fields=["version"])
    published = LegalTextVersion.objects.create(
        text=text,
        number=last.number + 1 if last else 1,
        **{name: getattr(text, name) for name in WORDS},
        valid_from=first_day,
        published_by=by,
        published_at=now(),
    )
    after = {"number": published.number, "valid_from": first_day, **_place(text)}
    record(action="trainings.legal_text.published", about=published, by=by, after=after)
    return published


def _locked(text: LegalText, by: User) -> LegalText:
    row = LegalText.objects.select_for_update(of=("self",), no_key=True).get(pk=text.pk)
    can_keep_text(by, row.project_id).require()
    return row


def _place(text: LegalText) -> dict[str, Any]:
    return {"kind": text.kind, "project": text.project_id}


def _take(text: LegalText, **words: str) -> None:
    for name in WORDS:
        # Browsers send CR LF: the same words typed twice are the same text.
        setattr(text, name, words[name].replace("\r\n", "\n").strip())
    for name in ("title_pl", "body_pl"):
        if not getattr(text, name):
            raise Refused("words_missing", _("The Polish title and text are needed."), field=name)
    if max(len(text.body_pl), len(text.body_en)) > LONGEST:
        raise Refused("words_too_long", _("A text has at most 50,000 characters."))
    if bool(text.title_en) != bool(text.body_en):
        raise Refused("words_missing", _("Give the English title with the English text, or neither."), field="title_en")
