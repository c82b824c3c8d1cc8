"""Partnerships: one that signed its agreement long ago, one whose agreement is still being written, one that begins."""

from __future__ import annotations

from django.core.files.base import ContentFile

from config.demo.days import at
from config.demo.papers import paper
from config.demo.stage import Stage
from config.factories.files import StoredFileFactory
from config.factories.partnerships import DocumentFactory, MemberFactory, PartnershipFactory, VersionFactory
from organisations.models import Organisation
from partnerships.choices import (
    DocumentKind,
    DocumentState,
    LegalForm,
    MemberRole,
    PartnershipState,
)
from partnerships.choices import (
    Stage as Progress,
)
from partnerships.gates import DOCUMENT
from partnerships.models import Document, Partnership
from partnerships.services import (
    add_member,
    change_partnership,
    create_document,
    create_partnership,
    move_partnership,
    upload_version,
)

NOBODY_SIGNED = "Dokument przykładowy: niczego nie stanowi i nikt go naprawdę nie podpisał."


def play_partnerships(stage: Stage) -> None:
    """All three."""
    _signed(stage)
    _forming(stage)
    _beginning(stage)


def _signed(stage: Stage) -> None:
    """An agreement of the period that has ended: rows as the services would have left them then."""
    day, coordinator = stage.days.into(90), stage.people["partnerships"]
    partnership = PartnershipFactory.create(
        code="LP-PRZYKLAD-1",
        name_pl="Partnerstwo Doliny Przykładowej (przykład)",
        name_en="Example Valley Partnership (example)",
        project=stage.project,
        state=PartnershipState.ACTIVE,
        legal_form=LegalForm.CIVIL_AGREEMENT,
        stage=Progress.AGREEMENT,
        coordinator=coordinator,
        founded_on=day,
    )
    partnership.remember_names()
    partnership.save(update_fields=["sought"])
    joined = stage.days.into(25)
    for place, organisation in enumerate((stage.towns["Cieszyn"], stage.towns["Żywiec"], stage.bodies.foundation)):
        role = MemberRole.PARTNER if place else MemberRole.LEADER
        MemberFactory.create(partnership=partnership, organisation=organisation, role=role, joined_on=joined)
    agreement = DocumentFactory.create(
        partnership=partnership,
        kind=DocumentKind.AGREEMENT,
        title="Umowa partnerska (przykład)",
        state=DocumentState.SIGNED,
        signed_on=day,
    )
    text = StoredFileFactory.create(
        kind=DOCUMENT,
        name="umowa-partnerska.pdf",
        content=_agreement(partnership, ["Cieszyn", "Żywiec", stage.bodies.foundation.name]),
        by=coordinator,
    )
    VersionFactory.create(
        document=agreement,
        file=text,
        note="Tekst podpisany",
        uploaded_by=coordinator,
        uploaded_at=at(stage.days.into(80), 12),
    )


def _forming(stage: Stage) -> None:
    """Version 1 of its agreement waits for version 2."""
    coordinator = stage.people["partnerships"]
    partnership = _begin(
        stage, "LP-PRZYKLAD-2", "Partnerstwo Wspólnych Spraw (przykład)", "Common Matters Partnership (example)"
    )
    towns = ["Hrubieszów", "Nisko", "Stalowa Wola"]
    for place, organisation in enumerate([*(stage.towns[town] for town in towns), stage.bodies.company]):
        _take_in(stage, partnership, organisation, MemberRole.PARTNER if place else MemberRole.LEADER)
    partnership = move_partnership(partnership=partnership, state=PartnershipState.FORMING, by=coordinator)
    change_partnership(
        partnership=partnership,
        name_pl=partnership.name_pl,
        name_en=partnership.name_en,
        legal_form=LegalForm.LETTER_OF_INTENT,
        stage=Progress.AUTHORISATION,
        founded_on=None,
        by=coordinator,
    )
    letter = create_document(
        partnership=partnership, kind=DocumentKind.LETTER_OF_INTENT, title="List intencyjny (przykład)", by=coordinator
    )
    agreement = create_document(
        partnership=partnership,
        kind=DocumentKind.AGREEMENT,
        title="Umowa partnerska, projekt (przykład)",
        by=coordinator,
    )
    members = [*towns, stage.bodies.company.name]
    _upload(stage, letter, "list-intencyjny.pdf", paper(letter.title, NOBODY_SIGNED, "", *members))
    _upload(stage, agreement, "umowa-partnerska.pdf", _agreement(partnership, members))


def _beginning(stage: Stage) -> None:
    partnership = _begin(
        stage, "LP-PRZYKLAD-3", "Partnerstwo Nowych Sąsiadów (przykład)", "New Neighbours Partnership (example)"
    )
    _take_in(stage, partnership, stage.towns["Konin"], MemberRole.LEADER)
    add_member(partnership=partnership, organisation=stage.towns["Złotów"], by=stage.people["partnerships"])


def _begin(stage: Stage, code: str, name_pl: str, name_en: str) -> Partnership:
    return create_partnership(
        project=stage.project,
        code=code,
        name_pl=name_pl,
        name_en=name_en,
        coordinator=stage.people["partnerships"],
        by=stage.people["manager"],
    )


def _take_in(stage: Stage, partnership: Partnership, organisation: Organisation, role: MemberRole) -> None:
    add_member(
        partnership=partnership,
        organisation=organisation,
        role=role,
        joined_on=stage.days.before(25),
        by=stage.people["partnerships"],
    )


def _upload(stage: Stage, document: Document, name: str, content: bytes) -> None:
    upload_version(
        document=document,
        upload=ContentFile(content, name=name),
        based_on=0,
        note="Pierwszy tekst",
        by=stage.people["partnerships"],
    )


def _agreement(partnership: Partnership, members: list[str]) -> bytes:
    return paper(
        f"Umowa: {partnership.name_pl}",
        NOBODY_SIGNED,
        "",
        "Strony (zmyślone na potrzeby demonstracji):",
        *(f"– {member}" for member in members),
        "",
        "1. Strony współpracują przy strategii wspólnego obszaru.",
        "2. Lider zwołuje spotkania i prowadzi dokumenty partnerstwa.",
        "3. Każda ze stron może wystąpić z końcem kwartału.",
    )
