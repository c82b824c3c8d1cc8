"""Who decides on an enrolment besides the person: an office of the city, a committee."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import Role, User
from accounts.permissions import Visitor, bodies_of, reads_everything
from files.models import StoredFile
from grants.models import projects_of
from kernel.text import Text
from kernel.time import now, today
from organisations.models import Organisation
from trainings.choices import OFFICES, ActingAs, ApprovalState, BatchState, Choice
from trainings.models.courses import MANAGING_ROLES
from trainings.models.editions import Edition
from trainings.models.places import Enrolment
from web.models import Versioned


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Questions over approvals."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of enrolments one arranges; for the offices of the city also what came of their decisions."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        ours = Q(city__in=bodies_of(user, *OFFICES.values()))
        return self.filter(ours | Q(enrolment__in=Enrolment.objects.arranged_by(user, offices=False)))

    def decidable_by(self, user: User) -> Self:
        """Those on which the user decides by what the user is today, decided or not: as `can_decide` has it."""
        first, second = (bodies_of(user, office) for office in OFFICES.values())
        mine = Q(step=1, city__in=first) | Q(step=2, city__in=second)
        mine |= Q(city__in=bodies_of(user, RoleCode.CITY_COORDINATOR))
        if second:
            mine |= Q(~_held(RoleCode.APPROVER), step=1, city__in=second)
        if projects := projects_of(user, RoleCode.ORGANISER):
            nobody = ~_held(RoleCode.SIGNATORY, RoleCode.CITY_COORDINATOR), Q(step=2) | Q(~_held(RoleCode.APPROVER))
            mine |= Q(*nobody, enrolment__edition__course__project__in=projects)
        own = Enrolment.objects.order_by().filter(person=user)
        return self.filter(mine).exclude(enrolment__in=own.values("pk"))

    def pending(self) -> Self:
        """Waiting for a decision."""
        return self.filter(state=ApprovalState.PENDING)


def _held(*codes: RoleCode) -> Exists:
    """Whether somebody beside the applicant holds one of the roles in the city today."""
    held = Role.objects.on(today()).filter(role__in=codes, organisation=OuterRef("city"))
    return Exists(held.filter(user__is_active=True).exclude(user=OuterRef("enrolment__person")))


class Approval(Versioned):
    """One step of the city's approval. It is the office that is asked: whoever holds it when the answer is given."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="approvals")
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """That of the enrolment, which has no other in all its life: the lists of its offices need not join it."""
    step = models.PositiveSmallIntegerField(_("step"))
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("decide before"))
    state = models.CharField(_("state"), max_length=10, choices=ApprovalState, default=ApprovalState.PENDING)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("as"), max_length=20, choices=ActingAs, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["enrolment", "step"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "step"], name="approval_step_once"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(state=ApprovalState.PENDING), name="approval_pending_once"
            ),
            models.CheckConstraint(condition=Q(step__in=[1, 2]), name="approval_step_one_or_two"),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="approval_gives_time"),
            models.CheckConstraint(
                condition=~Q(state__in=[ApprovalState.APPROVED, ApprovalState.DECLINED])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="approval_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApprovalState.DECLINED) | ~Q(comment=""), name="approval_declined_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id", "city", "enrolment", "step"],
                condition=Q(state=ApprovalState.PENDING),
                name="approval_pending_by_deadline",
            ),
            models.Index(fields=["due_at", "id", "city", "enrolment"], name="approval_by_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}/{self.step} {self.state}"

    @property
    def office(self) -> Text:
        """Who is asked."""
        return OFFICES[self.step].label

    @property
    def office_code(self) -> str:
        """Its role."""
        return OFFICES[self.step].value

    def is_open(self) -> bool:
        """Whether it can still be decided."""
        return self.state == ApprovalState.PENDING and now() < self.due_at

    def is_decided(self) -> bool:
        """Whether somebody said yes or no."""
        return self.state in {ApprovalState.APPROVED, ApprovalState.DECLINED}


class SelectionBatchQuerySet(models.QuerySet["SelectionBatch"]):
    """Questions over a committee's lists."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of one's project, for its organisers and managers."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        return self.filter(edition__course__project__in=projects_of(user, *MANAGING_ROLES))


class SelectionBatch(Versioned):
    """A committee's decisions on everybody who awaits selection; two members sign, then it is carried out at once."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.OPEN)
    first_member = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    second_member = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    final_at = models.DateTimeField(_("final"), null=True)
    protocol = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    objects = SelectionBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="batch_number_once"),
            models.UniqueConstraint(
                fields=["edition"], condition=~Q(state=BatchState.FINAL), name="batch_in_work_once"
            ),
            models.CheckConstraint(
                condition=Q(first_member__isnull=True)
                | Q(second_member__isnull=True)
                | ~Q(first_member=F("second_member")),
                name="batch_signed_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.FINAL)
                | Q(first_member__isnull=False, second_member__isnull=False, final_at__isnull=False),
                name="batch_final_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.number} {self.state}"


class SelectionDecision(models.Model):
    """What the committee decided on one person, in its order."""

    batch = models.ForeignKey(SelectionBatch, on_delete=models.CASCADE, related_name="decisions")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="decisions")
    choice = models.CharField(_("decision"), max_length=10, choices=Choice)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("place in the ranking"))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("decision of a committee")
        verbose_name_plural = _("decisions of committees")
        ordering = ["batch", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "enrolment"], name="decision_on_a_person_once"),
            models.UniqueConstraint(fields=["batch", "rank"], name="decision_rank_once"),
            models.CheckConstraint(
                condition=~Q(choice=Choice.REJECT) | ~Q(reason=""), name="decision_rejects_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.rank} {self.choice}"
