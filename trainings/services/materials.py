"""Materials of a training: files, and links to recordings and shared folders.

They prove nothing and nothing is counted from them, so they may come and go until long after the training, when it is
settled too: a recording is ready days later, and a slide with a mistake has to be exchanged whenever it is found.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from files.models import StoredFile
from files.services import forget, store
from kernel.errors import Refused
from kernel.time import now
from trainings.choices import EditionState
from trainings.gates import MATERIAL
from trainings.models import Edition, Material, Session
from trainings.models.materials import LONGEST_LINK, SCHEME
from trainings.permissions import can_add_material, can_change_material
from trainings.services.locks import lock_edition

TYPES = {"pdf", "docx", "odt", "pptx", "odp", "xlsx", "ods", "csv", "txt", "png", "jpg"}
"""Texts, presentations, tables, pictures: nothing that runs, no archive that nobody looked into."""
_is_address = URLValidator(schemes=["https"])


def add_material(
    *,
    edition: Edition,
    title: str,
    upload: File[bytes] | None = None,
    link: str = "",
    session: Session | None = None,
    shown_from: datetime | None = None,
    by: User,
) -> Material:
    """Put a file or a link to the materials of a training; people with a place see it from a moment on, or at once.

    Raises Refused materials_for_trainers (403), edition_cancelled, title_missing, file_or_link, link_invalid,
    not_of_edition, and those of `store`.
    """
    can_add_material(by, edition).require()
    title, link = _title(title), _address(link)
    if (upload is None) == (not link):
        raise Refused("file_or_link", _("Choose a file or give a link, one of the two."), field="file")
    with transaction.atomic():
        # The bytes first: nobody waits for the lock of the edition while a large file is written.
        file = store(content=upload, name=upload.name or "", kind=MATERIAL, by=by, allow=TYPES) if upload else None
        edition, at = _open(edition.pk)
        can_add_material(by, edition).require()
        row = Material.objects.create(
            edition=edition,
            session=_session_of(edition, session),
            title=title,
            file=file,
            link=link,
            shown_from=shown_from or at,
            added_by=by,
            added_at=at,
        )
        record(action="trainings.material.added", about=row, by=by, after={**_place(row), **_words(row)})
    return row


@transaction.atomic
def change_material(
    *,
    material: Material,
    title: str,
    session: Session | None,
    shown_from: datetime | None,
    by: User,
    version: int | None = None,
) -> Material:
    """Call it differently, put it to another session, show it from another moment on; None is at once.

    Raises Refused not_your_material (403), material_gone (404), edition_cancelled, title_missing, not_of_edition,
    stale.
    """
    row, at = _locked(material, by)
    row.next_version(version)
    before = _words(row)
    row.title, row.session = _title(title), _session_of(row.edition, session)
    row.shown_from = shown_from or at
    row.save(update_fields=["title", "session", "shown_from", "version"])
    after = _words(row)
    changed = [name for name in after if after[name] != before[name]]
    record(
        action="trainings.material.changed",
        about=row,
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return row


@transaction.atomic
def remove_material(*, material: Material, by: User) -> None:
    """Take it away, and its file unless something else points to it; the record keeps what it was.

    Raises Refused not_your_material (403), material_gone (404), edition_cancelled.
    """
    row, _at = _locked(material, by)
    record(action="trainings.material.removed", about=row, by=by, before={**_place(row), **_words(row)})
    file = row.file
    row.delete()
    if file is not None:
        _forget(file, by)


def follow_start(edition: Edition, *, starts_at: datetime | None, by: User | None) -> None:
    """What is to be shown when the training starts moves with its start. The caller holds the edition's lock.

    `starts_at` is the start before it moved. What is shown already stays so.
    """
    if starts_at is None or edition.starts_at in {None, starts_at} or starts_at <= now():
        return
    for row in edition.materials.filter(shown_from=starts_at):
        row.shown_from = edition.starts_at
        row.next_version(None)
        row.save(update_fields=["shown_from", "version"])
        record(
            action="trainings.material.moved",
            about=row,
            by=by,
            before={"shown_from": starts_at},
            after={"shown_from": row.shown_from},
        )


def hand_over_materials(*, old: User, new: User) -> int:
    """Two accounts are one person, who may go on changing what the old one added; how many there are of it."""
    return Material.objects.filter(added_by=old).update(added_by=new)


def _open(pk: int) -> tuple[Edition, datetime]:
    """The edition under its lock, unless it was cancelled."""
    edition, at = lock_edition(pk)
    if edition.state == EditionState.CANCELLED:
        raise Refused("edition_cancelled", _("This training was cancelled."))
    return edition, at


def _locked(material: Material, by: User) -> tuple[Material, datetime]:
    """The material under the lock of its edition, for who may change it."""
    edition, at = lock_edition(material.edition_id)
    row = Material.objects.select_related("file").filter(pk=material.pk).first()
    if row is None:
        raise Refused("material_gone", _("Somebody removed this material meanwhile."), status=404)
    row.edition = edition
    can_change_material(by, row).require()
    if edition.state == EditionState.CANCELLED:
        raise Refused("edition_cancelled", _("This training was cancelled."))
    return row, at


def _title(title: str) -> str:
    if not title.strip():
        raise Refused("title_missing", _("Give it a title by which people find it."), field="title")
    return title.strip()


def _address(link: str) -> str:
    """The link with its scheme in small letters; empty for none."""
    link = link.strip()
    if not link:
        return ""
    try:
        _is_address(link)
        has_user = "@" in urlsplit(link).netloc
    except (ValidationError, ValueError) as error:
        raise _no_link() from error
    if has_user or len(link) > LONGEST_LINK:
        raise _no_link()
    return SCHEME + link[len(SCHEME) :]


def _no_link() -> Refused:
    text = _("Give the whole address, beginning with https://, without a user name or a password in it.")
    return Refused("link_invalid", text, field="link")


def _session_of(edition: Edition, session: Session | None) -> Session | None:
    if session is not None and session.edition_id != edition.pk:
        raise Refused("not_of_edition", _("Choose a session of this training."), field="session")
    return session


def _forget(file: StoredFile, by: User) -> None:
    try:
        with transaction.atomic():
            forget(file=file, by=by)
    except ProtectedError:
        return  # something else points to it


def _place(row: Material) -> dict[str, Any]:
    """Where it belongs and what it is: a file by name and sum of its bytes; a link, which may be a key, by host."""
    file = row.file
    what = {"name": file.name, "sha256": file.sha256} if file else {"host": urlsplit(row.link).hostname}
    return {"edition": row.edition_id, **what}


def _words(row: Material) -> dict[str, Any]:
    return {"title": row.title, "session": row.session_id, "shown_from": row.shown_from}
