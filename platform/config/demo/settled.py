"""A training taken to its end: signed lists, verified attendance, outcomes, certificates."""

from __future__ import annotations

from django.core.files.base import ContentFile

from config.demo.papers import paper
from config.demo.stage import Stage
from trainings.models import Course, Edition, Session
from trainings.services import certificates, settlement, sheets

SIGNED = "Skan przykładowy: nikt tej listy naprawdę nie podpisał."


def play_settlement(stage: Stage, course: Course) -> Edition:
    """The first edition of a course: held long ago, settled while its period is still open."""
    organiser = stage.people["organiser"]
    edition = course.editions.earliest("starts_at")
    for session in edition.sessions.all():
        _sign(stage, session)
        settlement.verify_session(session=session, by=organiser)
    settlement.complete(edition=edition, by=organiser)
    return settlement.settle(edition=edition, by=stage.people["manager"])


def play_certificates(stage: Stage, edition: Edition) -> None:
    """For everybody who completed it; a worker makes the files."""
    certificates.issue(edition=edition, by=stage.people["organiser"])


def _sign(stage: Stage, session: Session) -> None:
    """Whoever has minutes signed, as the organiser sees on the scan."""
    trainer = session.trainers.get().user
    sheet = sheets.order_sheet(session=session, by=trainer)
    there = session.attendances.filter(minutes__gt=0).select_related("enrolment__person").order_by("enrolment")
    names = [str(row.enrolment.person) for row in there]
    scan = paper(f"Lista obecności {session} (przykład)", SIGNED, "", *names)
    sheets.upload_scan(sheet=sheet, upload=ContentFile(scan, name="lista-obecnosci.pdf"), by=trainer)
    sheets.verify_sheet(sheet=sheet, signed=[row.enrolment_id for row in there], by=stage.people["organiser"])
