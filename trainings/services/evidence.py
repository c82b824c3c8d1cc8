"""Evidence that no donor may ask for any more goes: signed lists, logs, protocols, what was written about people."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.choices import RoleCode
from accounts.models import Role, User
from accounts.services.erasure import FORGOTTEN, forget_person
from audit.services import record
from files.models import StoredFile
from files.services import forget
from grants.models import ProjectRole
from kernel.time import today
from retention.registry import Cut
from trainings.choices import AWAITED_STATES, ApprovalState, Choice, EditionState
from trainings.models import (
    Approval,
    Attendance,
    AttendanceSheet,
    Edition,
    Enrolment,
    LoginReport,
    Material,
    SelectionBatch,
    SelectionDecision,
    SignedScan,
    SurveyAnswer,
    SurveyReceipt,
    TravelClaim,
    TravelLine,
)
from trainings.services.locks import lock_edition
from trainings.services.needs import erase_needs

GONE = "–"
"""Where something had to be written: it was, and is gone."""


def due_editions(cut: Cut) -> QuerySet[Edition]:
    """Settled and cancelled trainings of projects that are long over, with their evidence still there.

    Where money for travel is still awaited, nothing goes.
    """
    ended = Edition.objects.filter(state__in=[EditionState.SETTLED, EditionState.CANCELLED], evidence_erased_on=None)
    awaited = TravelClaim.objects.filter(enrolment__edition=OuterRef("pk"), state__in=AWAITED_STATES)
    over = ended.filter(cut.within("course__project"), course__project__ends_on__lte=cut.latest)
    return over.filter(~Exists(awaited))


def erase_evidence(rows: QuerySet[Edition], by: User | None) -> int:
    """Erase it training by training; of how many.

    Who took part with how many minutes, steps of enrolments, certificates and counts stay: a certificate is the
    person's proof, not the donor's.
    """
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    for pk in found:
        edition, _at = lock_edition(pk)
        files = [*_papers(edition)]
        _erase_words(edition, by)
        edition.evidence_erased_on = today()
        edition.save(update_fields=["evidence_erased_on"])
        record(action="trainings.edition.evidence_erased", about=edition, by=by, after={"files": len(files)})
        for file in files:
            forget(file=file, by=by)
    return len(found)


def _papers(edition: Edition) -> Iterator[StoredFile]:
    """Take the files from what they belong to, and give them."""
    scans = SignedScan.objects.filter(sheet__session__edition=edition)
    logs = LoginReport.objects.filter(session__edition=edition)
    sheets = AttendanceSheet.objects.filter(session__edition=edition, file__isnull=False)
    protocols = SelectionBatch.objects.filter(edition=edition, protocol__isnull=False)
    files = [row.file for papers in (scans, logs, sheets) for row in papers.select_related("file")]
    files += [row.protocol for row in protocols.select_related("protocol")]
    materials = Material.objects.filter(edition=edition)
    files += [row.file for row in materials.select_related("file")]
    materials.delete()
    journeys = TravelLine.objects.filter(claim__enrolment__edition=edition)
    files += [row.receipt for row in journeys.filter(receipt__isnull=False).select_related("receipt")]
    journeys.update(receipt=None, from_place="", to_place="")
    scans.delete()
    logs.delete()
    sheets.update(file=None)
    protocols.update(protocol=None)
    yield from {file.pk: file for file in files if file}.values()


def _erase_words(edition: Edition, by: User | None) -> None:
    """What was typed about people, and what they typed."""
    enrolments = Enrolment.objects.filter(edition=edition)
    TravelClaim.objects.filter(enrolment__edition=edition).update(closed_account="")
    erase_needs(enrolments.values_list("pk", flat=True), by=by)
    enrolments.update(post="", department="", reason="")
    Attendance.objects.filter(session__edition=edition).exclude(note="").update(note=GONE)
    approvals = Approval.objects.filter(enrolment__edition=edition).exclude(comment="")
    approvals.filter(state=ApprovalState.DECLINED).update(comment=GONE)
    approvals.exclude(state=ApprovalState.DECLINED).update(comment="")
    decisions = SelectionDecision.objects.filter(batch__edition=edition).exclude(reason="")
    decisions.filter(choice=Choice.REJECT).update(reason=GONE)
    decisions.exclude(choice=Choice.REJECT).update(reason="")
    SurveyReceipt.objects.filter(survey__edition=edition).delete()
    answers = SurveyAnswer.objects.filter(response__survey__edition=edition)
    answers.filter(~Q(text="") | Q(response__enrolment__isnull=False)).delete()


def due_people(cut: Cut) -> QuerySet[User]:
    """People without a role today who have not signed in for so long, and of whom no evidence is kept.

    Many never sign in, as their coordinator enrols them: who still works somewhere is here. Whoever held another role
    than a clerk's signed, recorded or approved something: that name stays.
    """
    works = Role.objects.lasting(today()).filter(user=OuterRef("pk"))
    decided = Role.objects.filter(user=OuterRef("pk")).exclude(role=RoleCode.CLERK)
    kept = Enrolment.objects.filter(person=OuterRef("pk"), edition__evidence_erased_on=None)
    idle = Q(last_login__lt=cut.before) | Q(last_login=None)
    return User.objects.get_queryset().filter(
        idle,
        ~Exists(works),
        ~Exists(decided),
        ~Exists(ProjectRole.objects.filter(user=OuterRef("pk"))),
        ~Exists(kept),
        ~Q(email__endswith=FORGOTTEN),
        joined_at__lt=cut.before,
        is_staff=False,
        is_superuser=False,
    )


def forget_people(rows: QuerySet[User], by: User) -> int:
    """Take their names; how many."""
    found = list(rows.order_by("pk"))
    for person in found:
        forget_person(user=person, by=by)
    return len(found)
