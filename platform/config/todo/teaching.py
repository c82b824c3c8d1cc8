"""What waits for who teaches, organises and manages trainings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import RoleCode
from config.reader import Reader
from config.todo.base import SHOWN, Todo, more
from grants.models import projects_of
from grants.queries import not_locked
from kernel.time import local_day, now, start_of, today
from trainings.choices import EditionState, SessionState, SheetState
from trainings.models import AttendanceSheet, Edition, Session
from trainings.queries.certified import uncertified
from trainings.queries.settlement import Closing, with_closing
from ui.format import clock


def today_taught(reader: Reader) -> Iterable[Todo]:
    """Sessions of today that I teach and that are not over."""
    if not reader.is_any(RoleCode.TRAINER):
        return
    running = Session.objects.taught_by(reader.user).taking_place()
    soon = running.filter(
        edition__state=EditionState.PUBLISHED, starts_at__lt=start_of(today() + timedelta(days=1)), ends_at__gt=now()
    )
    for session in soon.select_related("edition__course").order_by("starts_at")[:SHOWN]:
        names = {"time": clock(session.starts_at), "training": session.edition.course.title}
        text = _("You teach today from %(time)s: %(training)s.") % names
        yield Todo(text, reverse("trainings:session-check-in", args=[session.pk]), session.ends_at)


def attendance(reader: Reader) -> Iterable[Todo]:
    """Sessions that I taught or organise and that nobody has written down yet."""
    if not reader.is_any(RoleCode.TRAINER, RoleCode.ORGANISER):
        return
    mine = Q(edition__course__project__in=projects_of(reader.user, RoleCode.ORGANISER))
    if reader.is_any(RoleCode.TRAINER):
        mine |= Q(pk__in=reader.user.taught.values("session"))
    over = not_locked(
        Session.objects.unrecorded().filter(mine), moment="edition__ends_at", project="edition__course__project"
    )
    for session in over.select_related("edition__course").order_by("starts_at")[:SHOWN]:
        text = _("Write down who was there: %(training)s.") % {"training": session.edition.course.title}
        yield Todo(text, reverse("trainings:session-attendance", args=[session.pk]), local_day(session.ends_at))


def sheets(reader: Reader) -> Iterable[Todo]:
    """Signed lists that came back and that nobody has compared with the records."""
    if not reader.is_any(RoleCode.ORGANISER):
        return
    back = AttendanceSheet.objects.filter(
        state=SheetState.UPLOADED,
        session__edition__course__project__in=projects_of(reader.user, RoleCode.ORGANISER),
        session__edition__state__in=[EditionState.PUBLISHED, EditionState.COMPLETED],
        session__state__in=[SessionState.PLANNED, SessionState.HELD],
    )
    for sheet in back.select_related("session__edition__course").order_by("session__starts_at", "pk")[:SHOWN]:
        text = _("Compare the signed list with the records: %(training)s.") % {
            "training": sheet.session.edition.course.title
        }
        yield Todo(text, reverse("trainings:sheet-verify", args=[sheet.pk]))


def drafts(reader: Reader) -> Iterable[Todo]:
    """Editions that nobody sees yet, and by when they should be out."""
    if not reader.is_any(RoleCode.ORGANISER):
        return
    organised = projects_of(reader.user, RoleCode.ORGANISER)
    rows = Edition.objects.filter(state=EditionState.DRAFT, course__project__in=organised)
    found = list(rows.select_related("course").order_by("opens_at", "pk")[: SHOWN + 1])
    for edition in found[:SHOWN]:
        text = _("Publish the draft: %(training)s.") % {"training": edition}
        yield Todo(text, reverse("trainings:edition", args=[edition.pk]), local_day(edition.opens_at))
    if len(found) > SHOWN:
        yield more(_("drafts to publish"), f"{reverse('trainings:editions')}?state={EditionState.DRAFT}&past=on")


def closings(reader: Reader) -> Iterable[Todo]:
    """Editions that are over: completed and verified by the organiser, then settled by the project manager."""
    if not reader.is_any(RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER):
        return
    organised = Q(course__project__in=projects_of(reader.user, RoleCode.ORGANISER))
    managed = Q(course__project__in=projects_of(reader.user, RoleCode.PROJECT_MANAGER))
    rows = with_closing(Edition.objects.filter(organised | managed)).filter(
        organised & ~Q(closing=Closing.SETTLE) | managed & Q(closing=Closing.SETTLE)
    )
    texts = {
        Closing.COMPLETE: _("It is over, complete it: %(training)s."),
        Closing.VERIFY: _("Verify the attendance: %(training)s."),
        Closing.SETTLE: _("Settle the training: %(training)s."),
    }
    lists = {
        Closing.COMPLETE: _("trainings to complete"),
        Closing.VERIFY: _("attendance to verify"),
        Closing.SETTLE: _("trainings to settle"),
    }
    found = list(rows.select_related("course").order_by("ends_at", "pk")[: SHOWN + 1])
    for edition in found[:SHOWN]:
        text = texts[Closing(edition.closing)] % {"training": edition}
        yield Todo(text, reverse("trainings:settlement", args=[edition.pk]))
    if len(found) > SHOWN:
        step = Closing(found[SHOWN].closing)
        yield more(lists[step], f"{reverse('trainings:editions')}?closing={step}")


def certificates(reader: Reader) -> Iterable[Todo]:
    """Settled trainings in which somebody waits for a certificate."""
    if not reader.is_any(RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER):
        return
    mine = projects_of(reader.user, RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER)
    rows = uncertified(Edition.objects.filter(course__project__in=mine))
    for edition in rows.select_related("course").order_by("ends_at", "pk")[:SHOWN]:
        text = _("Issue the certificates: %(training)s.") % {"training": edition}
        yield Todo(text, reverse("trainings:edition-certificates", args=[edition.pk]))
