"""What somebody needs in order to take part: apart from the enrolment, encrypted, soon forgotten."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, has_role
from grants.models import projects_of
from kernel.encryption import decrypt
from trainings.choices import EnrolmentState, NeedKind
from trainings.models.places import Enrolment
from trainings.models.sessions import SessionTrainer


class NeedQuerySet(models.QuerySet["SpecialNeed"]):
    """Questions over special needs."""

    def visible_to(self, user: Visitor) -> Self:
        """One's own; the organiser's; the trainer's where the person says so. Nobody reads them by office."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        seen = Q(enrolment__person=user)
        seen |= Q(enrolment__edition__course__project__in=projects_of(user, RoleCode.ORGANISER))
        if has_role(user, RoleCode.TRAINER):
            taught = SessionTrainer.objects.filter(user=user, session__edition=OuterRef("enrolment__edition"))
            seen |= Q(Exists(taught), for_trainer=True, enrolment__state=EnrolmentState.CONFIRMED)
        return self.filter(seen)


class SpecialNeed(models.Model):
    """One need. Whoever reads the words is written down; the caterer learns numbers only."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(_("kind"), max_length=15, choices=NeedKind)
    closed_text = models.TextField()
    """Encrypted (`kernel.encryption`)."""
    for_trainer = models.BooleanField(_("the trainer may read it"), default=False)
    told_at = models.DateTimeField(_("told"))
    purge_on = models.DateField(_("erased on"))
    """Thirty days after the last session."""

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("special need")
        verbose_name_plural = _("special needs")
        ordering = ["enrolment", "kind"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "kind"], name="need_of_a_kind_once")]
        indexes = [models.Index(fields=["purge_on"], name="need_by_purge")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.kind}"

    def read(self) -> str:
        """The words. Only `trainings.services.needs` calls this: it writes down who read."""
        return decrypt(self.closed_text)
