"""People nominated from a list: every wrong row is named, all come in or nobody."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectPartnerFactory
from config.factories.trainings import START
from kernel.errors import Refused
from mail.models import Message
from tests.trainings.browsing import signed_in, url
from tests.trainings.conftest import ENROLMENT_OPEN, refusal
from tests.trainings.legal import hold_both
from tests.trainings.test_api import api_of, post
from trainings.choices import EnrolmentState, Mode, Selection, Source
from trainings.models import Edition, Enrolment
from trainings.services import consents, nominations, places
from trainings.services.nominations import Line, taking
from trainings.services.nominations.people import match

pytestmark = pytest.mark.django_db


def csv_of(*rows: str, encoding="utf-8", separator=";", name="osoby.csv") -> SimpleUploadedFile:
    text = "\r\n".join(rows).replace(";", separator)
    return SimpleUploadedFile(name, text.encode(encoding))


def xlsx_of(*rows, name="osoby.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())


def lines_of(*people, **given) -> list[Line]:
    return [Line(number, person.email, **given) for number, person in enumerate(people, 2)]


def code_of(upload) -> str:
    return refusal(nominations.read_list, upload=upload).code


@pytest.fixture
def english():
    with override("en"):
        yield


@pytest.fixture
def edition(world):
    return world.edition(capacity=2)


@pytest.fixture
def people(world):
    return [world.clerk() for _ in range(3)]


@pytest.fixture
def page(world):
    return signed_in(world.coordinator)


# -- reading --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_read_in_every_encoding_and_with_every_separator(encoding, separator):
    upload = csv_of(
        "E-mail;Stanowisko;Wydział", "a@b.pl;główny księgowy;Śródmieście", encoding=encoding, separator=separator
    )
    line = Line(2, "a@b.pl", post="główny księgowy", department="Śródmieście")
    assert nominations.read_list(upload) == [line]


def test_a_workbook_is_read_with_rows_numbered_as_in_the_file():
    upload = xlsx_of(["Imię", "ADRES E-MAIL", "Gmina", "Rodzaj miejsca"], [], ["Ewa", " a@b.pl ", 1465011, "zdalnie"])
    assert nominations.read_list(upload) == [Line(3, "a@b.pl", town="1465011", place_kind="zdalnie")]


def test_a_quoted_cell_may_hold_the_separator():
    assert nominations.read_list(csv_of("e-mail;stanowisko", 'a@b.pl;"a; b"'))[0].post == "a; b"


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (SimpleUploadedFile("osoby.csv", b""), "file_empty"),
        (csv_of("e-mail"), "list_empty"),
        (csv_of("imię;nazwisko", "Ewa;Nowak"), "column_missing"),
        (csv_of("e-mail;mail", "a@b.pl;c@d.pl"), "column_twice"),
        (csv_of("e-mail", *["a@b.pl"] * 501), "too_many_rows"),
        (csv_of("e-mail", *["a@b.pl"] * 1001), "too_many_rows"),
        (csv_of("e-mail", "a@b.pl", name="osoby.pdf"), "file_type"),
        (csv_of("e-mail", "a@b.pl", name="osoby.xlsx"), "file_content"),
        (xlsx_of(["e-mail"], ["a@b.pl"], name="osoby.csv"), "file_content"),
        (SimpleUploadedFile("osoby.csv", b"e-mail\r\n\x81\x83@b.pl"), "file_content"),
        (SimpleUploadedFile("osoby.csv", b'e-mail\r\n"a@b.pl"x'), "file_content"),
        (SimpleUploadedFile("osoby.csv", b"a" * (2 * 1024**2 + 1)), "file_too_large"),
    ],
)
def test_a_file_that_is_no_list_is_refused(upload, code):
    assert code_of(upload) == code


def repacked(change) -> SimpleUploadedFile:
    """A workbook whose parts went through `change(name, content)`."""
    packed, again = io.BytesIO(xlsx_of(["e-mail"], ["a@b.pl"]).read()), io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return SimpleUploadedFile("osoby.xlsx", again.getvalue())


def test_a_damaged_workbook_is_refused():
    assert code_of(repacked(lambda name, content: b"<" if "sheet1" in name else content)) == "file_content"


def test_a_workbook_that_unpacks_to_far_too_much_is_refused():
    blown = b"<!--" + b"x" * 40 * 1024**2 + b"-->"
    upload = repacked(lambda name, content: content + blown if "sheet1" in name else content)
    assert code_of(upload) == "file_bomb"


def test_a_workbook_whose_last_cell_is_far_away_is_refused_soon():
    far = (b'<row r="1">', b'<row r="1048000">')
    upload = repacked(lambda name, content: content.replace(*far) if "sheet1" in name else content)
    assert code_of(upload) in {"too_many_rows", "column_missing", "list_empty"}


# -- looking --------------------------------------------------------------------------------------------


def test_every_wrong_row_is_named_and_the_others_say_what_becomes_of_them(world, edition, people):
    first, second, third = people
    foreign, stranger = world.clerk(world.other_town), RoleFactory().user
    world.enrol(edition)
    already = Enrolment.objects.get().person
    texts = [
        Line(2, first.email),
        Line(3, second.email.upper()),
        Line(4, first.email),
        Line(5, foreign.email),
        Line(6, stranger.email),
        Line(7, "nikt@example.org"),
        Line(8, already.email),
        Line(9, ""),
        Line(10, "bez małpy"),
        Line(11, third.email, post="=1+1"),
        Line(12, third.email, post="x" * 121),
        Line(13, third.email, place_kind="na dachu"),
        Line(14, third.email, town="Gdzie indziej"),
        Line(15, world.clerk().email, post="a\x00b"),
    ]
    checked = nominations.check(edition=edition, lines=texts, by=world.coordinator)
    found = [finding.refusal.code if finding.refusal else str(finding.row.state) for finding in checked.findings]
    assert found == [
        "confirmed",
        "waitlisted",
        "twice_in_list",
        "person_unknown",
        "person_unknown",
        "person_unknown",
        "nominated_already",
        "email_missing",
        "email",
        "formula",
        "too_long",
        "kind_unknown",
        "not_of_town",
        "characters",
    ]
    assert checked.wrong == 12
    assert checked.findings[1].row.position == 1


def test_looking_writes_nothing(world, edition, people, django_capture_on_commit_callbacks):
    before = Event.objects.count(), Message.objects.count()
    with django_capture_on_commit_callbacks() as callbacks:
        nominations.check(edition=edition, lines=lines_of(*people), by=world.coordinator)
    assert Enrolment.objects.count() == 0
    assert (Event.objects.count(), Message.objects.count(), callbacks) == (*before, [])
    assert Edition.objects.get(pk=edition.pk).next_queue_no == 1


def test_looking_takes_no_lock(world, edition, people):
    with CaptureQueriesContext(connection) as asked:
        nominations.check(edition=edition, lines=lines_of(*people), by=world.coordinator)
    # Whoever enrols meanwhile does not wait: nothing but reading, in no transaction of its own.
    assert {query["sql"].lstrip("(").split()[0] for query in asked} == {"SELECT"}
    assert [query["sql"] for query in asked if " FOR " in query["sql"]] == []


RULES = {
    "plain": {"capacity": 3},
    "one city's share": {"capacity": 9, "per_city_limit": 3},
    "with approval": {"capacity": 3, "approval_steps": 1},
    "approval without a seat": {"capacity": 3, "approval_steps": 1, "approval_holds_seat": False},
    "a committee": {"capacity": 3, "selection": Selection.RANKED},
    "no waiting list": {"capacity": 3, "waitlist_enabled": False},
    "two kinds of places": {"capacity": 3, "mode": Mode.HYBRID, "online_capacity": 2},
    "closed": {"capacity": 3, "closes_at": ENROLMENT_OPEN},
}


@pytest.mark.parametrize("allotted", [False, True])
@pytest.mark.parametrize("rules", RULES)
def test_what_is_foretold_is_what_becomes_of_them(world, rules, allotted):
    edition = world.edition(**RULES[rules])
    if rules != "closed":
        world.enrol(edition, 1)
    if allotted:
        release = START - timedelta(days=2)
        places.allocate(edition=edition, city=world.other_town, seats=1, release_at=release, by=world.organiser)
    lines = [
        Line(number, world.clerk(town).email, place_kind=kind)
        for number, (town, kind) in enumerate(
            [(world.town, ""), (world.other_town, "online"), (world.town, "online"), (world.other_town, "")], 1
        )
    ]
    checked = nominations.check(edition=edition, lines=lines, by=world.organiser, reason="Pismo.")
    foretold = [told(finding.refusal or finding.row) for finding in checked.findings]
    assert foretold == [told(nominated(world, edition, line)) for line in lines]


@pytest.mark.parametrize("waiting", [0, 1])
@pytest.mark.parametrize("ended", ["offer", "approval", "allotment"])
def test_seats_whose_time_is_over_count_as_free_although_nobody_swept(world, clock, ended, waiting):
    steps, released = int(ended == "approval"), ENROLMENT_OPEN + timedelta(days=9)
    edition = world.edition(capacity=1, approval_steps=steps)
    if ended == "allotment":
        given = {"city": world.other_town, "seats": 1, "release_at": released, "by": world.organiser}
        places.allocate(edition=edition, **given)
    first, *_others = world.enrol(edition, 1 + waiting + (ended == "offer"))
    if ended == "offer":
        places.withdraw(enrolment=first, by=first.person)
    asked = edition.enrolments.active().order_by("queue_no").first()
    clock(released)
    lines = lines_of(world.clerk(), asked.person, world.clerk())
    checked = nominations.check(edition=edition, lines=lines, by=world.coordinator)
    foretold = [told(finding.refusal or finding.row) for finding in checked.findings]
    assert Enrolment.objects.get(pk=asked.pk).state == asked.state
    assert foretold == [told(nominated(world, edition, line, by=world.coordinator)) for line in lines]
    assert (foretold[0][:2] == ("confirmed", True)) is (ended == "offer" and not waiting)


def nominated(world, edition, line: Line, *, by=None) -> Enrolment | Refused:
    """What becomes of a line when nobody has looked at it before: what is said under the lock."""
    by = by or world.organiser
    (finding,) = match(edition, [line], by, "Pismo.")
    try:
        return places.nominate(edition=edition, nominees=[finding.nominee], by=by)[0]
    except Refused as refusal:
        return refusal


def told(what: Enrolment | Refused) -> tuple[object, ...]:
    if isinstance(what, Refused):
        return (what.code,)
    return (what.state, what.holds_seat, what.place_kind, what.position_in_line)


def test_somebody_of_two_towns_comes_for_the_one_that_is_written(world, edition, people):
    RoleFactory(user=people[0], organisation=world.other_town)
    look = {"edition": edition, "by": world.organiser, "reason": "Pismo miasta."}
    (finding,) = nominations.check(lines=lines_of(people[0]), **look).findings
    assert finding.refusal.code == "town_missing"
    (finding,) = nominations.check(lines=lines_of(people[0], town=world.other_town.name.upper()), **look).findings
    assert finding.nominee.city == world.other_town


def test_a_closed_window_is_said_of_each_row(world, edition, people, clock):
    clock(START - timedelta(days=1))
    checked = nominations.check(edition=edition, lines=lines_of(*people), by=world.coordinator)
    assert {finding.refusal.code for finding in checked.findings} == {"enrolment_closed"}


def test_only_who_enrols_others_may_look(edition, people):
    look = {"edition": edition, "lines": lines_of(*people), "by": people[0]}
    assert refusal(nominations.check, **look).code == "cannot_enrol_others"
    assert refusal(nominations.nominate_list, **look).status == 403


# -- taking in ------------------------------------------------------------------------------------------


def test_all_come_in_in_the_order_of_the_list(world, edition, people):
    lines = lines_of(*people, post="inspektor", department="Promocja")
    rows = nominations.nominate_list(edition=edition, lines=lines, by=world.coordinator)
    assert [row.person for row in rows] == people
    assert [row.state for row in rows] == [EnrolmentState.CONFIRMED] * 2 + [EnrolmentState.WAITLISTED]
    assert {(row.source, row.post, row.department, row.city) for row in rows} == {
        (Source.IMPORT, "inspektor", "Promocja", world.town)
    }
    event = Event.objects.get(action="trainings.edition.nominated")
    assert (event.actor_id, event.object_id, event.after) == (world.coordinator.pk, str(edition.pk), {"people": 3})


def test_one_wrong_row_in_three_hundred_writes_nothing(world, people):
    edition = world.edition(capacity=300)
    clerks = RoleFactory.create_batch(299, organisation=world.town, user__password=None)
    lines = lines_of(*[role.user for role in clerks])
    lines.insert(150, Line(999, "nikt@example.org"))
    refused = refusal(nominations.nominate_list, edition=edition, lines=lines, by=world.coordinator)
    assert (refused.code, refused.facts) == ("list_wrong", {"rows": [{"row": 999, "code": "person_unknown"}]})
    assert "999" in str(refused.message)
    assert Enrolment.objects.count() == 0


@pytest.mark.usefixtures("english")
def test_a_rule_that_says_no_to_one_row_says_it_of_that_row(world, edition, people):
    Edition.objects.update(waitlist_enabled=False)
    refused = refusal(nominations.nominate_list, edition=edition, lines=lines_of(*people), by=world.coordinator)
    assert (refused.code, refused.facts) == ("list_wrong", {"rows": [{"row": 4, "code": "edition_full"}]})
    assert str(refused.message).startswith("Nobody was enrolled. Row 4: All places are taken")
    assert Enrolment.objects.count() == 0
    assert not Message.objects.exists()


@pytest.mark.usefixtures("english")
def test_the_refusal_names_every_wrong_row_whoever_says_no(world, edition, people):
    first, second, third = people
    places.enrol(edition=edition, person=second, by=second)
    lines = [Line(2, first.email), Line(3, second.email), Line(4, "nikt@example.org"), Line(5, third.email, post="=1")]
    refused = refusal(nominations.nominate_list, edition=edition, lines=lines, by=world.coordinator)
    codes = {3: "nominated_already", 4: "person_unknown", 5: "formula"}
    assert (refused.code, refused.status) == ("list_wrong", 409)
    assert refused.facts == {"rows": [{"row": row, "code": code} for row, code in codes.items()]}
    assert str(refused.message) == "Nobody was enrolled: rows 3, 4, 5 are wrong."
    assert list(Enrolment.objects.values_list("person", flat=True)) == [second.pk]


@pytest.mark.usefixtures("english")
def test_what_is_wrong_with_several_rows_alike_is_said_once(world, edition, people):
    for person in people[:2]:
        places.enrol(edition=edition, person=person, by=person)
    refused = refusal(nominations.nominate_list, edition=edition, lines=lines_of(*people), by=world.coordinator)
    assert refused.facts["rows"] == [{"row": row, "code": "nominated_already"} for row in (2, 3)]
    assert str(refused.message) == "Nobody was enrolled. Rows 2, 3: This person is in this training already."


@pytest.fixture
def meanwhile(monkeypatch):
    """`meanwhile(act)`: somebody does that after the list was looked at, before the lock."""

    def interfere(act) -> None:
        looked_at = taking.findings_of

        def look(*given):
            found = looked_at(*given)
            act()
            return found

        monkeypatch.setattr(taking, "findings_of", look)

    return interfere


@pytest.mark.usefixtures("english")
def test_who_was_faster_is_found_under_the_lock(world, edition, people, meanwhile):
    meanwhile(lambda: places.enrol(edition=edition, person=people[1], by=people[1]))
    refused = refusal(nominations.nominate_list, edition=edition, lines=lines_of(*people), by=world.coordinator)
    assert (refused.code, refused.facts) == ("list_wrong", {"rows": [{"row": 3, "code": "nominated_already"}]})
    assert "Row 3: This person is in this training already." in str(refused.message)
    assert not Enrolment.objects.exclude(person=people[1]).exists()


def test_a_role_that_ends_before_the_lock_does_not_count(world, edition, people, meanwhile):
    meanwhile(lambda: people[2].roles.update(valid_to=ENROLMENT_OPEN.date()))
    refused = refusal(nominations.nominate_list, edition=edition, lines=lines_of(*people), by=world.coordinator)
    assert refused.facts["rows"] == [{"row": 4, "code": "not_eligible"}]
    assert not Enrolment.objects.exists()


def test_which_other_town_enrolled_somebody_is_told_to_who_may_see_it(world, edition, people):
    for person in people:
        RoleFactory(user=person, organisation=world.other_town)
        places.enrol(edition=edition, person=person, city=world.other_town, by=person)
    lines = lines_of(*people, town=world.town.name)
    for by, is_told in ((world.coordinator, False), (world.organiser, True)):
        refused = refusal(nominations.nominate_list, edition=edition, lines=lines, by=by, reason="Pismo.")
        assert refused.facts["rows"] == [{"row": row, "code": "already_enrolled"} for row in (2, 3, 4)]
        assert (world.other_town.name in str(refused.message)) is is_told


@pytest.mark.parametrize("rows", [2, 30])
@pytest.mark.parametrize("are", ["new", "in", "in elsewhere", "of many towns"])
def test_looking_takes_few_statements_whatever_the_length(world, rows, are, django_assert_max_num_queries):
    edition = world.edition(capacity=99)
    towns = [world.town] * rows
    if are == "of many towns":
        towns = [ProjectPartnerFactory(project=world.project).organisation for _ in range(rows)]
    people = [world.clerk(town) for town in towns]
    for person in people if are.startswith("in") else []:
        city = world.town
        if are == "in elsewhere":
            city = RoleFactory(user=person, organisation=world.other_town).organisation
        places.enrol(edition=edition, person=person, city=city, by=person)
    lines = lines_of(*people, town="" if are == "of many towns" else world.town.name)
    by = world.organiser if are == "of many towns" else world.coordinator
    with django_assert_max_num_queries(12):
        checked = nominations.check(edition=edition, lines=lines, by=by, reason="Pismo.")
    assert checked.wrong == (rows if are.startswith("in") else 0)
    if checked.wrong:
        # With the savepoint of a service that is called within a transaction.
        with django_assert_max_num_queries(14):
            refusal(nominations.nominate_list, edition=edition, lines=lines, by=by)


@pytest.mark.usefixtures("english")
def test_an_organiser_says_why(world, edition, people):
    given = {"edition": edition, "lines": lines_of(*people), "by": world.organiser}
    refused = refusal(nominations.nominate_list, **given)
    assert {row["code"] for row in refused.facts["rows"]} == {"reason_missing"}
    assert "Rows 2, 3, 4: Say why" in str(refused.message)
    assert len(nominations.nominate_list(**given, reason="Pismo miasta.")) == 3


def test_a_training_for_nominated_people_takes_the_list(world, people):
    edition = world.edition(selection=Selection.NOMINATION)
    assert len(nominations.nominate_list(edition=edition, lines=lines_of(*people), by=world.coordinator)) == 3


# -- the coordinator on the own list ----------------------------------------------------------------------


@pytest.fixture
def nominating(world):
    """Where cities nominate."""
    return world.edition(selection=Selection.NOMINATION)


def test_a_coordinator_nominates_herself_as_the_city(world, nominating, people):
    lines = lines_of(people[0], world.coordinator)
    (finding,) = nominations.check(edition=nominating, lines=lines[1:], by=world.coordinator).findings
    assert (finding.refusal, finding.row.state) == (None, "confirmed")
    rows = nominations.nominate_list(edition=nominating, lines=lines, by=world.coordinator)
    assert [(row.person, row.source, row.events.get().acting_as) for row in rows] == [
        (people[0], "import", "coordinator"),
        (world.coordinator, "import", "coordinator"),
    ]


def test_a_coordinator_enrols_herself_where_cities_nominate(world, nominating):
    answer = post(api_of(world.coordinator), "enrolments/", {"edition": nominating.pk})
    assert (answer.status_code, answer.json()["source"]) == (201, "coordinator")
    row = Enrolment.objects.get()
    assert (row.person, row.events.get().acting_as) == (world.coordinator, "coordinator")


def test_a_coordinator_chooses_herself_on_the_page(world, page, nominating):
    given = {"who": f"{world.coordinator.pk}-{world.town.pk}"}
    assert page.post(url("edition-enrol-other", nominating.pk), given).status_code == 302
    assert Enrolment.objects.get().person == world.coordinator


def test_elsewhere_a_coordinator_enrols_herself_as_anybody(world, edition):
    row, _is_new = places.enrol(edition=edition, person=world.coordinator, by=world.coordinator)
    assert (row.source, row.events.get().acting_as) == ("self", "person")


def test_nobody_but_the_coordinator_of_the_place_nominates_himself(world, nominating):
    approver = RoleFactory(role=RoleCode.APPROVER, organisation=world.town).user
    other = RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=world.other_town).user
    for person in (world.clerk(), approver, other, world.organiser):
        if not person.roles.filter(organisation=world.town).exists():
            RoleFactory(user=person, organisation=world.town)
        given = {"edition": nominating, "person": person, "city": world.town, "by": person, "reason": "Sam."}
        assert refusal(places.enrol, **given).code == "nomination_only"
    lines = lines_of(world.organiser)
    refused = refusal(nominations.nominate_list, edition=nominating, lines=lines, by=world.organiser, reason="Sam.")
    assert refused.facts["rows"] == [{"row": 2, "code": "nomination_only"}]


def test_a_coordinator_who_nominates_herself_does_not_approve_herself(world):
    edition = world.edition(selection=Selection.NOMINATION, approval_steps=1)
    (row,) = nominations.nominate_list(edition=edition, lines=lines_of(world.coordinator), by=world.coordinator)
    assert row.state == EnrolmentState.AWAITING_APPROVAL
    refused = refusal(places.approve, approval=row.approvals.get(), by=world.coordinator)
    assert (refused.code, refused.status) == ("own_enrolment", 403)


@pytest.mark.parametrize("selection", [Selection.FIRST_COME, Selection.NOMINATION])
def test_whoever_is_on_the_list_is_asked_for_the_texts_later_who_sends_it_too(world, selection):
    both, edition = hold_both(world), world.edition(selection=selection)
    (row,) = nominations.nominate_list(edition=edition, lines=lines_of(world.coordinator), by=world.coordinator)
    assert (row.awaits_texts, row.regulation_id) == (True, None)
    row = consents.accept_texts(enrolment=row, accepts=both, by=world.coordinator)
    assert (row.awaits_texts, row.regulation_id) == (False, both[0])


def test_a_coordinator_who_ticks_the_texts_with_the_own_place_has_accepted_them(world, nominating):
    both = hold_both(world)
    given = {"edition": nominating, "person": world.coordinator, "by": world.coordinator}
    assert refusal(places.enrol, **given, accepts=both[:1]).code == "texts_not_accepted"
    row, _is_new = places.enrol(**given, accepts=both)
    assert (row.awaits_texts, row.regulation_id) == (False, both[0])


# -- the pages --------------------------------------------------------------------------------------------


def upload(page, edition, *people):
    rows = [f"{person.email};inspektor" for person in people]
    return page.post(url("edition-nominate", edition.pk), {"file": csv_of("e-mail;stanowisko", *rows)})


def test_a_list_is_uploaded_looked_at_and_confirmed(page, edition, people):
    answer = upload(page, edition, *people)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "number 1 in the line" in words
    assert Enrolment.objects.count() == 0
    given = {"token": answer.context["checked"].token, "once": "a"}
    for _twice in range(2):
        done = page.post(url("edition-nominate-confirm", edition.pk), given)
        assert done.status_code == 302
    assert Enrolment.objects.count() == 3


def test_a_wrong_row_is_shown_and_there_is_nothing_to_confirm(page, world, edition, people):
    answer = upload(page, edition, people[0], world.clerk(world.other_town))
    assert answer.status_code == 422
    assert "1 row is wrong" in answer.content.decode()
    assert url("edition-nominate-confirm", edition.pk) not in answer.content.decode()
    assert [finding.line.number for finding in answer.context["checked"].wrong_first] == [3, 2]


def test_what_changed_between_the_two_is_shown(page, world, edition, people):
    token = upload(page, edition, *people).context["checked"].token
    Edition.objects.update(waitlist_enabled=False)
    answer = page.post(url("edition-nominate-confirm", edition.pk), {"token": token})
    assert answer.status_code == 409
    assert "Row 4: All places are taken" in answer.content.decode()
    assert Enrolment.objects.count() == 0


def test_a_list_confirmed_too_late_names_every_wrong_row(page, world, edition, people):
    token = upload(page, edition, *people).context["checked"].token
    for person in (people[0], people[2]):
        places.enrol(edition=edition, person=person, by=person)
    answer = page.post(url("edition-nominate-confirm", edition.pk), {"token": token})
    assert answer.status_code == 409
    assert "Rows 2, 4: This person is in this training already." in answer.content.decode()
    assert [finding.line.number for finding in answer.context["checked"].findings if finding.refusal] == [2, 4]
    assert Enrolment.objects.count() == 2


@pytest.mark.parametrize("spoil", ["", "x", "cut", "old", "other edition", "other person"])
def test_a_list_nobody_looked_at_is_not_taken(world, edition, people, clock, spoil):
    page = signed_in(world.coordinator)
    token = upload(page, edition, *people).context["checked"].token
    if spoil == "old":
        clock(ENROLMENT_OPEN + timedelta(hours=1, minutes=1))
    if spoil == "other edition":
        edition = world.edition()
    if spoil == "other person":
        page = signed_in(RoleFactory(role=RoleCode.CITY_COORDINATOR, organisation=world.town).user)
    sent = {"": "", "x": "x", "cut": token[:-1]}.get(spoil, token)
    answer = page.post(url("edition-nominate-confirm", edition.pk), {"token": sent})
    assert answer.status_code == 409
    assert "Upload it again" in answer.content.decode()
    assert Enrolment.objects.count() == 0


def test_a_file_that_is_no_list_is_an_error_of_the_form(page, edition):
    answer = page.post(url("edition-nominate", edition.pk), {"file": csv_of("imię", "Ewa")})
    assert answer.status_code == 409
    assert "Take the template" in answer.content.decode()


def test_the_template_has_the_columns_that_are_read(page, world, edition, people):
    answer = page.get(url("nominations-template"))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    head = [cell.value for cell in next(book.active.iter_rows())]
    assert head == [names[0] for names in nominations.HEADS.values()]
    assert nominations.read_list(xlsx_of(head, [people[0].email])) == [Line(2, people[0].email)]


# -- the API ----------------------------------------------------------------------------------------------


def test_a_program_nominates_all_or_nobody(world, edition, people):
    api = api_of(world.coordinator)
    given = {"nominees": [{"email": person.email, "post": "inspektor"} for person in people]}
    wrong = {"nominees": [*given["nominees"], {"email": "nikt@example.org"}]}
    answer = post(api, f"editions/{edition.pk}/nominate/", wrong)
    assert (answer.status_code, answer.json()["rows"]) == (409, [{"row": 4, "code": "person_unknown"}])
    assert Enrolment.objects.count() == 0
    answer = post(api, f"editions/{edition.pk}/nominate/", given)
    assert answer.status_code == 201
    assert [row["state"] for row in answer.json()] == ["confirmed", "confirmed", "waitlisted"]


def test_a_program_is_told_every_wrong_row(world, edition, people):
    for person in (people[0], people[2]):
        places.enrol(edition=edition, person=person, by=person)
    api = api_of(world.coordinator)
    given = {"nominees": [{"email": email} for email in (people[0].email, "nikt@example.org", people[2].email)]}
    answer = post(api, f"editions/{edition.pk}/nominate/", given)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "list_wrong")
    assert told["rows"] == [
        {"row": 1, "code": "nominated_already"},
        {"row": 2, "code": "person_unknown"},
        {"row": 3, "code": "nominated_already"},
    ]
    shown = post(api, f"editions/{edition.pk}/nominate-preview/", given).json()
    assert [{"row": row["row"], "code": row["code"]} for row in shown["rows"]] == told["rows"]
    assert Enrolment.objects.count() == 2


def test_a_program_looks_first_and_nothing_is_written(world, edition, people, django_capture_on_commit_callbacks):
    before = Event.objects.count(), Message.objects.count()
    given = {"nominees": [{"email": person.email} for person in people] + [{"email": "nikt@example.org"}]}
    with django_capture_on_commit_callbacks() as callbacks:
        answer = post(api_of(world.coordinator), f"editions/{edition.pk}/nominate-preview/", given)
    unknown = "Nobody with this address has an account and works in a town you enrol for."
    nobody = dict.fromkeys(["person", "city", "state", "place_kind", "position"])
    place = {"city": world.town.pk, "place_kind": "onsite", "code": None, "detail": None}
    assert answer.status_code == 200
    assert answer.json() == {
        "wrong": 1,
        "rows": [
            {"row": 1, "person": people[0].pk, "state": "confirmed", "position": None, **place},
            {"row": 2, "person": people[1].pk, "state": "confirmed", "position": None, **place},
            {"row": 3, "person": people[2].pk, "state": "waitlisted", "position": 1, **place},
            {"row": 4, **nobody, "code": "person_unknown", "detail": unknown},
        ],
    }
    assert (Event.objects.count(), Message.objects.count(), callbacks) == (*before, [])
    assert Enrolment.objects.count() == 0
    assert Edition.objects.get(pk=edition.pk).next_queue_no == 1


def test_only_a_program_of_who_enrols_others_looks(edition, people):
    given = {"nominees": [{"email": people[0].email}]}
    answer = post(api_of(people[0]), f"editions/{edition.pk}/nominate-preview/", given)
    assert (answer.status_code, answer.json()["code"]) == (403, "cannot_enrol_others")
