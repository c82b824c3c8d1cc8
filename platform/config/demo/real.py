"""What really was: the programme Local Development, its project, its partners, the 29 towns."""

from __future__ import annotations

from config.demo import facts
from config.factories.grants import ProgrammeFactory, ProjectFactory, ProjectPartnerFactory
from grants.choices import PartnerRole
from organisations.choices import Kind
from organisations.models import Organisation
from organisations.services import register_organisation


def load_real() -> dict[str, Organisation]:
    """Enter it all, amounts and days untouched; gives the towns by their names.

    The project has no activities here: what its people did is theirs to tell.
    """
    known = facts.read()
    bodies = {body.key: _body(body) for body in known.bodies}
    towns = {town.name: _town(town) for town in known.towns}
    listed = f"{known.programme['source']}; {known.towns_source}"
    programme = ProgrammeFactory.create(**known.programme | {"source": listed}, donor=bodies["donors"])
    project = ProjectFactory.create(**known.project, programme=programme)
    roles = {bodies[body.key]: PartnerRole(body.role) for body in known.bodies if body.role}
    for organisation, role in {**roles, **dict.fromkeys(towns.values(), PartnerRole.CITY)}.items():
        ProjectPartnerFactory.create(project=project, organisation=organisation, role=role, joined_on=project.starts_on)
    return towns


def _body(body: facts.Body) -> Organisation:
    return register_organisation(kind=body.kind, name=body.name, name_en=body.name_en, country=body.country, by=None)


def _town(town: facts.Town) -> Organisation:
    return register_organisation(
        kind=Kind.MUNICIPALITY,
        name=town.name,
        voivodeship=town.voivodeship,
        county=town.county,
        teryt=town.teryt,
        valid_from=facts.TOWN_CODE_VALID_FROM,
        by=None,
    )
