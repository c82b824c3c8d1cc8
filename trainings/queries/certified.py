"""Who has earned a certificate, and who has one."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from trainings.choices import CertificateKind, EditionState, Outcome
from trainings.models import Certificate, Edition, Enrolment


def has_certificate() -> Q:
    """Of enrolments: those with a valid certificate that says as much as their outcome allows."""
    held = Certificate.objects.valid().filter(enrolment=OuterRef("pk"))
    return Q(Exists(held.filter(kind=CertificateKind.COMPLETION))) | Q(
        Exists(held.filter(kind=CertificateKind.ATTENDANCE)), outcome=Outcome.INCOMPLETE
    )


def uncertified(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Settled editions in which somebody has earned a certificate and never got one; one that was revoked counts."""
    earned = Q(outcome=Outcome.COMPLETED) | Q(outcome=Outcome.INCOMPLETE, edition__course__attests_attendance=True)
    ever = Certificate.objects.filter(enrolment=OuterRef("pk"))
    waiting = Enrolment.objects.confirmed().filter(earned, ~Exists(ever), edition=OuterRef("pk"))
    return rows.filter(Exists(waiting), state=EditionState.SETTLED)
