"""Bodies are entered and changed by administrators; municipalities join the association and leave it."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import Event
from config.factories.accounts import AdministratorFactory, CoordinatorFactory
from config.factories.organisations import MembershipFactory, MunicipalityFactory, OrganisationFactory
from kernel.errors import Refused
from organisations.choices import Kind
from organisations.models import Organisation
from organisations.services import admit_member, change_organisation, end_membership, register_organisation

pytestmark = pytest.mark.django_db

NIP = "5260250274"


@pytest.fixture
def administrator():
    return AdministratorFactory().user


def refusal(call, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        call(**given)
    return caught.value


def test_a_body_is_entered_and_on_record(administrator):
    body = register_organisation(kind=Kind.NGO, name=" Fundacja Łąka ", nip="526-025-02-74", by=administrator)
    assert (body.name, body.nip, body.country, body.sought) == ("Fundacja Łąka", NIP, "PL", "fundacja laka")
    event = Event.objects.get()
    assert (event.action, event.actor, event.after["nip"]) == (
        "organisations.organisation.registered",
        administrator,
        NIP,
    )


def test_a_municipality_is_entered_with_its_code(administrator):
    body = register_organisation(
        kind=Kind.MUNICIPALITY, name="Nowe", teryt="0401011", valid_from=date(2025, 1, 1), by=administrator
    )
    code = body.teryt_codes.get()
    assert (body.voivodeship, code.code, code.unit_type, code.valid_from) == ("04", "0401011", "1", date(2025, 1, 1))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": Kind.NGO, "name": " "}, "name_missing"),
        ({"kind": Kind.NGO, "name": "A", "nip": "1234567890"}, "nip_wrong"),
        ({"kind": Kind.NGO, "name": "A", "nip": NIP}, "nip_taken"),
        ({"kind": Kind.NGO, "name": "A", "country": "P1"}, "country_malformed"),
        ({"kind": Kind.NGO, "name": "A", "teryt": "0401011"}, "teryt_not_here"),
        ({"kind": Kind.MUNICIPALITY, "name": "A"}, "teryt_malformed"),
        ({"kind": Kind.MUNICIPALITY, "name": "A", "teryt": "0401014"}, "teryt_malformed"),
        ({"kind": Kind.MUNICIPALITY, "name": "A", "teryt": "9901011"}, "teryt_malformed"),
        ({"kind": Kind.COUNTY, "name": "A", "teryt": "0401011"}, "teryt_malformed"),
        ({"kind": Kind.MUNICIPALITY, "name": "A", "teryt": "9900001"}, "teryt_malformed"),
        ({"kind": Kind.MUNICIPALITY, "name": "A", "teryt": "2401011"}, "teryt_taken"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(administrator, given, code):
    OrganisationFactory(nip=NIP)
    MunicipalityFactory(code__code="2401011")
    before = Organisation.objects.count()
    assert refusal(register_organisation, **given, by=administrator).code == code
    assert Organisation.objects.count() == before


def test_only_administrators_keep_the_register():
    coordinator = CoordinatorFactory()
    calls = [
        (register_organisation, {"kind": Kind.NGO, "name": "A"}),
        (change_organisation, {"organisation": coordinator.organisation, "name_en": "A"}),
        (admit_member, {"organisation": coordinator.organisation, "since": date(2026, 1, 1)}),
        (end_membership, {"organisation": coordinator.organisation, "on": date(2026, 1, 1)}),
    ]
    for call, given in calls:
        refused = refusal(call, **given, by=coordinator.user)
        assert (refused.code, refused.status) == ("register_for_administrators", 403)


def test_only_what_changed_is_on_record(administrator):
    body = register_organisation(kind=Kind.NGO, name="Fundacja", by=None)
    changed = change_organisation(organisation=body, by=administrator, version=1, name="Fundacja", nip=NIP)
    assert (changed.nip, changed.version) == (NIP, 2)
    event = Event.objects.get(action="organisations.organisation.changed")
    assert (event.before, event.after) == ({"nip": ""}, {"nip": NIP})


def test_an_entry_read_before_another_change_is_refused(administrator):
    body = OrganisationFactory(version=3)
    assert refusal(change_organisation, organisation=body, by=administrator, version=2, name="B").code == "stale"


def test_the_name_of_a_municipality_comes_from_the_register(administrator):
    town = MunicipalityFactory()
    refused = refusal(change_organisation, organisation=town, by=administrator, name="Inne")
    assert (refused.code, refused.field) == ("from_register", "name")
    assert change_organisation(organisation=town, by=administrator, name_en="Other Town").name_en == "Other Town"


def test_a_renamed_body_is_found_by_both_names_and_without_polish_letters(administrator):
    body = register_organisation(kind=Kind.NGO, name="Źródło Łódzkie", by=None)
    change_organisation(organisation=body, by=administrator, name="Studnia")
    for words in ("zrodlo", "ŹRÓDŁO łódz", "studnia", "lodzkie zrod"):
        assert list(Organisation.objects.found_by(words)) == [body]
    assert not Organisation.objects.found_by("zrodlo studni2").exists()


def test_a_body_is_found_by_the_start_of_its_code():
    town = MunicipalityFactory(code__code="2401011")
    MunicipalityFactory(code__code="2402011")
    assert list(Organisation.objects.found_by("2401")) == [town]


def test_a_municipality_joins_and_leaves_the_association(administrator):
    town = MunicipalityFactory()
    admit_member(organisation=town, since=date(2020, 3, 1), source="Uchwała 7/2020", by=administrator)
    end_membership(organisation=town, on=date(2026, 1, 1), by=administrator)
    days = [date(2020, 2, 29), date(2020, 3, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [Organisation.objects.members_on(day).count() for day in days] == [0, 1, 1, 0]
    admit_member(organisation=town, since=date(2026, 1, 1), by=administrator)
    assert Organisation.objects.with_membership(date(2026, 6, 1)).get(pk=town.pk).is_member


def test_memberships_do_not_overlap(administrator):
    town = MembershipFactory().organisation
    given = {"organisation": town, "by": administrator}
    assert refusal(admit_member, **given, since=date(2026, 1, 1)).code == "already_member"
    end_membership(**given, on=date(2026, 1, 1))
    assert refusal(admit_member, **given, since=date(2025, 12, 31)).code == "already_member"


def test_only_a_member_leaves_and_after_it_joined(administrator):
    assert (
        refusal(end_membership, organisation=MunicipalityFactory(), on=date(2026, 1, 1), by=None).code == "not_member"
    )
    town = MembershipFactory().organisation
    assert refusal(end_membership, organisation=town, on=date(1999, 1, 1), by=None).code == "membership_dates"


def test_only_municipalities_are_members(administrator):
    given = {"organisation": OrganisationFactory(), "since": date(2026, 1, 1), "by": administrator}
    assert refusal(admit_member, **given).code == "member_not_municipality"
