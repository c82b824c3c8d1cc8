"""Which texts hold for whom, and what was said to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, DateField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Visitor
from grants.models import Project, projects_of
from kernel.prepared import Prepared
from kernel.time import local_day, today
from trainings.choices import DEMANDED, ConsentAnswer, LegalKind
from trainings.models import ConsentRecord, Edition, Enrolment, LegalText, LegalTextVersion
from trainings.models.courses import MANAGING_ROLES


class Held(NamedTuple):
    """The version of a text that holds for somebody, and what the person said to it last."""

    version: int
    answer: str | None


def held_for(edition: Edition, person: User, *kinds: LegalKind) -> dict[LegalKind, Held]:
    """Of each kind what holds for who enrols in an edition; nothing of a kind without a text.

    The edition comes with its course.
    """
    found: dict[LegalKind, Held] = {}
    for kind, version, answer in _held(project=edition.course.project_id, person=person.pk, day=today()):
        found.setdefault(LegalKind(kind), Held(version, answer))
    return {kind: found[kind] for kind in kinds if kind in found}


def unanswered(held: Mapping[LegalKind, Held]) -> dict[LegalKind, int]:
    """What has no yes of the person yet, by the id of its version."""
    return {kind: one.version for kind, one in held.items() if one.answer != ConsentAnswer.GIVEN}


def to_answer(edition: Edition, person: User, *kinds: LegalKind) -> dict[LegalKind, int]:
    """`unanswered` of what holds. The edition comes with its course."""
    return unanswered(held_for(edition, person, *kinds))


def _held_on(project: int, person: int, day: date) -> QuerySet[LegalTextVersion, tuple[str, int, str | None]]:
    """Without the words, which are long."""
    rows = LegalTextVersion.objects.holding_in(project, *LegalKind, day=day).annotate(answer=_said_by(person))
    return rows.values_list("text__kind", "pk", "answer")


_held = Prepared(_held_on, project=BigIntegerField(), person=BigIntegerField(), day=DateField())


def _said_by(person: User | int) -> Subquery:
    """What somebody said to a version last."""
    said = ConsentRecord.objects.filter(person=person, version=OuterRef("pk")).order_by("-pk")
    return Subquery(said.values("answer")[:1])


def demands_texts(project_id: int) -> bool:
    """Whether anything must be accepted or acknowledged in a project today."""
    return LegalTextVersion.objects.holding_in(project_id, *DEMANDED).exists()


def missing_texts(edition: Edition) -> list[LegalKind]:
    """What nobody takes part without and will not hold on the day enrolment opens.

    The edition comes with its course.
    """
    day = max(today(), local_day(edition.opens_at))
    held = LegalTextVersion.objects.holding_in(edition.course.project_id, *DEMANDED, day=day)
    kinds = set(held.order_by().values_list("text__kind", flat=True))
    return [kind for kind in DEMANDED if kind not in kinds]


def texts_of(edition: Edition, person: User) -> list[LegalTextVersion]:
    """What holds for who enrols in an edition, with `answer`: what the person said to it last."""
    rows = LegalTextVersion.objects.holding_in(edition.course.project_id, *LegalKind)
    held: dict[str, LegalTextVersion] = {}
    for row in rows.annotate(answer=Coalesce(_said_by(person), Value(""))).select_related("text"):
        held.setdefault(row.text.kind, row)
    return [held[kind] for kind in LegalKind if kind in held]


def image_text_of(edition: Edition) -> int | None:
    """The version on the use of the image that holds for an edition. The edition comes with its course."""
    held = LegalTextVersion.objects.holding_in(edition.course.project_id, LegalKind.IMAGE)
    return held.values_list("pk", flat=True).first()


def with_image_text(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Editions with `image_text`, as `image_text_of`."""
    held = LegalTextVersion.objects.holding_in(OuterRef("course__project"), LegalKind.IMAGE)
    facts = {"image_text": Subquery(held.values("pk")[:1])}
    return rows.annotate(**facts)


def with_image(rows: QuerySet[Enrolment], version_id: int | None) -> QuerySet[Enrolment]:
    """Enrolments with `image`: the last answer to the text of this version on the use of the image, or nothing.

    A consent to an earlier version holds for what that one says, until it is withdrawn.
    """
    text = LegalTextVersion.objects.filter(pk__in=[version_id]).values("text")
    said = ConsentRecord.objects.filter(person=OuterRef("person"), version__text__in=text).order_by("-pk")
    nothing = Value("")
    facts = {"image": Coalesce(Subquery(said.values("answer")[:1]), nothing) if version_id else nothing}
    return rows.annotate(**facts)


def with_counts(rows: QuerySet[LegalTextVersion]) -> QuerySet[LegalTextVersion]:
    """Versions with `given`, `refused` and `withdrawn`: how many people's last word it is."""
    last = ConsentRecord.objects.last_words().filter(version=OuterRef("pk")).order_by().values("version")
    return rows.annotate(
        **{
            answer.value: Coalesce(
                Subquery(last.filter(answer=answer).annotate(people=Count("pk")).values("people")), Value(0)
            )
            for answer in ConsentAnswer
        }
    )


def with_standing(rows: QuerySet[LegalText]) -> QuerySet[LegalText]:
    """Texts with `number`, `since` and `given`: the version in force, its first day, and who said yes to it."""
    held = with_counts(LegalTextVersion.objects.in_force().filter(text=OuterRef("pk")))
    facts: dict[str, Any] = {"number": "number", "since": "valid_from", "held": "pk", "given": "given"}
    return rows.annotate(**{name: Subquery(held.values(column)[:1]) for name, column in facts.items()})


@dataclass(frozen=True)
class Consent:
    """A consent as its own page shows it: what is in force, and what was said last to the text, whichever version."""

    version: LegalTextVersion
    said: ConsentRecord | None

    @property
    def stands(self) -> bool:
        """Whether it is given and not withdrawn."""
        return self.said is not None and self.said.answer == ConsentAnswer.GIVEN

    @property
    def is_older(self) -> bool:
        """Whether it was given to words that have changed since."""
        return self.said is not None and self.stands and self.said.version_id != self.version.pk


def consents_of(person: User) -> list[Consent]:
    """What somebody may give, refuse or withdraw: in projects with their enrolments, in all projects, or answered."""
    said = {
        row.version.text_id: row
        for row in ConsentRecord.objects.filter(person=person).select_related("version", "recorded_by").order_by("pk")
    }
    mine = Enrolment.objects.filter(person=person).order_by().values("edition__course__project")
    held = LegalTextVersion.objects.in_force().exclude(text__kind__in=DEMANDED)
    rows = held.filter(Q(text__project__in=mine) | Q(text__project=None) | Q(text__in=said))
    found = rows.select_related("text__project").order_by("text__kind", "text__project__code")
    return [Consent(row, said.get(row.text_id)) for row in found]


def withdrawable(enrolment: Enrolment) -> list[Consent]:
    """What stands of the person's consents and concerns the enrolment's project: its own texts, the general ones.

    The enrolment comes with its edition and course.
    """
    texts = {enrolment.edition.course.project_id, None}
    return [row for row in consents_of(enrolment.person) if row.stands and row.version.text.project_id in texts]


def accepted_by(person: User) -> QuerySet[ConsentRecord]:
    """The regulations and information somebody accepted, the newest first."""
    rows = ConsentRecord.objects.filter(person=person, version__text__kind__in=DEMANDED)
    return rows.select_related("version__text__project").order_by("-pk")


def projects_to_word(user: Visitor) -> QuerySet[Project]:
    """The projects whose texts the user may write, by code."""
    return Project.objects.filter(pk__in=projects_of(user, *MANAGING_ROLES)).order_by("code")
