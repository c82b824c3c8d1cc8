"""A document begins as a draft, is signed if it is an agreement, or is withdrawn."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from grants.services import require_open
from kernel.errors import Refused
from kernel.time import today
from partnerships.choices import SIGNING_STATES, Confidentiality, DocumentKind, DocumentState, PartnershipState
from partnerships.models import Document, Partnership
from partnerships.permissions import can_coordinate
from partnerships.services.partnerships import enter, lock, require_alive


def lock_document(document: Document, by: User) -> Document:
    """The document as it is now, held until the transaction ends, for somebody who keeps it.

    Raises Refused partnership_coordinator_only, partnership_ended.
    """
    rows = Document.objects.select_for_update(of=("self",), no_key=True).select_related("partnership__project")
    document = rows.get(pk=document.pk)
    can_coordinate(by, document.partnership).require()
    require_alive(document.partnership)
    return document


def require_draft(document: Document) -> None:
    """Only a draft changes. Raises Refused document_state."""
    if not document.is_draft:
        raise Refused(
            "document_state",
            _("This document is %(state)s; its text no longer changes. Make an amendment or a new document.")
            % {"state": document.get_state_display()},
        )


@transaction.atomic
def create_document(
    *,
    partnership: Partnership,
    kind: str,
    title: str,
    confidentiality: str = Confidentiality.PARTNERSHIP,
    by: User,
) -> Document:
    """Begin a document. Raises Refused partnership_ended."""
    partnership = lock(partnership)
    can_coordinate(by, partnership).require()
    require_alive(partnership)
    document = Document.objects.create(partnership=partnership, kind=kind, title=title, confidentiality=confidentiality)
    record(
        action="partnerships.document.created",
        about=document,
        by=by,
        after={"partnership": partnership.pk, "kind": kind, "confidentiality": confidentiality},
    )
    return document


@transaction.atomic
def change_document(
    *, document: Document, title: str, confidentiality: str, by: User, version: int | None = None
) -> Document:
    """Correct its title, or who may read it. Raises Refused partnership_ended, stale."""
    document = lock_document(document, by)
    before = {"title": document.title, "confidentiality": document.confidentiality}
    document.next_version(version)
    document.title, document.confidentiality = title, confidentiality
    document.save(update_fields=["title", "confidentiality", "version"])
    record(
        action="partnerships.document.changed",
        about=document,
        by=by,
        before=before,
        after={"title": title, "confidentiality": confidentiality},
    )
    return document


@transaction.atomic
def record_signature(*, document: Document, signed_on: date, by: User, version: int | None = None) -> Document:
    """Note the day the last party signed an agreement; a forming partnership is active from then on.

    The day is a dated fact: its reporting period must be open.
    Raises Refused not_an_agreement, document_state, version_missing, partnership_state, signed_in_future, stale
    and those of require_open.
    """
    partnership = lock(document.partnership)
    document = lock_document(document, by)
    _require_signable(document, partnership)
    if signed_on > today():
        raise Refused("signed_in_future", _("The day of signing cannot be in the future."), field="signed_on")
    require_open(project_id=partnership.project_id, day=signed_on)
    document.next_version(version)
    document.state, document.signed_on = DocumentState.SIGNED, signed_on
    document.save(update_fields=["state", "signed_on", "version"])
    record(
        action="partnerships.document.signed",
        about=document,
        by=by,
        before={"state": DocumentState.DRAFT},
        after={"state": DocumentState.SIGNED, "signed_on": signed_on},
    )
    if partnership.state == PartnershipState.FORMING:
        partnership.next_version(None)
        enter(partnership, PartnershipState.ACTIVE, by=by)
    return document


@transaction.atomic
def withdraw_document(*, document: Document, reason: str, by: User, version: int | None = None) -> Document:
    """Take a document out of use; its versions stay. A signed one only while the period of its day is open.

    Raises Refused document_state, reason_missing, stale and those of require_open.
    """
    document = lock_document(document, by)
    if document.state == DocumentState.WITHDRAWN:
        raise Refused("document_state", _("This document is withdrawn already."))
    if not reason.strip():
        raise Refused("reason_missing", _("Say why."), field="reason")
    if document.signed_on:
        require_open(project_id=document.partnership.project_id, day=document.signed_on)
    before = document.state
    document.next_version(version)
    document.state = DocumentState.WITHDRAWN
    document.save(update_fields=["state", "version"])
    record(
        action="partnerships.document.withdrawn",
        about=document,
        by=by,
        before={"state": before},
        after={"state": DocumentState.WITHDRAWN},
        reason=reason,
    )
    return document


def _require_signable(document: Document, partnership: Partnership) -> None:
    if document.kind != DocumentKind.AGREEMENT:
        raise Refused("not_an_agreement", _("Only an agreement is signed."))
    require_draft(document)
    if not document.versions.exists():
        raise Refused("version_missing", _("Upload the text that was signed first."))
    if partnership.state not in SIGNING_STATES:
        raise Refused(
            "partnership_state",
            _("This partnership is %(state)s; an agreement is signed when it is forming.")
            % {"state": partnership.get_state_display()},
        )
