"""The run of an edition, a certificate replaced, one revoked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from jobs.sequences import next_number
from kernel.errors import Refused
from kernel.text import canonical_json, new_code, sha256
from kernel.time import local_day
from trainings.choices import CertificateKind, CertificateState, EditionState, Outcome
from trainings.models import Certificate, Course, Edition, Enrolment
from trainings.permissions import can_certify
from trainings.queries.certified import has_certificate
from trainings.queries.outcomes import with_minutes
from trainings.services import notices
from trainings.services.certificates.frozen import CHANGES_EVERY_TIME, Training, freeze, training_of
from trainings.services.certificates.making import order_file
from trainings.services.locks import lock_edition

ENTITLED = {
    CertificateKind.COMPLETION: {Outcome.COMPLETED},
    CertificateKind.ATTENDANCE: {Outcome.COMPLETED, Outcome.INCOMPLETE},
}
"""With which outcomes a certificate of a kind holds."""
HOURS = ("sessions", "minutes")
"""What a certificate says of the settlement."""


@transaction.atomic
def issue(*, edition: Edition, by: User) -> list[Certificate]:
    """A certificate for everybody who completed and has none. Repeated: nobody gets a second one.

    Where the course gives them, who came but did not complete gets one of attendance.
    Raises Refused cannot_certify (403), not_settled.
    """
    edition, at = lock_edition(edition.pk)
    can_certify(by, edition.course.project_id).require()
    _require_settled(edition)
    training = training_of(edition)
    confirmed = Enrolment.objects.confirmed().filter(~has_certificate(), edition=edition)
    rows = with_minutes(confirmed).select_related("person", "city").order_by("queue_no")
    issued = []
    for row in rows:
        row.edition = edition
        if kind := _kind_for(row, edition.course):
            certificate = _issue_one(training, row, kind, at=at, by=by)
            notices.tell_of_certificate("issued", certificate)
            issued.append(certificate)
    return issued


@transaction.atomic
def replace(*, certificate: Certificate, reason: str, by: User) -> Certificate:
    """The same certificate as the data are now, under a new number; the old one says which.

    Raises Refused cannot_certify (403), not_settled, certificate_ended, reason_missing, nothing_changed.
    """
    old, edition, at = _locked(certificate)
    can_certify(by, edition.course.project_id).require()
    _require_settled(edition)
    _require_valid(old)
    _require_reason(reason)
    training, row = training_of(edition), _as_it_stands([old])[old.enrolment_id]
    if not _says_something_new(old, _frozen_again(training, row, old, at)):
        raise Refused(
            "nothing_changed",
            _("The new certificate would say the same. Correct first what is wrong: the person's name, for example."),
        )
    return _renewed(training, row, old, at=at, reason=reason.strip(), by=by)


def renew(*, edition: Edition, rows: Iterable[Enrolment], reason: str, by: User) -> list[Certificate]:
    """Replace the certificates of these places whose hours are other ones now; the new ones.

    What else they say is replaced when somebody asks for it. The caller holds the edition's lock and asked who may.
    """
    edition, at = lock_edition(edition.pk)
    held = list(Certificate.objects.valid().filter(enrolment__in=[row.pk for row in rows]).order_by("pk"))
    if not held:
        return []
    training, found = training_of(edition), _as_it_stands(held)
    renewed = []
    for old in held:
        row = found[old.enrolment_id]
        fresh = _frozen_again(training, row, old, at)
        if any(old.data.get(name) != fresh[name] for name in HOURS):
            renewed.append(_renewed(training, row, old, at=at, reason=reason, by=by))
    return renewed


def _as_it_stands(certificates: Iterable[Certificate]) -> dict[int, Enrolment]:
    """The enrolments of certificates with their minutes, by id."""
    rows = with_minutes(Enrolment.objects.select_related("person", "city", "edition__course"))
    return rows.in_bulk([certificate.enrolment_id for certificate in certificates])


def _frozen_again(training: Training, row: Enrolment, old: Certificate, at: datetime) -> dict[str, object]:
    return freeze(training, row, kind=CertificateKind(old.kind), number="", code="", at=at)


def _renewed(
    training: Training, row: Enrolment, old: Certificate, *, at: datetime, reason: str, by: User
) -> Certificate:
    _end(old, CertificateState.REPLACED, reason=reason, by=by)
    new = _issue_one(training, row, CertificateKind(old.kind), at=at, by=by, replaces=old)
    notices.tell_of_certificate("replaced", new, reason=old.reason)
    return new


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, by: User) -> Certificate:
    """Say for ever that it does not hold, and why. Repeated: nothing happens.

    Raises Refused cannot_certify (403), certificate_ended (it was replaced), reason_missing.
    """
    row, edition, _at = _locked(certificate)
    can_certify(by, edition.course.project_id).require()
    if row.state == CertificateState.REVOKED:
        return row
    _require_valid(row)
    _require_reason(reason)
    _end(row, CertificateState.REVOKED, reason=reason.strip(), by=by)
    notices.tell_of_certificate("revoked", row, reason=row.reason)
    return row


def revoke_lost(*, rows: Iterable[Enrolment], by: User, reason: str) -> int:
    """Revoke what these outcomes no longer carry; how many. The caller holds the edition's lock and asked who may."""
    outcomes = {row.pk: row.outcome for row in rows}
    held = Certificate.objects.valid().filter(enrolment__in=outcomes)
    lost = [
        row
        for row in held.select_related("enrolment__person", "enrolment__edition__course")
        if outcomes[row.enrolment_id] not in ENTITLED[CertificateKind(row.kind)]
    ]
    for certificate in lost:
        _end(certificate, CertificateState.REVOKED, reason=reason, by=by)
        notices.tell_of_certificate("revoked", certificate, reason=reason)
    return len(lost)


def _kind_for(row: Enrolment, course: Course) -> CertificateKind | None:
    if row.outcome == Outcome.COMPLETED:
        return CertificateKind.COMPLETION
    if row.outcome == Outcome.INCOMPLETE and course.attests_attendance:
        return CertificateKind.ATTENDANCE
    return None


def _issue_one(
    training: Training,
    row: Enrolment,
    kind: CertificateKind,
    *,
    at: datetime,
    by: User,
    replaces: Certificate | None = None,
) -> Certificate:
    course, year = training.edition.course, local_day(at).year
    number = f"{course.code}/{year}/{next_number(f'trainings.certificate:{course.pk}:{year}'):04}"
    code = new_code()
    data = freeze(
        training, row, kind=kind, number=number, code=code, at=at, replaces=replaces.number if replaces else ""
    )
    certificate = Certificate.objects.create(
        number=number,
        enrolment=row,
        edition_id=row.edition_id,
        kind=kind,
        data=data,
        sha256=sha256(canonical_json(data)),
        code=code,
        replaces=replaces,
        issued_by=by,
        issued_at=at,
    )
    record(
        action="trainings.certificate.issued",
        about=certificate,
        by=by,
        after={"number": number, "kind": kind, "enrolment": row.pk, "replaces": replaces.pk if replaces else None},
    )
    order_file(certificate=certificate, by=by)
    return certificate


def _end(row: Certificate, state: CertificateState, *, reason: str, by: User) -> None:
    row.state, row.reason = state, reason
    row.save(update_fields=["state", "reason"])
    record(
        action=f"trainings.certificate.{state}",
        about=row,
        by=by,
        before={"state": CertificateState.ISSUED},
        after={"state": state},
        reason=reason,
    )


def _says_something_new(old: Certificate, fresh: dict[str, object]) -> bool:
    return any(old.data.get(name) != value for name, value in fresh.items() if name not in CHANGES_EVERY_TIME)


def _locked(certificate: Certificate) -> tuple[Certificate, Edition, datetime]:
    """Changes of certificates wait for the edition, as everything about it does."""
    edition, at = lock_edition(certificate.enrolment.edition_id)
    row = Certificate.objects.select_related("enrolment__person").get(pk=certificate.pk)
    row.enrolment.edition = edition
    return row, edition, at


def _require_settled(edition: Edition) -> None:
    if edition.state != EditionState.SETTLED:
        raise Refused("not_settled", _("Certificates are issued once the project manager has settled the training."))


def _require_valid(row: Certificate) -> None:
    if row.state != CertificateState.ISSUED:
        raise Refused("certificate_ended", _("This certificate no longer holds."))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason_missing", _("Say why; the person and auditors read it."), field="reason")
