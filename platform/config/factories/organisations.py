"""Invented bodies."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from kernel.text import fold
from organisations.choices import Kind, UnitType, Voivodeship
from organisations.models import Membership, Organisation, TerytCode


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """An NGO."""

    class Meta:
        model = Organisation

    kind = Kind.NGO
    name = factory.Sequence(lambda n: f"Stowarzyszenie {n}")
    sought = factory.LazyAttribute(lambda made: fold(f"{made.name}"))
    fictitious = True


class MunicipalityFactory(OrganisationFactory):
    """A town with a code that is open."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    kind = Kind.MUNICIPALITY
    name = factory.Sequence(lambda n: f"Miasto {n}")
    voivodeship = Voivodeship.SLASKIE
    county = "zmyślony"
    code = factory.RelatedFactory(
        "config.factories.organisations.TerytCodeFactory", factory_related_name="organisation"
    )


class TerytCodeFactory(DjangoModelFactory[TerytCode]):
    """A code that no real unit has: the county is 99."""

    class Meta:
        model = TerytCode

    organisation = factory.SubFactory(OrganisationFactory, kind=Kind.MUNICIPALITY)
    code = factory.Sequence(lambda n: f"99{n:04d}1")
    unit_type = UnitType.URBAN
    name = factory.SelfAttribute("organisation.name")
    valid_from = date(1999, 1, 1)


class MembershipFactory(DjangoModelFactory[Membership]):
    """A member since 1999."""

    class Meta:
        model = Membership

    organisation = factory.SubFactory(MunicipalityFactory)
    valid_from = date(1999, 1, 1)
