"""What somebody asks back for the way to a training: lines with receipts, an account, who decided and who paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, reads_everything
from files.models import StoredFile
from grants.models import projects_of
from kernel.encryption import decrypt
from trainings.choices import AWAITED_STATES, TravelKind, TravelState
from trainings.models.editions import is_within
from trainings.models.places import Enrolment
from trainings.models.sessions import Session
from web.models import Labelled, Versioned

EDITION = "enrolment__edition"
CURRENCY = "PLN"
"""Of every amount here: the account is one in Poland."""
PAYING_ROLES = [RoleCode.FINANCE_OFFICER, RoleCode.PROJECT_MANAGER]
"""The roles in a project that pay."""
ROUNDING = Decimal("0.00505")
"""By less than this an amount to the grosz may be above its exact value; the next grosz is above it by more."""


class TravelClaimQuerySet(models.QuerySet["TravelClaim"]):
    """Questions over claims."""

    def visible_to(self, user: Visitor) -> Self:
        """One's own; what was submitted, to organisers, managers and finance officers of the project."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        seen = Q(enrolment__person=user)
        if projects := projects_of(user, RoleCode.ORGANISER, *PAYING_ROLES):
            seen |= Q(is_within(projects, EDITION)) & ~Q(state=TravelState.DRAFT)
        return self.filter(seen)

    def in_force(self) -> Self:
        """Not rejected."""
        return self.exclude(state=TravelState.REJECTED)

    def decidable_by(self, user: User) -> Self:
        """Those that wait for this organiser: nobody decides on his own."""
        projects = projects_of(user, RoleCode.ORGANISER)
        rows = self.filter(is_within(projects, EDITION), state=TravelState.SUBMITTED)
        return rows.exclude(enrolment__person=user)

    def payable_by(self, user: User) -> Self:
        """Those that wait for this payer: nobody pays his own, nor what he approved."""
        projects = projects_of(user, *PAYING_ROLES)
        rows = self.filter(is_within(projects, EDITION), state=TravelState.APPROVED)
        return rows.exclude(enrolment__person=user).exclude(decided_by=user)


class TravelClaim(Versioned):
    """One person's claim for one training. State and amount change only in `trainings.services.travel`."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.PROTECT, related_name="travel_claims"
    )
    state = models.CharField(_("state"), max_length=10, choices=TravelState, default=TravelState.DRAFT)
    closed_account = models.TextField(blank=True, editable=False)
    """The number of the account, encrypted (`kernel.encryption`); empty until submitted, and once it was erased."""
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, null=True, editable=False)
    """The sum of the lines as it was submitted."""
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    decided_by = models.ForeignKey(User, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True)
    """Why it was returned or rejected."""
    paid_on = models.DateField(_("paid on"), null=True, editable=False)
    paid_by = models.ForeignKey(User, null=True, editable=False, on_delete=models.PROTECT, related_name="+")

    may_show_account: bool
    """Whether the reader pays it; annotated by `queries.travel.for_export`."""

    objects = TravelClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("travel claim")
        verbose_name_plural = _("travel claims")
        ordering = ["-submitted_at", "-id"]
        indexes = [models.Index(fields=["state", "-submitted_at"], name="travel_claim_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=~Q(state=TravelState.REJECTED), name="travel_claim_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(state=TravelState.DRAFT)
                | Q(submitted_at__isnull=False, amount__isnull=False, amount__gt=Decimal(0)),
                name="travel_claim_submitted_with_an_amount",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AWAITED_STATES) | ~Q(closed_account=""), name="travel_claim_has_an_account"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[TravelState.DRAFT, TravelState.SUBMITTED])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="travel_claim_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TravelState.RETURNED, TravelState.REJECTED]) | ~Q(reason=""),
                name="travel_claim_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=TravelState.PAID, paid_on__isnull=False, paid_by__isnull=False)
                | (~Q(state=TravelState.PAID) & Q(paid_on__isnull=True, paid_by__isnull=True)),
                name="travel_claim_paid_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(paid_by__isnull=True) | ~Q(paid_by=F("decided_by")), name="travel_claim_paid_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.state}"

    def read_account(self) -> str:
        """The number. Only `trainings.services.travel` calls this: it writes down who read."""
        return decrypt(self.closed_account) if self.closed_account else ""


class TravelLineQuerySet(models.QuerySet["TravelLine"]):
    """Questions over lines."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of visible claims."""
        return self.filter(claim__in=TravelClaim.objects.visible_to(user).order_by())


class TravelLine(Labelled):
    """One journey: by a ticket with its receipt, or by one's own car with its kilometres."""

    claim = models.ForeignKey(TravelClaim, on_delete=models.CASCADE, related_name="lines")
    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.PROTECT, related_name="travel_lines"
    )
    """To which, or from which, the person travelled."""
    kind = models.CharField(_("kind"), max_length=6, choices=TravelKind)
    travelled_on = models.DateField(_("day"))
    from_place = models.CharField(_("where from"), max_length=120, blank=True)
    to_place = models.CharField(_("where to"), max_length=120, blank=True)
    ticket_amount = models.DecimalField(_("price"), max_digits=16, decimal_places=2, null=True, blank=True)
    receipt = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    km = models.PositiveIntegerField(_("kilometres"), null=True, blank=True)
    rate = models.DecimalField(_("rate"), max_digits=8, decimal_places=4, null=True, blank=True)
    """For a kilometre, as the edition said when the claim was submitted."""
    claimed = models.DecimalField(_("claimed"), max_digits=16, decimal_places=2)

    objects = TravelLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a travel claim")
        verbose_name_plural = _("lines of travel claims")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(claimed__gt=Decimal(0)), name="travel_line_claims_something"),
            models.CheckConstraint(
                condition=~Q(kind=TravelKind.TICKET)
                | Q(
                    ticket_amount__isnull=False,
                    km__isnull=True,
                    rate__isnull=True,
                    claimed__lte=F("ticket_amount"),
                ),
                name="travel_line_within_the_ticket",
            ),
            models.CheckConstraint(
                condition=~Q(kind=TravelKind.CAR)
                | Q(
                    km__isnull=False,
                    rate__isnull=False,
                    ticket_amount__isnull=True,
                    receipt__isnull=True,
                    claimed__lt=F("rate") * F("km") + Value(ROUNDING),
                ),
                name="travel_line_within_the_kilometres",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.travelled_on} {self.kind}"

    @property
    def route(self) -> str:
        """From where to where."""
        return f"{self.from_place} – {self.to_place}" if self.from_place else ""
