"""The register of municipalities follows the TERC file: all or nothing, and the second time nothing."""

from __future__ import annotations

import time
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from config.factories.organisations import MunicipalityFactory
from kernel.errors import Refused
from organisations.choices import Kind, UnitType
from organisations.models import Organisation, TerytCode
from organisations.services import import_terc

pytestmark = pytest.mark.django_db

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "terc_2024-01-01.csv"
real = pytest.mark.skipif(not REAL.exists(), reason="the whole TERC register is not beside the checkout")

HEAD = "woj,pow,gmi,rodz,nazwa,nazwa_dod,stan_na\n"
ROWS = """02,,,,DOLNOŚLĄSKIE,województwo,{day}
02,01,,,bolesławiecki,powiat,{day}
02,01,01,1,Bolesławiec,gmina miejska,{day}
02,01,02,2,Bolesławiec,gmina wiejska,{day}
02,01,04,3,Nowogrodziec,gmina miejsko-wiejska,{day}
02,01,04,4,Nowogrodziec,miasto,{day}
02,01,04,5,Nowogrodziec,obszar wiejski,{day}
02,61,,,Jelenia Góra,miasto na prawach powiatu,{day}
02,61,01,1,Jelenia Góra,gmina miejska,{day}
"""


def lines(*, day="2024-01-01", rows=ROWS, **replaced):
    text = HEAD + rows.format(day=day)
    for old, new in replaced.items():
        text = text.replace(*new) if isinstance(new, tuple) else text.replace(old, new)
    return text.splitlines(keepends=True)


def imported(**given):
    return import_terc(lines=lines(**given), by=None)


def refusal(**given) -> Refused:
    before = (Organisation.objects.count(), list(TerytCode.objects.values()), Event.objects.count())
    with pytest.raises(Refused) as caught:
        import_terc(by=None, **given)
    assert (Organisation.objects.count(), list(TerytCode.objects.values()), Event.objects.count()) == before
    return caught.value


def codes():
    return list(TerytCode.objects.order_by("code", "valid_from").values_list("code", "valid_from", "valid_to"))


FIRST = date(2024, 1, 1)


def test_municipalities_and_counties_are_entered_with_their_labels():
    outcome = imported()
    assert (outcome.day, outcome.entered, outcome.unchanged) == (FIRST, 5, 0)
    assert codes() == [
        ("0201", FIRST, None),
        ("0201011", FIRST, None),
        ("0201022", FIRST, None),
        ("0201043", FIRST, None),
        ("0261011", FIRST, None),
    ]
    town = Organisation.objects.get(teryt_codes__code="0201043")
    assert (town.kind, town.name, town.voivodeship, town.county) == (
        Kind.MUNICIPALITY,
        "Nowogrodziec",
        "02",
        "bolesławiecki",
    )
    assert town.teryt_codes.get().unit_type == UnitType.URBAN_RURAL
    assert Organisation.objects.get(kind=Kind.COUNTY).name == "bolesławiecki"


def test_a_city_with_county_rights_is_one_body():
    imported()
    city = Organisation.objects.get(name="Jelenia Góra")
    assert (city.kind, city.county) == (Kind.MUNICIPALITY, "Jelenia Góra")


def test_two_towns_of_the_same_name_stay_two():
    imported()
    assert Organisation.objects.filter(name="Bolesławiec").count() == 2


def test_a_second_run_changes_nothing():
    imported()
    before, events = list(Organisation.objects.values()), Event.objects.count()
    outcome = imported()
    assert (bool(outcome), outcome.unchanged) == (False, 5)
    assert (list(Organisation.objects.values()), Event.objects.count()) == (before, events)


def test_a_municipality_that_gains_town_rights_stays_the_same_body():
    imported()
    body = Organisation.objects.get(teryt_codes__code="0201022")
    outcome = imported(day="2025-01-01", a=("02,01,02,2", "02,01,02,3"))
    assert (outcome.recoded, outcome.entered, outcome.ended) == (1, 0, 0)
    assert list(body.teryt_codes.order_by("valid_from").values_list("code", "unit_type", "valid_from", "valid_to")) == [
        ("0201022", "2", FIRST, date(2025, 1, 1)),
        ("0201023", "3", date(2025, 1, 1), None),
    ]
    assert Organisation.objects.with_code(date(2024, 12, 31)).get(pk=body.pk).teryt == "0201022"
    assert Organisation.objects.with_code(date(2025, 1, 1)).get(pk=body.pk).teryt == "0201023"


def test_a_renamed_municipality_is_found_by_both_names():
    imported()
    imported(day="2025-01-01", Nowogrodziec="Nowe Miasto")
    body = Organisation.objects.found_by("nowogrodz").get()
    assert (body.name, Organisation.objects.found_by("nowe miasto").get()) == ("Nowe Miasto", body)
    assert list(body.teryt_codes.order_by("valid_from").values_list("name", "valid_to")) == [
        ("Nowogrodziec", date(2025, 1, 1)),
        ("Nowe Miasto", None),
    ]


def test_a_renamed_county_is_the_new_label_of_its_municipalities():
    imported()
    outcome = imported(day="2025-01-01", bolesławiecki="nadbobrzański")
    assert outcome.recoded == 4
    assert Organisation.objects.filter(county="nadbobrzański").count() == 3
    assert Organisation.objects.get(kind=Kind.COUNTY).name == "nadbobrzański"


def test_a_vanished_municipality_ends_and_comes_back_as_itself():
    imported()
    body = Organisation.objects.get(name="Nowogrodziec")
    gone = "".join(row for row in ROWS.splitlines(keepends=True) if "Nowogrodziec" not in row)
    assert imported(day="2025-01-01", rows=gone).ended == 1
    assert imported(day="2026-01-01").entered == 1
    assert list(body.teryt_codes.order_by("valid_from").values_list("valid_from", "valid_to")) == [
        (FIRST, date(2025, 1, 1)),
        (date(2026, 1, 1), None),
    ]


def test_each_change_is_on_record_with_the_register_as_its_reason():
    imported()
    imported(day="2025-01-01", a=("02,01,02,2", "02,01,02,3"))
    event = Event.objects.get(action="organisations.organisation.recoded")
    assert (event.actor, event.before, event.after, event.reason) == (
        None,
        {"teryt": "0201022", "name": "Bolesławiec"},
        {"teryt": "0201023", "name": "Bolesławiec"},
        "TERC 2025-01-01",
    )


def test_bodies_of_the_demo_do_not_end():
    town = MunicipalityFactory()
    imported()
    assert town.teryt_codes.get().valid_to is None


def test_an_older_register_that_says_otherwise_is_refused():
    imported(day="2025-01-01")
    older = lines(day="2024-01-01", a=("02,01,02,2", "02,01,02,3"))
    assert refusal(lines=older).code == "terc_older"
    assert not import_terc(lines=lines(day="2024-01-01"), by=None)


def test_another_register_of_the_same_day_is_refused():
    imported()
    assert refusal(lines=lines(a=("02,01,02,2", "02,01,02,3"))).code == "terc_older"


def test_the_day_may_be_told():
    assert import_terc(lines=lines(), by=None, on=date(2020, 1, 1)).day == date(2020, 1, 1)


def test_rows_of_two_days_need_a_day():
    assert refusal(lines=lines(a=("gmina wiejska,2024-01-01", "gmina wiejska,2024-02-01"))).code == "terc_day"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("02,01,02,2,Bolesławiec", "99,01,02,2,Bolesławiec", 5),
        ("02,01,02,2,Bolesławiec", "02,1,02,2,Bolesławiec", 5),
        ("02,01,02,2,Bolesławiec", "02,01,,2,Bolesławiec", 5),
        ("02,01,02,2,Bolesławiec", "02,01,02,7,Bolesławiec", 5),
        ("02,01,02,2,Bolesławiec", "02,01,02,2,", 5),
        ("02,01,02,2,Bolesławiec", "02,01,01,1,Bolesławiec", 5),
        ("02,01,02,2,Bolesławiec", "02,01,01,3,Bolesławiec", 5),
        ("gmina wiejska,2024-01-01", "gmina wiejska,1 stycznia", 5),
        ("gmina wiejska,2024-01-01", "gmina wiejska", 5),
        ("gmina wiejska,2024-01-01", '"gmina" wiejska,2024-01-01', 5),
        ("nazwa_dod", "nazwa_dodatkowa", 1),
    ],
)
def test_a_malformed_row_is_refused_with_its_line(old, new, line):
    refused = refusal(lines=lines(a=(old, new)))
    assert (refused.code, refused.status, refused.facts["lines"]) == ("terc_malformed", 400, [line])


def test_every_malformed_line_is_named():
    refused = refusal(lines=lines(a=("02,01,0", "02,01,X")))
    assert refused.facts["lines"] == [4, 5, 6, 7, 8]


def test_a_file_without_municipalities_is_refused():
    assert refusal(lines=[HEAD]).code == "terc_malformed"


def test_semicolons_and_capitals_of_the_original_are_read_too():
    text = "".join(lines()).replace(",", ";").replace(HEAD.replace(",", ";"), HEAD.replace(",", ";").upper())
    assert import_terc(
        lines=["\ufeff" + text.splitlines(keepends=True)[0], *text.splitlines(keepends=True)[1:]], by=None
    )


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "terc.csv"
    path.write_bytes((HEAD + ROWS.format(day="2024-01-01")).encode("cp1250"))
    with pytest.raises(CommandError, match="terc_encoding"):
        call_command("import_terc", str(path))


def test_the_command_says_what_it_did_and_the_second_time_that_nothing_changed(tmp_path):
    path = tmp_path / "terc.csv"
    path.write_text("".join(lines()), encoding="utf-8")
    said = [StringIO(), StringIO()]
    for out in said:
        call_command("import_terc", str(path), stdout=out)
    assert ("5" in said[0].getvalue(), said[0].getvalue() == said[1].getvalue()) == (True, False)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"terc\.csv"):
        call_command("import_terc", str(tmp_path / "terc.csv"))


@real
def test_the_whole_register_is_in_within_seconds_and_few_statements():
    begun = time.monotonic()
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        REAL.open(encoding="utf-8", newline="") as file,
    ):
        outcome = import_terc(lines=file, by=None)
    assert (outcome.entered, outcome.day) == (2477 + 314, FIRST)
    assert time.monotonic() - begun < 15
    assert len(asked) < 120
    by_type = [TerytCode.objects.filter(unit_type=kind).count() for kind in ("1", "2", "3", "")]
    assert by_type == [302, 1464, 711, 314]
    assert sorted(Organisation.objects.filter(name="Olsztyn").values_list("voivodeship", "county")) == [
        ("24", "częstochowski"),
        ("28", "Olsztyn"),
    ]
    with REAL.open(encoding="utf-8", newline="") as file:
        again = import_terc(lines=file, by=None)
    assert (bool(again), again.unchanged) == (False, 2791)


@real
def test_a_file_cut_short_is_refused_unless_said_to_be_whole():
    whole = REAL.read_text(encoding="utf-8").splitlines(keepends=True)
    import_terc(lines=whole, by=None)
    cut = [line.replace("2024-01-01", "2025-01-01") for line in whole[:2000]]
    assert refusal(lines=cut).code == "terc_cut_short"
    assert import_terc(lines=cut, by=None, many_may_end=True).ended > 1000
