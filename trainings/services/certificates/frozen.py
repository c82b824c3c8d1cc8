"""All that a certificate says, as plain data: its page and its PDF are made of nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from grants.choices import PartnerRole
from grants.models import Project
from kernel.time import WARSAW, local_day
from organisations.models import Organisation
from trainings.choices import CertificateKind
from trainings.documents.certificate import TEMPLATE_VERSION
from trainings.models import Edition, Enrolment, Session

CHANGES_EVERY_TIME = {"number", "code", "issued_on", "replaces"}
"""What differs between two certificates that say the same."""


@dataclass(frozen=True)
class Training:
    """What is the same on every certificate of an edition; read once."""

    edition: Edition
    sessions: Sequence[Session]
    promoter: Organisation | None


def training_of(edition: Edition) -> Training:
    """The edition with its course, project, programme and donor, and the sessions that took place."""
    found = Edition.objects.select_related("course__project__programme__donor").get(pk=edition.pk)
    promoter = found.course.project.partners.filter(role=PartnerRole.PROMOTER).select_related("organisation").first()
    return Training(found, list(found.sessions.taking_place()), promoter.organisation if promoter else None)


def freeze(
    training: Training,
    row: Enrolment,
    *,
    kind: CertificateKind,
    number: str,
    code: str,
    at: datetime,
    replaces: str = "",
) -> dict[str, Any]:
    """The data of one certificate, of an enrolment `with_minutes` with its person and city. No floats, no instants."""
    edition, course = training.edition, training.edition.course
    return {
        "template": TEMPLATE_VERSION,
        "language": row.person.language,
        "kind": kind.value,
        "number": number,
        "code": code,
        "address": settings.SITE_URL + reverse("trainings:certificate-verify"),
        "issued_on": local_day(at).isoformat(),
        "replaces": replaces,
        "person": {"first_name": row.person.first_name, "last_name": row.person.last_name, "sex": row.person.sex},
        "city": row.city.name,
        "title": {"pl": course.title_pl, "en": course.title_en},
        "edition": edition.code,
        "mode": edition.mode,
        "place": edition.venue,
        "sessions": [_session(session) for session in training.sessions],
        "minutes": {"attended": row.attended_minutes, "programme": sum(s.counted_min for s in training.sessions)},
        "outcomes": {
            "knowledge": _lines(course.knowledge),
            "skills": _lines(course.skills),
            "social": _lines(course.social),
        },
        "organiser": _body(training.promoter) if training.promoter else None,
        **_marks(course.project),
        "fictitious": row.city.fictitious or course.project.programme.donor.fictitious,
    }


def _marks(project: Project) -> dict[str, Any]:
    """What the donor wants to be named: project, programme, mechanism, donor."""
    programme = project.programme
    return {
        "project": {"code": project.code, "title": {"pl": project.title_pl, "en": project.title_en}},
        "programme": {"name": {"pl": programme.name_pl, "en": programme.name_en}, "mechanism": programme.mechanism},
        "donor": _body(programme.donor),
    }


def _body(body: Organisation) -> dict[str, str]:
    return {"pl": body.name, "en": body.name_en}


def _session(session: Session) -> dict[str, Any]:
    """Times as they were in Warsaw."""
    return {"starts": _local(session.starts_at), "ends": _local(session.ends_at), "minutes": session.counted_min}


def _local(at: datetime) -> str:
    return at.astimezone(WARSAW).strftime("%Y-%m-%dT%H:%M")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
