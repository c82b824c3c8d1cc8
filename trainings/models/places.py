"""Who is in, who waits, who was offered a place; and how it came to that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import Role, User
from accounts.permissions import Visitor, bodies_of, has_role, reads_everything
from grants.models import projects_of
from kernel.text import Text
from kernel.time import today
from organisations.models import Organisation
from trainings.choices import (
    ACTIVE_STATES,
    OFFICES,
    SEATED_STATES,
    SEATLESS_STATES,
    ActingAs,
    AttendanceStatus,
    Cause,
    ConsentAnswer,
    EnrolmentState,
    OfferState,
    Outcome,
    PlaceKind,
    Source,
)
from trainings.models.courses import MANAGING_ROLES
from trainings.models.editions import Edition, is_within
from trainings.models.legal import LegalTextVersion
from trainings.models.sessions import SessionTrainer
from web.models import Versioned


def _at_work() -> models.QuerySet[Role]:
    """The person's employment at the city of an enrolment, today."""
    return Role.objects.on(today()).filter(user=OuterRef("person"), organisation=OuterRef("city"))


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Questions over enrolments."""

    def visible_to(self, user: Visitor) -> Self:
        """One's own and those of whom one takes care; who comes, for today's trainer."""
        if not isinstance(user, User):
            return self.none()
        return self.all() if reads_everything(user) else self.filter(self._seen(user))

    def known_to(self, user: User) -> Self:
        """Those of them that one sees as the person, for a city or as a trainer, whatever one is in the project."""
        return self.filter(self._seen(user, staff=()))

    def _seen(self, user: User, staff: Sequence[RoleCode] = MANAGING_ROLES) -> Q:
        seen = self._cared_for(user, staff)
        if has_role(user, RoleCode.TRAINER):
            taught = SessionTrainer.objects.filter(user=user, session__edition=OuterRef("edition"))
            seen |= Q(Exists(taught), state=EnrolmentState.CONFIRMED)
        return seen

    def cared_for_by(self, user: User) -> Self:
        """One's own, the people of one's city, the roster of one's project.

        A coordinator's for as long as they work in the city; for the offices of the city, who is not out.
        """
        return self.filter(self._cared_for(user))

    def arranged_by(self, user: User, *, offices: bool = True) -> Self:
        """Those of them whose way to a place is one's business: managers of a project read what came of it.

        Without `offices` not those that one sees only as an office of their city.
        """
        return self.filter(self._cared_for(user, staff=(RoleCode.ORGANISER,), decides=offices))

    def _cared_for(self, user: User, staff: Sequence[RoleCode] = MANAGING_ROLES, *, decides: bool = True) -> Q:
        seen = Q(person=user)
        if cities := bodies_of(user, RoleCode.CITY_COORDINATOR):
            seen |= Q(Exists(_at_work()), city__in=cities)
        if decides and (offices := bodies_of(user, RoleCode.APPROVER, RoleCode.SIGNATORY)):
            seen |= Q(city__in=offices, state__in=ACTIVE_STATES)
        if projects := projects_of(user, *staff):
            seen |= Q(is_within(projects))
        return seen

    def at_work(self) -> Self:
        """Of people who work today in the city for which they came."""
        return self.filter(Exists(_at_work()))

    def active(self) -> Self:
        """Not over."""
        return self.filter(state__in=ACTIVE_STATES)

    def confirmed(self) -> Self:
        """With a place for good."""
        return self.filter(state=EnrolmentState.CONFIRMED)

    def in_the_room(self) -> Self:
        """Of those the ones who come there and sign a list; who joins online is in the log of the meeting."""
        return self.confirmed().filter(place_kind=PlaceKind.ONSITE)

    def waiting(self) -> Self:
        """On the waiting list, first in line first."""
        return self.filter(state=EnrolmentState.WAITLISTED).order_by("-priority", "queue_no")


class Enrolment(Versioned):
    """A person's way to a place in an edition. State and seat change only in `trainings.services.places`."""

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="enrolments")
    city = models.ForeignKey(
        Organisation, verbose_name=_("city"), on_delete=models.PROTECT, related_name="training_enrolments"
    )
    """For which the person came; with post and department as they were then: whoever changes employer, this stays."""
    post = models.CharField(_("post"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    place_kind = models.CharField(_("kind of place"), max_length=10, choices=PlaceKind, default=PlaceKind.ONSITE)
    source = models.CharField(_("enrolled by"), max_length=20, choices=Source)
    state = models.CharField(_("state"), max_length=20, choices=EnrolmentState)
    holds_seat = models.BooleanField(_("holds a place"))
    queue_no = models.PositiveIntegerField(_("number"), null=True)
    """Given once, at submission, in order."""
    priority = models.PositiveSmallIntegerField(_("priority"), default=0)
    """Who has more waits before those with less, whatever the numbers: a committee's ranking."""
    calendar_no = models.PositiveSmallIntegerField(default=0, editable=False)
    """Raised when what this person's calendar shows changes for this person alone; added to a session's revision."""
    came_from = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="went_to"
    )
    """The row whose place this one took over: of a colleague, or of the same person on another date."""
    late_withdrawal = models.BooleanField(_("withdrew late"), default=False)
    reason = models.TextField(_("reason"), blank=True)
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("enrolled"), null=True)
    regulation = models.ForeignKey(
        LegalTextVersion, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="enrolments"
    )
    """The version of the regulations that the person accepted for this place: a later one does not bind it."""
    awaits_texts = models.BooleanField(_("has not accepted the texts"), default=False, editable=False)
    """Somebody else enrolled the person, who has still to accept the regulations and acknowledge the information."""
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    """Empty until the edition is settled."""

    image: str
    """The last answer to the use of the image, empty where none was given; annotated by `queries.legal.with_image`."""
    recorded: str
    """The attendance in one session, empty where none is recorded; as the next by `queries.presence.to_record`."""
    recorded_minutes: int | None
    position: int
    """People waiting up to this number; annotated by `queries.with_position`."""
    attended_minutes: int
    """Annotated by `queries.outcomes.with_minutes`, as is the next."""
    base_minutes: int
    has_earned: bool
    """Whether the course is completed as things stand; annotated by `queries.outcomes.with_earned`."""

    asked_step: int | None
    """The office that is to decide, and until when; annotated by `queries.with_question`."""
    asked_until: datetime | None
    offered_until: datetime | None
    """Until when an offer waits for its answer; annotated by the same."""
    claims_travel: bool = False
    """Whether its reader may claim the way back; annotated by `queries.travel.with_travel`."""
    notes: Sequence[Text] = ()
    """Why no place came to who waits, and who was preferred; filled for the organiser's board, as is the next."""
    is_givable: bool = False

    materials: Sequence[models.Model] = ()
    """Of an own place, those that are shown by now; filled by `queries.materials.fetch_materials`."""

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["edition", "queue_no"]
        indexes = [models.Index(fields=["edition", "queue_no", "id", "person"], name="enrolment_in_line")]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person"], condition=Q(state__in=ACTIVE_STATES), name="enrolment_active_once"
            ),
            models.UniqueConstraint(fields=["edition", "queue_no"], name="enrolment_queue_no_once"),
            models.CheckConstraint(
                condition=~Q(state__in=SEATED_STATES) | Q(holds_seat=True), name="enrolment_with_place_holds_seat"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SEATLESS_STATES) | Q(holds_seat=False),
                name="enrolment_without_place_holds_no_seat",
            ),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.DRAFT)
                | Q(queue_no__isnull=False, submitted_by__isnull=False, submitted_at__isnull=False),
                name="enrolment_submitted_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(state=EnrolmentState.CONFIRMED), name="enrolment_outcome_of_confirmed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.queue_no} {self.state}"

    def is_active(self) -> bool:
        """Whether it is not over."""
        return self.state in ACTIVE_STATES

    @property
    def attended_percent(self) -> Decimal:
        """How much of the base was attended, cut to the hundredth and not rounded: 79.999 never reads as 80."""
        return Decimal(self.attended_minutes * 10_000 // self.base_minutes) / 100 if self.base_minutes else Decimal(0)

    @property
    def standing_in_words(self) -> Text:
        """What came of the place; until it is settled, what would come of it; of `queries.outcomes.with_earned`."""
        if self.outcome:
            return self.get_outcome_display()
        return _("would complete") if self.has_earned else _("would not complete")

    @property
    def position_in_line(self) -> int | None:
        """The place in the line, from 1; None for who does not wait."""
        return self.position if self.state == EnrolmentState.WAITLISTED else None

    @property
    def pending_offer(self) -> PlaceOffer | None:
        """The offer that waits for an answer. Lists prefetch `offers`."""
        if self.state != EnrolmentState.OFFERED:
            return None
        return next(offer for offer in self.offers.all() if offer.state == OfferState.PENDING)

    @property
    def offer_expires_at(self) -> datetime | None:
        """Until when the offered place waits for an answer; None where none is offered."""
        return self.pending_offer.expires_at if self.pending_offer else None

    @property
    def image_in_words(self) -> Text:
        """Whether the person may be shown in pictures; needs `image`."""
        return ConsentAnswer(self.image).label if self.image else _("not asked")

    @property
    def recorded_in_words(self) -> Text:
        """The attendance in one session; needs `recorded`."""
        return AttendanceStatus(self.recorded).label if self.recorded else _("not recorded")

    @property
    def asked_office(self) -> Text:
        """Which office of the city is to decide; needs `asked_step`."""
        return OFFICES[self.asked_step].label if self.asked_step else ""


class EnrolmentEvent(models.Model):
    """One step of an enrolment: evidence, only ever added (triggers)."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="events")
    from_state = models.CharField(_("from"), max_length=20, choices=EnrolmentState)
    to_state = models.CharField(_("to"), max_length=20, choices=EnrolmentState)
    actor = models.ForeignKey(User, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("as"), max_length=20, choices=ActingAs)
    reason = models.TextField(_("reason"))
    """As typed, or a `Cause`."""
    at = models.DateTimeField(_("when"))
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("step of an enrolment")
        verbose_name_plural = _("steps of enrolments")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="enrolment_event_has_a_reason"),
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | Q(acting_as=ActingAs.SYSTEM), name="enrolment_event_has_an_actor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} > {self.to_state}"

    @property
    def reason_in_words(self) -> Text:
        """The reason as people read it."""
        return Cause(self.reason).label if self.reason in Cause.values else self.reason


class PlaceOffer(models.Model):
    """A free place held for one person until a moment."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="offers")
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("answer before"))
    state = models.CharField(_("state"), max_length=10, choices=OfferState, default=OfferState.PENDING)

    class Meta:
        verbose_name = _("offer of a place")
        verbose_name_plural = _("offers of places")
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(state=OfferState.PENDING), name="offer_pending_once"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="offer_gives_time"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state=OfferState.PENDING), name="offer_pending_by_deadline")
        ]

    def __str__(self) -> str:
        return f"{self.expires_at:%Y-%m-%d %H:%M} {self.state}"
