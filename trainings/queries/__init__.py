"""Questions over editions, places and attendance that need more than one table, for pages and for reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Greatest

from accounts.choices import CITY_ROLES, RoleCode
from accounts.models import Role, User
from accounts.permissions import Visitor, bodies_of
from grants.models import Project, ProjectPartner
from grants.permissions import has_project_role
from kernel.time import now, start_of, today
from organisations.models import Organisation
from trainings.choices import EditionState, EnrolmentState, OfferState, PlaceKind
from trainings.models import Approval, CityAllocation, Edition, Enrolment, PlaceOffer
from trainings.queries.outcomes import took_part, with_earned
from trainings.queries.totals import total


def participations(*, project_id: int, first_day: date, last_day: date) -> QuerySet[Enrolment]:
    """Who took part in a training of the project: the rows behind "participants" in reports.

    A participation is a confirmed enrolment in an edition that was not cancelled and whose last session ended on one
    of the days (Warsaw, both included), of a person who completed the course: as settled, or before that as
    `outcomes.with_earned` counts it. One person in two editions is two participations.
    With `attended_minutes` and `base_minutes`; by the end of the edition, then by number.
    """
    rows = ended_places(project_id=project_id, first_day=first_day, last_day=last_day).filter(took_part())
    return rows.select_related("person", "city", "edition__course")


def ended_places(*, project_id: int, first_day: date, last_day: date) -> QuerySet[Enrolment]:
    """Every confirmed enrolment in the editions of `participations`, `with_earned`, in the same order."""
    took_place = ~Q(edition__state__in=[EditionState.DRAFT, EditionState.CANCELLED])
    rows = with_earned(Enrolment.objects.confirmed()).filter(
        took_place,
        edition__course__project=project_id,
        edition__ends_at__gte=start_of(first_day),
        edition__ends_at__lt=start_of(last_day + timedelta(days=1)),
    )
    return rows.order_by("edition__ends_at", "edition", "queue_no")


def with_places(rows: QuerySet[Edition], at: Any = None) -> QuerySet[Edition]:
    """Editions with `taken`, `waiting` and `reserved`, counted now.

    `at` is the time, where it is a slot of a prepared question.
    """
    here = Enrolment.objects.filter(edition=OuterRef("pk"))
    taken = total(here.filter(holds_seat=True), "edition", Count("pk"))
    waiting = total(here.filter(state=EnrolmentState.WAITLISTED), "edition", Count("pk"))
    counted = {
        "taken": taken,
        "waiting": waiting,
        "reserved": total(_kept_for_cities(at or now()), "edition", Sum("unused")),
    }
    return rows.annotate(**counted)


HAS_FREE_PLACES = Q(capacity__gt=F("taken") + F("reserved"))
"""Whether `free` is above zero, of editions `with_places`."""


def with_keeping(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Editions with `keeps_places`: whether places are allotted to cities, which spares looking for them."""
    kept = CityAllocation.objects.filter(edition=OuterRef("pk"), released_at__isnull=True)
    facts = {"keeps_places": Exists(kept)}
    return rows.annotate(**facts)


def kinds_of(rows: QuerySet[Enrolment]) -> Counter[str]:
    """How many of the enrolments there are for each kind of place."""
    return Counter(rows.values_list("place_kind", flat=True))


def _kept_for_cities(at: Any) -> QuerySet[CityAllocation]:
    """Allocations that hold then, with the places the city has not taken; for a subquery on editions."""
    unused = Greatest(F("seats") - held_by_town(), 0)
    kept = CityAllocation.objects.filter(edition=OuterRef("pk"), released_at__isnull=True, release_at__gt=at)
    return kept.annotate(unused=unused)


def with_question(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Enrolments with `asked_step` and `asked_until`: the office of the city that is to decide, and its deadline.

    And with `offered_until`, that of an offer which waits for its answer.
    """
    # Of either one may wait at most: to put them in order would only cost.
    asked = Approval.objects.pending().filter(enrolment=OuterRef("pk")).order_by()
    offered = PlaceOffer.objects.filter(enrolment=OuterRef("pk"), state=OfferState.PENDING).order_by()
    found = {
        "asked_step": Subquery(asked.values("step")),
        "asked_until": Subquery(asked.values("due_at")),
        "offered_until": Subquery(offered.values("expires_at")),
    }
    return rows.annotate(**found)


def held_by_town() -> Any:
    """Of an allocation, an expression: how many of the places it speaks of the people of the town hold."""
    held = Enrolment.objects.filter(edition=OuterRef("edition"), city=OuterRef("city"), holds_seat=True)
    in_room = held.filter(Q(edition__online_capacity__isnull=True) | Q(place_kind=PlaceKind.ONSITE))
    return total(in_room, "city", Count("pk"))


def with_position(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Enrolments with `position`: how many wait up to them, themselves too; 0 for who does not wait."""
    ahead = Enrolment.objects.filter(
        Q(priority__gt=OuterRef("priority")) | Q(priority=OuterRef("priority"), queue_no__lte=OuterRef("queue_no")),
        edition=OuterRef("edition"),
        state=EnrolmentState.WAITLISTED,
    )
    waits = When(state=EnrolmentState.WAITLISTED, then=total(ahead, "edition", Count("pk")))
    counted = {"position": Case(waits, default=0)}
    return rows.annotate(**counted)


def fetch_offers(rows: Iterable[Enrolment]) -> None:
    """The offers of who has one, in one statement; none where nobody has."""
    prefetch_related_objects([row for row in rows if row.state == EnrolmentState.OFFERED], "offers")


def takes_part(city: int, day: date) -> Exists | Q:
    """Whether the people of a city may come to an edition: it is in the project, and the edition is open to it."""
    part = partners_on(day).filter(project=OuterRef("course__project"), organisation=city)
    only_for = Edition.cities.through.objects.filter(edition=OuterRef("pk"))
    return Exists(part) & (~Exists(only_for) | Exists(only_for.filter(organisation=city)))


def partners_on(day: date) -> QuerySet[ProjectPartner]:
    """Who takes part in projects on a day."""
    return ProjectPartner.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=day), joined_on__lte=day)


def _partners_in(edition: Edition) -> QuerySet[ProjectPartner]:
    """Partners of the project to whom the edition is open."""
    only_for = Edition.cities.through.objects.filter(edition=edition.pk)
    is_open = ~Exists(only_for) | Exists(only_for.filter(organisation=OuterRef("organisation")))
    return partners_on(today()).filter(is_open, project=edition.course.project_id)


def open_to(towns: Collection[int]) -> Exists:
    """Of editions: whether one of these towns takes part in the project, and the edition is open to it."""
    only_for = Edition.cities.through.objects.filter(edition=OuterRef(OuterRef("pk")))
    is_open = ~Exists(only_for) | Exists(only_for.filter(organisation=OuterRef("organisation")))
    return Exists(partners_on(today()).filter(is_open, project=OuterRef("course__project"), organisation__in=towns))


def towns_of(project_id: int) -> QuerySet[Organisation]:
    """The towns that take part in a project today, by name."""
    partners = partners_on(today()).filter(project=project_id)
    return Organisation.objects.municipalities().filter(pk__in=partners.values("organisation")).order_by("name")


def own_cities(user: User, edition: Edition) -> list[Organisation]:
    """The towns for which the user may come to this edition: where one works and that take part in the project."""
    mine = {role.organisation for role in user.roles_now if role.role in CITY_ROLES and role.organisation}
    if not mine:
        return []
    entitled = cities_of(edition, {city.pk for city in mine})
    return sorted((city for city in mine if city.pk in entitled), key=lambda city: (city.name, city.pk))


def cities_of(edition: Edition, among: Collection[int]) -> set[int]:
    """Of these bodies, by their ids, those whose people may come to the edition today; as `takes_part` says of one."""
    return set(_partners_in(edition).filter(organisation__in=among).values_list("organisation", flat=True))


def people_to_enrol(user: User, edition: Edition) -> QuerySet[Role]:
    """Whom the user may enrol, and for which town: those of the own city, or for an organiser of the whole project.

    One row for each role, so that somebody who works for two towns can come for either.
    """
    taking_part = _partners_in(edition).filter(organisation=OuterRef("organisation"))
    roles = Role.objects.on(today()).filter(Exists(taking_part), role__in=CITY_ROLES, user__is_active=True)
    if not has_project_role(user, edition.course.project_id, RoleCode.ORGANISER):
        roles = roles.filter(organisation__in=bodies_of(user, RoleCode.CITY_COORDINATOR))
    return roles.select_related("user", "organisation")


def latest_enrolment(user: User, edition: Edition) -> Enrolment | None:
    """The user's own way into an edition, the newest of them."""
    own = with_position(Enrolment.objects.filter(person=user, edition=edition))
    found = with_question(own).prefetch_related("offers").select_related("city").order_by("-queue_no").first()
    if found:
        found.edition = edition
    return found


def organised_projects(user: User) -> QuerySet[Project]:
    """The projects in which the user is an organiser today."""
    return Project.objects.in_which(user, RoleCode.ORGANISER).order_by("code")


def enrollable_people(user: Visitor) -> QuerySet[User]:
    """Oneself, the people of a coordinator's cities, and for an organiser those of the towns of the project."""
    if not isinstance(user, User):
        return User.objects.none()
    towns = partners_on(today()).filter(project__in=organised_projects(user)).values("organisation")
    cities = Q(organisation__in=bodies_of(user, RoleCode.CITY_COORDINATOR)) | Q(organisation__in=towns)
    roles = Role.objects.on(today()).filter(cities, role__in=CITY_ROLES)
    return User.objects.filter(Q(pk=user.pk) | Q(pk__in=roles.values("user")), is_active=True)


def trainers_for(user: Visitor) -> QuerySet[User]:
    """Everybody who may be assigned to a session today, for who organises something; nobody else learns who it is."""
    if not isinstance(user, User) or not organised_projects(user).exists():
        return User.objects.none()
    held = Role.objects.on(today()).filter(role=RoleCode.TRAINER)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)
