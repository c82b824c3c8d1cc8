"""What people say to texts: accepted with an enrolment, given and withdrawn by oneself, recorded from paper."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from kernel.text import Text
from kernel.time import now
from trainings.choices import DEMANDED, ConsentAnswer, ConsentHow, LegalKind
from trainings.models import ConsentRecord, Enrolment, LegalTextVersion
from trainings.permissions import can_organise
from trainings.queries.legal import held_for, unanswered
from trainings.services.answers import record_answers, require_accepted
from trainings.services.locks import lock_edition
from trainings.services.needs import erase_needs


def settle_texts(
    row: Enrolment, *, accepts: Collection[int] = (), how: ConsentHow | None, by: User, at: datetime
) -> None:
    """Put on an enrolment which regulations it is under. Its edition is locked and comes with its course.

    `accepts` are the ids of the versions that were read: those demanded, and the use of the image where it is given.
    `how=None`: somebody else enrols the person, who is asked later. The caller saves the row.
    Raises Refused texts_not_accepted (with `texts`, the ids that are missing), text_not_in_force.
    """
    held = held_for(row.edition, row.person, *DEMANDED)
    due = unanswered(held)
    row.awaits_texts = bool(due) and how is None
    if row.awaits_texts:
        return
    row.regulation_id = held[LegalKind.REGULATION].version if LegalKind.REGULATION in held else None
    if how:
        require_accepted(due.values(), accepts, _refusal(how), code="texts_not_accepted")
        others = set(accepts) - {one.version for one in held.values()}
        given = [*due.values(), *_image_among(row, others)]
        record_answers(given, person=row.person, answer=ConsentAnswer.GIVEN, how=how, by=by, at=at)


def require_texts(row: Enrolment) -> None:
    """Raise Refused texts_not_accepted for who was enrolled by somebody else and has not accepted the texts yet."""
    if row.awaits_texts:
        raise Refused("texts_not_accepted", _refusal(ConsentHow.FORM))


def _refusal(how: ConsentHow) -> Text:
    if how == ConsentHow.FORM:
        return _("Accept the regulations and confirm that you read the information on personal data.")
    return _("First let the person sign the regulations and the information on personal data, then say so here.")


def _image_among(row: Enrolment, accepts: Collection[int]) -> list[int]:
    """The use of the image, where it was ticked and is not given yet. Raises Refused text_not_in_force."""
    if not accepts:
        return []
    held = held_for(row.edition, row.person, LegalKind.IMAGE)
    if set(accepts) != {one.version for one in held.values()}:
        raise _not_in_force()
    return list(unanswered(held).values())


@transaction.atomic
def accept_texts(*, enrolment: Enrolment, accepts: Collection[int], by: User, version: int | None = None) -> Enrolment:
    """Who was enrolled by somebody else accepts the texts; or the organiser says that they were signed on paper.

    Where nothing is awaited the use of the image may still be given.
    Raises Refused not_your_consent (403), enrolment_over, stale, and as `settle_texts`.
    """
    edition, at = lock_edition(enrolment.edition_id)
    row = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    row.edition = edition
    how = ConsentHow.FORM if by.pk == row.person_id else ConsentHow.PAPER
    if how == ConsentHow.PAPER and not can_organise(by, edition.course.project_id):
        raise Refused("not_your_consent", _("Everybody answers for himself; the organiser records paper."), status=403)
    if not row.is_active():
        raise Refused("enrolment_over", _("This enrolment is over."))
    row.next_version(version)
    if row.awaits_texts:
        settle_texts(row, accepts=accepts, how=how, by=by, at=at)
        after = {"regulation": row.regulation_id, "how": how}
        record(action="trainings.enrolment.texts_accepted", about=row, by=by, after=after)
    else:
        demanded = {one.version for one in held_for(edition, row.person, *DEMANDED).values()}
        given = _image_among(row, set(accepts) - demanded)
        record_answers(given, person=row.person, answer=ConsentAnswer.GIVEN, how=how, by=by, at=at)
    row.save(update_fields=["awaits_texts", "regulation", "version"])
    return row


@transaction.atomic
def answer_consent(*, version: LegalTextVersion, answer: str, by: User) -> ConsentRecord:
    """Give, refuse or withdraw one's own consent. The same answer again is no change.

    With the consent to data on special needs, one's needs are gone.
    Raises Refused not_a_consent, text_not_in_force, nothing_to_withdraw.
    """
    return _answer_for(version, ConsentAnswer(answer), person=_locked(by), how=ConsentHow.FORM, by=by)


@transaction.atomic
def withdraw_on_paper(*, enrolment: Enrolment, version: LegalTextVersion, by: User) -> ConsentRecord:
    """Record that somebody took a consent back in a letter, whatever became of the enrolment. Again is no change.

    The organiser does so for texts of the enrolment's project and for those of every project.
    Raises Refused organiser_only (403), own_consent, text_elsewhere, and as `answer_consent`.
    """
    person = _locked(enrolment.person)
    project = Enrolment.objects.select_related("edition__course").get(pk=enrolment.pk).edition.course.project_id
    can_organise(by, project).require()
    if person.pk == by.pk:
        raise Refused("own_consent", _("Your own consent you withdraw yourself, under “My data and consents”."))
    if version.text.project_id not in {project, None}:
        raise Refused("text_elsewhere", _("This text belongs to another project: its organisers record that."))
    return _answer_for(version, ConsentAnswer.WITHDRAWN, person=person, how=ConsentHow.PAPER, by=by)


def _locked(person: User) -> User:
    """One's own row is the lock: two clicks at once leave one record."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def _answer_for(
    version: LegalTextVersion, answer: ConsentAnswer, *, person: User, how: ConsentHow, by: User
) -> ConsentRecord:
    """The person's row is locked."""
    version = LegalTextVersion.objects.select_related("text").get(pk=version.pk)
    if version.text.kind in DEMANDED:
        raise Refused("not_a_consent", _("This is accepted with an enrolment; who no longer agrees, withdraws that."))
    said = ConsentRecord.objects.filter(person=person, version__text=version.text_id).order_by("-pk").first()
    standing = said.answer if said else None
    withdraws = answer == ConsentAnswer.WITHDRAWN
    if said and standing == answer and (withdraws or said.version_id == version.pk):
        return said
    if withdraws and standing != ConsentAnswer.GIVEN:
        raise Refused("nothing_to_withdraw", _nothing_given(how))
    if not withdraws and not LegalTextVersion.objects.in_force().filter(pk=version.pk).exists():
        raise _not_in_force()
    about = said.version_id if said and withdraws else version.pk
    (row,) = record_answers([about], person=person, answer=answer, how=how, by=by, at=now())
    if row.answer != ConsentAnswer.GIVEN and version.text.kind == LegalKind.NEEDS:
        _erase_needs(person, version.text.project_id, by=by)
    return row


def _nothing_given(how: ConsentHow) -> Text:
    if how == ConsentHow.FORM:
        return _("You have not given this consent.")
    return _("This person has not given this consent, or has withdrawn it already.")


def _erase_needs(person: User, project_id: int | None, *, by: User) -> None:
    mine = Enrolment.objects.filter(person=person)
    if project_id:
        mine = mine.filter(edition__course__project=project_id)
    erase_needs(mine.values_list("pk", flat=True), by=by)


def _not_in_force() -> Refused:
    return Refused("text_not_in_force", _("This text changed meanwhile. Read the one that holds now."))
