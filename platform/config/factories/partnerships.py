"""Invented partnerships."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.grants import ProjectFactory
from config.factories.organisations import MunicipalityFactory, OrganisationFactory
from files.models import StoredFile
from kernel.text import fold
from partnerships.choices import DocumentKind, MemberState, PartnershipState
from partnerships.gates import DOCUMENT
from partnerships.models import Document, DocumentVersion, Partnership, PartnershipMember


class CoordinatorFactory(RoleFactory):
    """The role without which nobody coordinates a partnership."""

    role = RoleCode.PARTNERSHIP_COORDINATOR
    organisation = factory.SubFactory(OrganisationFactory)


class PartnershipFactory(DjangoModelFactory[Partnership]):
    """A partnership that is forming."""

    class Meta:
        model = Partnership

    code = factory.Sequence(lambda n: f"LP-{n}")
    name_pl = factory.Sequence(lambda n: f"Partnerstwo próbne {n}")
    name_en = factory.Sequence(lambda n: f"Trial partnership {n}")
    sought = factory.LazyAttribute(lambda made: fold(f"{made.code} {made.name_pl} {made.name_en}"))
    project = factory.SubFactory(ProjectFactory)
    state = PartnershipState.FORMING
    coordinator = factory.LazyFunction(lambda: CoordinatorFactory().user)


class MemberFactory(DjangoModelFactory[PartnershipMember]):
    """A town inside a partnership."""

    class Meta:
        model = PartnershipMember

    partnership = factory.SubFactory(PartnershipFactory)
    organisation = factory.SubFactory(MunicipalityFactory)
    state = MemberState.ACTIVE
    joined_on = date(2026, 1, 1)


class DocumentFactory(DjangoModelFactory[Document]):
    """The draft of an agreement, for the partners."""

    class Meta:
        model = Document

    partnership = factory.SubFactory(PartnershipFactory)
    kind = DocumentKind.AGREEMENT
    title = factory.Sequence(lambda n: f"Umowa partnerska {n}")


class DocumentFileFactory(DjangoModelFactory[StoredFile]):
    """The row of a file, without bytes: whoever wants to download it uploads it."""

    class Meta:
        model = StoredFile

    kind = DOCUMENT
    name = "umowa.pdf"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 1000
    content_type = "application/pdf"
    created_at = datetime(2026, 3, 1, 9, tzinfo=UTC)


class VersionFactory(DjangoModelFactory[DocumentVersion]):
    """The first version."""

    class Meta:
        model = DocumentVersion

    document = factory.SubFactory(DocumentFactory)
    number = 1
    based_on = factory.LazyAttribute(lambda version: version.number - 1)
    file = factory.SubFactory(DocumentFileFactory)
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = datetime(2026, 3, 1, 9, tzinfo=UTC)
