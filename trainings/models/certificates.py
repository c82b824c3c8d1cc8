"""What a person can show for ever: written once, replaced or revoked, never changed."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import Role, User
from accounts.permissions import Visitor, bodies_of, reads_everything
from files.models import StoredFile
from grants.models import projects_of
from kernel.text import show_code
from kernel.time import today
from trainings.choices import CertificateKind, CertificateState
from trainings.models.courses import MANAGING_ROLES
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
        at_work = Role.objects.on(today()).filter(
            user=OuterRef("enrolment__person"), organisation=OuterRef("enrolment__city")
        )
        return self.filter(
            Q(enrolment__person=user)
            | Q(Exists(at_work), enrolment__city__in=bodies_of(user, RoleCode.CITY_COORDINATOR))
            | Q(enrolment__edition__course__project__in=projects_of(user, *MANAGING_ROLES))
        )

    def valid(self) -> Self:
        """Neither replaced nor revoked."""
        return self.filter(state=CertificateState.ISSUED)


class Certificate(Labelled):
    """One certificate: its data frozen, its PDF stored, found by its code."""

    number = models.CharField(_("number"), max_length=60, unique=True)
    """Course, year, number in the series: without gaps."""
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
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
