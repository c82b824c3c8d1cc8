"""What a person can show for ever: written once, replaced or revoked, never changed."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, bodies_of, reads_everything
from files.models import StoredFile
from grants.models import projects_of
from kernel.text import show_code
from trainings.choices import CertificateKind, CertificateState
from trainings.models.courses import MANAGING_ROLES
from trainings.models.editions import Edition, is_within
from trainings.models.places import Enrolment
from web.models import Labelled


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Questions over certificates."""

    def visible_to(self, user: Visitor) -> Self:
        """One's own; those of who works for a coordinator's city; the project's for who organises or manages it."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        seen = Q(enrolment__in=Enrolment.objects.filter(person=user))
        if cities := bodies_of(user, RoleCode.CITY_COORDINATOR):
            seen |= Q(enrolment__in=Enrolment.objects.filter(city__in=cities).at_work())
        if projects := projects_of(user, *MANAGING_ROLES):
            seen |= Q(is_within(projects))
        return self.filter(seen)

    def valid(self) -> Self:
        """Neither replaced nor revoked."""
        return self.filter(state=CertificateState.ISSUED)


class Certificate(Labelled):
    """One certificate: its data frozen, its PDF stored, found by its code."""

    number = models.CharField(_("number"), max_length=60, unique=True)
    """Course, year, number in the series: without gaps."""
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="certificates")
    """That of the enrolment, which has no other in all its life: lists of a project need not join it."""
    kind = models.CharField(_("kind"), max_length=12, choices=CertificateKind)
    data = models.JSONField()
    """All that is printed; the PDF is made of it alone."""
    sha256 = models.CharField(max_length=64)
    """Of the data."""
    code = models.CharField(max_length=10, unique=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    """NULL while it is being made."""
    state = models.CharField(_("state"), max_length=10, choices=CertificateState, default=CertificateState.ISSUED)
    reason = models.TextField(_("reason"), blank=True)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("issued"))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-id"]
        indexes = [models.Index(fields=["-issued_at", "-id", "edition", "enrolment"], name="certificate_latest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind"], condition=Q(state=CertificateState.ISSUED), name="certificate_valid_once"
            ),
            models.CheckConstraint(
                condition=Q(state=CertificateState.ISSUED) | ~Q(reason=""), name="certificate_ended_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def shown_code(self) -> str:
        """The code in groups, as it is printed."""
        return show_code(self.code)
