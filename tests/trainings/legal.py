"""Texts that hold in the project of a world."""

from __future__ import annotations

from config.factories.trainings import LegalTextFactory, LegalTextVersionFactory
from trainings.choices import LegalKind
from trainings.models import ConsentRecord, LegalTextVersion


def hold(world, kind: LegalKind = LegalKind.REGULATION, **given) -> LegalTextVersion:
    """A text of the project, published and in force."""
    text = LegalTextFactory(project=world.project, kind=kind)
    return LegalTextVersionFactory(text=text, **given)


def hold_both(world) -> list[int]:
    """What nobody takes part without: the ids of regulations and information."""
    return [hold(world, kind).pk for kind in (LegalKind.REGULATION, LegalKind.INFORMATION)]


def said_by(person) -> list[tuple[int, str, str]]:
    """Everything somebody said, in order."""
    return list(ConsentRecord.objects.filter(person=person).values_list("version", "answer", "how"))
