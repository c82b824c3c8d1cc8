"""Which texts hold for whom, and what was said to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Visitor
from grants.models import Project, projects_of
from trainings.choices import DEMANDED, ConsentAnswer, LegalKind
from trainings.models import ConsentRecord, Edition, Enrolment, LegalText, LegalTextVersion
from trainings.models.courses import MANAGING_ROLES


def held_in_project(*kinds: LegalKind) -> dict[str, Subquery]:
    """Annotations of editions: of each kind the version that holds, as `<kind>_version`."""
    held = {kind: LegalTextVersion.objects.holding_in(OuterRef("course__project"), kind) for kind in kinds}
    return {f"{kind}_version": Subquery(rows.values("pk")[:1]) for kind, rows in held.items()}


def asking(person: User, *kinds: LegalKind) -> dict[str, Subquery]:
    """Annotations of editions, for `asked`: of each kind the version that holds and what the person said to it last.

    They ride in a statement that runs anyway, since enrolment counts its statements.
    """
    facts = held_in_project(*kinds)
    for kind in kinds:
        said = ConsentRecord.objects.filter(person=person, version=OuterRef(f"{kind}_version")).order_by("-pk")
        facts[f"{kind}_answer"] = Subquery(said.values("answer")[:1])
    return facts


def asked(edition: Edition, *kinds: LegalKind) -> dict[LegalKind, int]:
    """Of an edition with `asking`: what holds and has no yes of the person yet, by the id of its version."""
    known = vars(edition)
    held = {kind: known[f"{kind}_version"] for kind in kinds if known[f"{kind}_answer"] != ConsentAnswer.GIVEN}
    return {kind: pk for kind, pk in held.items() if pk is not None}


def demands_texts(project_id: int) -> bool:
    """Whether anything must be accepted or acknowledged in a project today."""
    held = LegalTextVersion.objects.in_force().filter(Q(text__project=project_id) | Q(text__project=None))
    return held.filter(text__kind__in=DEMANDED).exists()


def texts_of(edition: Edition, person: User) -> list[LegalTextVersion]:
    """What holds for who enrols in an edition, with `answer`: what the person said to it last."""
    said = ConsentRecord.objects.filter(person=person, version=OuterRef("pk")).order_by("-pk").values("answer")[:1]
    rows = LegalTextVersion.objects.in_force().annotate(answer=Coalesce(Subquery(said), Value("")))
    own = rows.filter(Q(text__project=edition.course.project_id) | Q(text__project=None))
    held: dict[str, LegalTextVersion] = {}
    for row in own.select_related("text").order_by("text__kind", F("text__project").asc(nulls_last=True)):
        held.setdefault(row.text.kind, row)
    return [held[kind] for kind in LegalKind if kind in held]


def to_answer(enrolment: Enrolment, *kinds: LegalKind) -> dict[LegalKind, int]:
    """As `asked`, for the person of an enrolment."""
    rows = Edition.objects.annotate(**asking(enrolment.person, *kinds))
    return asked(rows.get(pk=enrolment.edition_id), *kinds)


def image_text_of(edition: Edition) -> int | None:
    """The version on the use of the image that holds for an edition. The edition comes with its course."""
    held = LegalTextVersion.objects.holding_in(edition.course.project_id, LegalKind.IMAGE)
    return held.values_list("pk", flat=True).first()


def with_image(rows: QuerySet[Enrolment], version_id: int | None) -> QuerySet[Enrolment]:
    """Enrolments with `image`: the last answer to the text of this version on the use of the image, or nothing.

    A consent to an earlier version holds for what that one says, until it is withdrawn.
    """
    text = LegalTextVersion.objects.filter(pk__in=[version_id] if version_id else []).values("text")
    said = ConsentRecord.objects.filter(person=OuterRef("person"), version__text__in=text).order_by("-pk")
    facts = {"image": Coalesce(Subquery(said.values("answer")[:1]), Value(""))}
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
        for row in ConsentRecord.objects.filter(person=person).select_related("version").order_by("pk")
    }
    mine = Enrolment.objects.filter(person=person).order_by().values("edition__course__project")
    held = LegalTextVersion.objects.in_force().exclude(text__kind__in=DEMANDED)
    rows = held.filter(Q(text__project__in=mine) | Q(text__project=None) | Q(text__in=said))
    found = rows.select_related("text__project").order_by("text__kind", "text__project__code")
    return [Consent(row, said.get(row.text_id)) for row in found]


def accepted_by(person: User) -> QuerySet[ConsentRecord]:
    """The regulations and information somebody accepted, the newest first."""
    rows = ConsentRecord.objects.filter(person=person, version__text__kind__in=DEMANDED)
    return rows.select_related("version__text__project").order_by("-pk")


def projects_to_word(user: Visitor) -> QuerySet[Project]:
    """The projects whose texts the user may write, by code."""
    return Project.objects.filter(pk__in=projects_of(user, *MANAGING_ROLES)).order_by("code")
