"""When it is taught, for how many, and who may come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, bodies_of, has_role, reads_everything
from grants.models import projects_of, standings
from kernel.time import now
from organisations.models import Organisation
from trainings.choices import EditionStanding, EditionState, Mode, PlaceKind, Selection, Steps
from trainings.models.courses import MANAGING_ROLES, Course
from ui.format import NOTHING
from web.models import Versioned


def is_within(projects: Collection[int], edition: str = "edition") -> Exists:
    """Whether the edition at the end of a path belongs to one of the projects.

    In place of two joins: for a long list the database finds these few editions once, for a short one it looks each up.
    """
    return Exists(Edition.objects.order_by().filter(pk=OuterRef(edition), course__project__in=projects))


class EditionQuerySet(models.QuerySet["Edition"]):
    """Questions over editions."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of visible projects, and for today's trainer those taught; drafts only to who organises or manages."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        managed = projects_of(user, *MANAGING_ROLES)
        seen = Q(course__project__in=managed)
        if others := standings(user).keys() - managed:
            seen |= Q(course__project__in=others) & ~Q(state=EditionState.DRAFT)
        if has_role(user, RoleCode.TRAINER):
            seen |= Q(pk__in=user.taught.values("session__edition"))
        return self.filter(seen)

    def announced(self) -> Self:
        """What anybody may know of, signed in or not: what is published and still to come, or not over yet."""
        return self.filter(state=EditionState.PUBLISHED, ends_at__gt=now())


class Edition(Versioned):
    """A course on certain days for a certain number of people.

    `starts_at` and `ends_at` are the span of its sessions and `next_queue_no` the number for the next enrolment:
    all three are written only by services that hold this row's lock.
    """

    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="editions")
    code = models.CharField(_("code"), max_length=40, unique=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode)
    venue = models.CharField(_("place"), max_length=300, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    """Of a visit abroad: ISO 3166."""
    travel = models.TextField(_("travel"), blank=True)
    """How people get there, what is paid for."""
    pays_travel = models.BooleanField(_("travel is paid back"), default=False)
    km_rate = models.DecimalField(_("rate for a kilometre"), max_digits=8, decimal_places=4, null=True, blank=True)
    """In PLN, for one's own car; NULL: cars are not paid."""
    travel_limit = models.DecimalField(_("most for one person"), max_digits=16, decimal_places=2, null=True, blank=True)
    """In PLN; NULL: no limit."""
    access_notes = models.TextField(_("access"), blank=True)
    """Steps, lift, loop: for people who need to know."""
    capacity = models.PositiveSmallIntegerField(_("places"))
    """All of them; of a hybrid edition those in the room and those online together."""
    online_capacity = models.PositiveSmallIntegerField(_("of them online"), null=True, blank=True)
    min_participants = models.PositiveSmallIntegerField(_("fewest participants"), default=0)
    """Below it the organiser is warned; nothing happens by itself."""
    per_city_limit = models.PositiveSmallIntegerField(_("most from one city"), null=True, blank=True)
    cities = models.ManyToManyField(
        Organisation, verbose_name=_("only for these cities"), blank=True, related_name="reserved_editions"
    )
    """Empty: every town that takes part in the project."""
    selection = models.CharField(
        _("how places are given"), max_length=12, choices=Selection, default=Selection.FIRST_COME
    )
    approval_steps = models.PositiveSmallIntegerField(_("approval by the city"), choices=Steps, default=Steps.NONE)
    approval_holds_seat = models.BooleanField(_("a place is held while the city decides"), default=True)
    approval_days = models.PositiveSmallIntegerField(_("working days to decide"), default=5)
    opens_at = models.DateTimeField(_("enrolment opens"))
    closes_at = models.DateTimeField(_("enrolment closes"))
    withdraw_until = models.DateTimeField(_("free withdrawal until"))
    """Who withdraws later is marked as late."""
    offer_hours = models.PositiveSmallIntegerField(_("hours to answer an offer"), default=48)
    last_offer_hours_before = models.PositiveSmallIntegerField(_("no offers in the last hours before"), default=24)
    """From then on the organiser telephones."""
    waitlist_enabled = models.BooleanField(_("waiting list"), default=True)
    may_be_aid = models.BooleanField(_("may be public aid"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=EditionState, default=EditionState.DRAFT)
    starts_at = models.DateTimeField(_("start"), null=True, editable=False)
    ends_at = models.DateTimeField(_("end"), null=True, editable=False)
    next_queue_no = models.PositiveIntegerField(default=1, editable=False)
    evidence_erased_on = models.DateField(_("evidence erased on"), null=True, editable=False)
    """The day on which signed lists, logs and notes went: donors may no longer ask for them."""

    taken: int
    """Seats held; annotated by `queries.with_places`, as are the next two."""
    waiting: int
    reserved: int
    """Places allotted to cities and not taken by them yet."""
    closing: str
    """What is next now that it is over; annotated by `queries.settlement.with_closing`."""
    image_text: int | None
    """The version on the use of the image that holds for it; annotated by `queries.legal.with_image_text`."""
    city_takes_part: bool
    """Whether the people of the town asked about may come; comes with the lock, as does the next."""

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["starts_at", "code"]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="edition_by_start"),
            models.Index(fields=["state", "starts_at"], name="edition_by_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="edition_has_a_place"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="edition_closes_after_opening"),
            models.CheckConstraint(condition=Q(offer_hours__gte=1), name="edition_offer_gives_an_hour"),
            models.CheckConstraint(
                condition=Q(approval_steps=Steps.NONE) | Q(approval_days__gte=1), name="edition_approval_gives_a_day"
            ),
            models.CheckConstraint(
                condition=Q(online_capacity__isnull=True)
                | Q(mode=Mode.HYBRID, online_capacity__gte=1, online_capacity__lt=F("capacity")),
                name="edition_online_places_of_hybrid",
            ),
            models.CheckConstraint(
                condition=Q(per_city_limit__isnull=True) | Q(per_city_limit__gte=1), name="edition_city_has_a_place"
            ),
            models.CheckConstraint(
                condition=(Q(km_rate__isnull=True) | Q(km_rate__gt=Decimal(0)))
                & (Q(travel_limit__isnull=True) | Q(travel_limit__gt=Decimal(0))),
                name="edition_travel_is_worth_something",
            ),
            models.CheckConstraint(
                condition=Q(pays_travel=True) | Q(km_rate__isnull=True, travel_limit__isnull=True),
                name="edition_rate_of_travel_that_is_paid",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[EditionState.DRAFT, EditionState.CANCELLED])
                | Q(
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                    starts_at__gte=F("closes_at"),
                    ends_at__gt=F("starts_at"),
                    withdraw_until__lte=F("starts_at"),
                ),
                name="edition_published_with_sane_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.course.title}"

    keeps_places: bool
    """Whether places are allotted to cities; annotated by `queries.with_keeping`, and comes with the lock."""

    @property
    def is_split(self) -> bool:
        """Whether the places in the room and those online are counted apart."""
        return self.online_capacity is not None

    def capacity_of(self, kind: str | None = None) -> int:
        """Places of a kind; all of them where they are not counted apart."""
        if kind is None or self.online_capacity is None:
            return self.capacity
        return self.online_capacity if kind == PlaceKind.ONLINE else self.capacity - self.online_capacity

    def kind_of_place(self, wanted: str = "") -> PlaceKind:
        """The kind somebody takes here: as wanted where there is a choice."""
        if self.mode == Mode.ONLINE:
            return PlaceKind.ONLINE
        return PlaceKind(wanted) if wanted and self.mode == Mode.HYBRID else PlaceKind.ONSITE

    @property
    def last_offer_at(self) -> datetime | None:
        """Until when the platform offers free places by itself."""
        return self.starts_at and self.starts_at - timedelta(hours=self.last_offer_hours_before)

    @property
    def free(self) -> int:
        """Places for everybody, of an edition `with_places`; below zero where more are held or kept than there are."""
        return self.capacity - self.taken - self.reserved

    @property
    def room(self) -> str:
        """In words, how many places are free or how many people wait; how many are taken once enrolment is over.

        Needs `with_places`.
        """
        if not self.can_change():
            return NOTHING
        if self.is_published() and self.closes_at <= now():
            return ngettext("%(taken)s of %(capacity)s taken", "%(taken)s of %(capacity)s taken", self.taken) % {
                "taken": self.taken,
                "capacity": self.capacity,
            }
        if self.waiting:
            return ngettext("full, %(waiting)s person waits", "full, %(waiting)s people wait", self.waiting) % {
                "waiting": self.waiting
            }
        if self.free > 0:
            return ngettext("%(free)s of %(capacity)s free", "%(free)s of %(capacity)s free", self.free) % {
                "free": self.free,
                "capacity": self.capacity,
            }
        return gettext("overbooked") if self.overbooked_by() else gettext("full")

    @property
    def standing(self) -> EditionStanding:
        """Where it stands now: whether one may enrol, whether it runs or is over; needs `with_places`."""
        if not self.is_published():
            return EditionStanding(self.state)
        at = now()
        if self.has_ended(at):
            return EditionStanding.OVER
        if self.has_started(at):
            return EditionStanding.RUNNING
        if self.closes_at <= at:
            return EditionStanding.CLOSED
        if at < self.opens_at:
            return EditionStanding.ANNOUNCED
        return EditionStanding.FULL if self.waiting or self.free <= 0 else EditionStanding.OPEN

    def is_published(self) -> bool:
        """Whether people may be in it and it is not settled yet."""
        return self.state == EditionState.PUBLISHED

    def can_change(self) -> bool:
        """Whether it is neither over nor cancelled."""
        return self.state in {EditionState.DRAFT, EditionState.PUBLISHED}

    def has_started(self, at: datetime | None = None) -> bool:
        """Whether its first session began."""
        return self.starts_at is not None and self.starts_at <= (at or now())

    def has_ended(self, at: datetime | None = None) -> bool:
        """Whether its last session is over."""
        return self.ends_at is not None and self.ends_at <= (at or now())

    def takes_enrolments(self, at: datetime | None = None) -> bool:
        """Whether one may enrol now: published, inside the window."""
        return self.is_published() and self.opens_at <= (at or now()) < self.closes_at

    def opens_later(self) -> bool:
        """Whether the window is still to open."""
        return self.is_published() and now() < self.opens_at

    def overbooked_by(self) -> int:
        """How many hold a place too many, of an edition `with_places`; places that are only kept are nobody's."""
        return max(0, self.taken - self.capacity)

    def makes_offers(self, at: datetime) -> bool:
        """Whether a place that becomes free is still offered to who waits."""
        return self.is_published() and self.last_offer_at is not None and at < self.last_offer_at

    def offer_deadline(self, at: datetime) -> datetime:
        """Until when an offer made now holds: the usual hours, but not past the start.

        As no offer is made in the last hours before, everybody has at least those to answer.
        """
        usual = at + timedelta(hours=self.offer_hours)
        return min(usual, self.starts_at) if self.starts_at else usual


class CityAllocationQuerySet(models.QuerySet["CityAllocation"]):
    """Questions over places kept for cities."""

    def visible_to(self, user: Visitor) -> Self:
        """To who organises or manages the project; to its coordinator what is kept for the own city."""
        if not isinstance(user, User):
            return self.none()
        if reads_everything(user):
            return self.all()
        managed = Q(edition__course__project__in=projects_of(user, *MANAGING_ROLES))
        ours = Q(city__in=bodies_of(user, RoleCode.CITY_COORDINATOR), edition__in=Edition.objects.visible_to(user))
        return self.filter(managed | ours)


class CityAllocation(models.Model):
    """Places kept for one city until a moment; what it has not taken by then is free for all."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="allocations")
    city = models.ForeignKey(
        Organisation, verbose_name=_("city"), on_delete=models.PROTECT, related_name="training_allocations"
    )
    seats = models.PositiveSmallIntegerField(_("places"))
    release_at = models.DateTimeField(_("kept until"))
    released_at = models.DateTimeField(_("released"), null=True, editable=False)

    used: int
    """Places that its people hold of them; annotated by `queries.allocations`."""

    objects = CityAllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("places of a city")
        verbose_name_plural = _("places of cities")
        ordering = ["city__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "city"], condition=Q(released_at__isnull=True), name="allocation_open_once"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="allocation_has_a_place"),
        ]
        indexes = [
            models.Index(fields=["release_at"], condition=Q(released_at__isnull=True), name="allocation_by_release")
        ]

    def __str__(self) -> str:
        return f"{self.city} {self.seats}"
