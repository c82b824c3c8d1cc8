"""When it is taught: an edition is drafted, published, cancelled."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Unpack

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import time
from audit.services import record
from kernel.errors import Refused
from trainings.choices import EditionState, SessionState
from trainings.models import Attendance, Course, Edition, SessionTrainer
from trainings.permissions import can_organise
from trainings.queries.publishing import hindrance_to_publishing, wrong_window
from trainings.services import notices, places, schedule_notices
from trainings.services.editions.codes import code_once
from trainings.services.editions.moving import follow_edition
from trainings.services.editions.rules import Rules, changed_cities, require_rules, require_unfrozen, values_of
from trainings.services.locks import lock_edition, require_countable
from trainings.services.places.organisers import require_capacity, require_online_capacity
from trainings.services.sheets.making import void_sheets
from ui.countries import is_country

MONTH = 31 * 24
"""Hours."""
OFFER_HOURS = range(1, MONTH + 1)
LAST_HOURS = range(MONTH + 1)


@transaction.atomic
def create_edition(
    *,
    course: Course,
    code: str,
    mode: str,
    capacity: int,
    online_capacity: int | None = None,
    opens_at: datetime,
    closes_at: datetime,
    withdraw_until: datetime,
    venue: str = "",
    country: str = "",
    travel: str = "",
    access_notes: str = "",
    offer_hours: int = 48,
    last_offer_hours_before: int = 24,
    waitlist_enabled: bool = True,
    by: User,
    **rules: Unpack[Rules],
) -> Edition:
    """Draft an edition of a course.

    Raises Refused organiser_only (403), code_taken, capacity, online_capacity, window, offer_hours, country, and what
    `require_rules` raises.
    """
    course = Course.objects.select_for_update(of=("self",), no_key=True).get(pk=course.pk)
    can_organise(by, course.project_id).require()
    require_capacity(capacity)
    require_online_capacity(mode, capacity, online_capacity)
    edition = Edition(
        course=course,
        code=code,
        mode=mode,
        capacity=capacity,
        online_capacity=online_capacity,
        venue=venue,
        country=country,
        travel=travel,
        access_notes=access_notes,
        opens_at=opens_at,
        closes_at=closes_at,
        withdraw_until=withdraw_until,
        offer_hours=offer_hours,
        last_offer_hours_before=last_offer_hours_before,
        waitlist_enabled=waitlist_enabled,
        **values_of(rules),
    )
    _require_sane(edition)
    with code_once():
        edition.save()
    edition.cities.set(rules.get("cities", []))
    record(action="trainings.edition.created", about=edition, by=by, after={"code": code, "capacity": capacity})
    return edition


@transaction.atomic
def change_edition(
    *,
    edition: Edition,
    mode: str,
    opens_at: datetime,
    closes_at: datetime,
    withdraw_until: datetime,
    venue: str = "",
    country: str = "",
    travel: str = "",
    access_notes: str = "",
    offer_hours: int = 48,
    last_offer_hours_before: int = 24,
    waitlist_enabled: bool = True,
    by: User,
    version: int | None = None,
    **rules: Unpack[Rules],
) -> Edition:
    """Change anything but code and places. Offers already made keep their deadline; another place reaches calendars.

    Raises Refused organiser_only (403), edition_closed, window, offer_hours, country, people_enrolled (what would
    change the fate of people who are in), stale, and what `require_rules` raises.
    """
    edition, at = lock_edition(edition.pk)
    can_organise(by, edition.course.project_id).require()
    if not edition.can_change():
        raise Refused("edition_closed", _("This training is over or cancelled: it can no longer change."))
    values: dict[str, Any] = {
        "mode": mode,
        "venue": venue,
        "country": country,
        "travel": travel,
        "access_notes": access_notes,
        "opens_at": opens_at,
        "closes_at": closes_at,
        "withdraw_until": withdraw_until,
        "offer_hours": offer_hours,
        "last_offer_hours_before": last_offer_hours_before,
        "waitlist_enabled": waitlist_enabled,
        **values_of(rules),
    }
    before = {name: getattr(edition, name) for name, value in values.items() if getattr(edition, name) != value}
    edition.next_version(version)
    for name, value in values.items():
        setattr(edition, name, value)
    cities = changed_cities(edition, rules)
    require_unfrozen(edition, [*before, *(["cities"] if cities else [])])
    _require_sane(edition)
    edition.save(update_fields=[*values, "version"])
    after = {name: values[name] for name in before}
    if cities:
        edition.cities.set(rules["cities"])
        before["cities"], after["cities"] = cities
    record(action="trainings.edition.changed", about=edition, by=by, before=before, after=after)
    if "mode" in before:
        places.follow_mode(edition=edition)
    if before.keys() & {"venue", "mode"}:
        follow_edition(edition, at=at, old_venue=before.get("venue", edition.venue), by=by)
    if edition.is_published():
        places.ask_the_next(edition=edition)
    return edition


@transaction.atomic
def publish(*, edition: Edition, by: User, version: int | None = None) -> Edition:
    """Put it in the catalogue.

    Raises Refused organiser_only (403), edition_state, no_sessions, texts_missing (with `kinds`), window, too_late,
    stale.
    """
    edition, at = lock_edition(edition.pk)
    can_organise(by, edition.course.project_id).require()
    if edition.state != EditionState.DRAFT:
        raise Refused("edition_state", _("Only a draft can be published."))
    if hindrance := hindrance_to_publishing(edition, at):
        raise hindrance
    edition.next_version(version)
    edition.state = EditionState.PUBLISHED
    _require_sane(edition)
    edition.save(update_fields=["state", "version"])
    record(
        action="trainings.edition.published",
        about=edition,
        by=by,
        before={"state": EditionState.DRAFT},
        after={"state": EditionState.PUBLISHED},
    )
    schedule_notices.tell_trainers_of_publishing(edition)
    return edition


@transaction.atomic
def cancel_edition(*, edition: Edition, reason: str, by: User, version: int | None = None) -> Edition:
    """Call it off: everybody's enrolment ends, offers are void, trainers are free again. Repeated: nothing happens.

    Raises Refused organiser_only (403), edition_state, reason_missing, has_attendance, stale, and once it has begun
    what `require_countable` raises.
    """
    edition, at = lock_edition(edition.pk)
    can_organise(by, edition.course.project_id).require()
    if edition.state == EditionState.CANCELLED:
        return edition
    if not edition.can_change():
        raise Refused("edition_state", _("A training that took place cannot be cancelled."))
    if not reason.strip():
        raise Refused("reason_missing", _("Say why it is cancelled; people read it in their message."), field="reason")
    if Attendance.objects.filter(session__edition=edition, minutes__gt=0).exists():
        raise Refused("has_attendance", _("People were there already: this training took place."))
    if edition.has_started(at):
        require_countable(edition, at)
    before = edition.state
    edition.next_version(version)
    edition.state = EditionState.CANCELLED
    edition.save(update_fields=["state", "version"])
    edition.sessions.taking_place().update(state=SessionState.CANCELLED, revision=F("revision") + 1)
    void_sheets(sessions=edition.sessions.all(), by=by)
    _release_trainers(edition, reason, by)
    ended = places.cancel_everyone(edition=edition, at=at, by=by, reason=reason.strip())
    record(
        action="trainings.edition.cancelled",
        about=edition,
        by=by,
        before={"state": before},
        after={"state": EditionState.CANCELLED, "enrolments_ended": ended},
        reason=reason,
    )
    return edition


def _release_trainers(edition: Edition, reason: str, by: User) -> None:
    told = set()
    for row in SessionTrainer.objects.filter(session__edition=edition).select_related("user"):
        time.free(source=row, by=by)
        if row.user not in told:
            notices.tell_trainer_of_cancelling(row.user, edition, reason)
            told.add(row.user)


def _require_sane(edition: Edition) -> None:
    require_rules(edition)
    if wrong := wrong_window(edition):
        raise wrong
    if edition.offer_hours not in OFFER_HOURS:
        raise Refused("offer_hours", _("Give people an hour to a month to answer an offer."), field="offer_hours")
    if edition.last_offer_hours_before not in LAST_HOURS:
        raise Refused("offer_hours", _("A month before the start is the most."), field="last_offer_hours_before")
    if edition.country and not is_country(edition.country):
        raise Refused("country", _("There is no country with this code."), field="country")
