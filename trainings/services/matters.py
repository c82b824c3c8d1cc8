"""What trainings keep for a time only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record_each
from files.models import StoredFile
from files.services import forget
from kernel.time import now
from retention.choices import Unit
from retention.registry import Cut, Length, Matter
from trainings.choices import TravelState
from trainings.gates import EXPORT, EXPORT_KEPT
from trainings.models import SurveyAnswer, SurveyReceipt, TravelClaim
from trainings.queries.evidence import EVIDENCE
from trainings.services import evidence, needs

YEAR = 365  # days


def matters() -> Iterable[Matter]:
    """For the register of what is kept for a time."""
    yield Matter(
        code=needs.NEEDS,
        label=_("Special needs"),
        counted_from=_("the last session of the training"),
        fate=_("What people said they need, word for word; nothing of it stays."),
        default=Length(30, Unit.DAYS),
        bounds=range(1, 31),
        due=needs.due_needs,
        erase=needs.purge_needs,
        follow=needs.follow_rules,
    )
    yield Matter(
        code="trainings.receipts",
        label=_("Who answered a survey without names"),
        counted_from=_("the day the survey closed"),
        fate=_("That a person answered; the answers, which are nobody's, stay."),
        default=Length(30, Unit.DAYS),
        bounds=range(1, YEAR + 1),
        due=_due_receipts,
        erase=_delete,
    )
    yield Matter(
        code="trainings.test_answers",
        label=_("Answers in tests"),
        counted_from=_("the last session of the training"),
        fate=_("What a person answered to each question; the points stay."),
        default=Length(YEAR, Unit.DAYS),
        bounds=range(30, 5 * YEAR + 1),
        due=_due_answers,
        erase=_delete,
    )
    yield Matter(
        code="trainings.travel_accounts",
        label=_("Account numbers of travel claims"),
        counted_from=_("the day the claim was paid or rejected"),
        fate=_("The number of the account; amounts, days and receipts stay with the evidence."),
        default=Length(90, Unit.DAYS),
        bounds=range(30, 5 * YEAR + 1),
        due=_due_accounts,
        erase=_erase_accounts,
    )
    yield Matter(
        code=EXPORT,
        label=_("Lists made as files for programs"),
        counted_from=_("the hour the file was made"),
        fate=_("The file; the rows it was made of stay."),
        default=Length(EXPORT_KEPT.days, Unit.DAYS),
        bounds=range(EXPORT_KEPT.days, EXPORT_KEPT.days + 1),
        due=lambda _cut: StoredFile.objects.filter(kind=EXPORT, created_at__lt=now() - EXPORT_KEPT),
        erase=_forget,
        by_project=False,
    )
    yield Matter(
        code=EVIDENCE,
        label=_("Evidence of trainings"),
        counted_from=_("the last day of the project"),
        fate=_(
            "Signed lists, logs of meetings, protocols, materials, receipts and routes of travel, posts, notes and "
            "reasons, answers in words, of settled and cancelled trainings. Who took part, minutes, certificates and "
            "counts stay."
        ),
        default=Length(5, Unit.YEARS),
        bounds=range(1, 51),
        due=evidence.due_editions,
        erase=evidence.erase_evidence,
        by_clock=False,
    )
    yield Matter(
        code="trainings.people",
        label=_("People who are here no more"),
        counted_from=_("the day the person last signed in"),
        fate=_(
            "Name, addresses, telephone and password of people without a role today, of whom no evidence is kept and "
            "who never decided on anything. Their counts and certificates stay."
        ),
        default=Length(2 * YEAR, Unit.DAYS),
        bounds=range(YEAR, 10 * YEAR + 1),
        due=evidence.due_people,
        erase=evidence.forget_people,
        by_project=False,
        by_clock=False,
    )


def _due_receipts(cut: Cut) -> QuerySet[SurveyReceipt]:
    within = cut.within("survey__edition__course__project")
    return SurveyReceipt.objects.filter(within, survey__closes_at__lt=cut.before)


def _due_answers(cut: Cut) -> QuerySet[SurveyAnswer]:
    within = cut.within("response__survey__edition__course__project")
    of_tests = SurveyAnswer.objects.filter(within, response__enrolment__isnull=False)
    return of_tests.filter(response__survey__edition__ends_at__lt=cut.before)


def _due_accounts(cut: Cut) -> QuerySet[TravelClaim]:
    claims = TravelClaim.objects.filter(cut.within("enrolment__edition__course__project")).exclude(closed_account="")
    return claims.filter(
        Q(state=TravelState.PAID, paid_on__lte=cut.latest) | Q(state=TravelState.REJECTED, decided_at__lt=cut.before)
    )


def _erase_accounts(rows: QuerySet[TravelClaim], by: User | None) -> int:
    found = list(rows.select_for_update(of=("self",), skip_locked=True))
    record_each(action="trainings.travel_claim.account_erased", changes=[(row, None, None) for row in found], by=by)
    return TravelClaim.objects.filter(pk__in=[row.pk for row in found]).update(closed_account="")


def _delete(rows: QuerySet[Any], _by: User | None) -> int:
    return rows.order_by().delete()[0]


def _forget(rows: QuerySet[StoredFile], by: User | None) -> int:
    found = list(rows)
    for file in found:
        forget(file=file, by=by)
    return len(found)
