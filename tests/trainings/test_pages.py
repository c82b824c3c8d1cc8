"""The catalogue, and the pages of clerks and coordinators."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.factories.trainings import (
    START,
    EditionFactory,
    EnrolmentFactory,
)
from tests.trainings.browsing import html, listed, signed_in, url
from tests.trainings.conftest import ENROLMENT_OPEN
from trainings.choices import EditionState, EnrolmentState, Selection
from trainings.models import Course, Enrolment
from trainings.services import places

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(world):
    return world.clerk()


@pytest.fixture
def page(clerk):
    return signed_in(clerk)


@pytest.fixture
def desk(world):
    """The organiser's browser."""
    return signed_in(world.organiser)


# -- catalogue -------------------------------------------------------------------------------------


def test_the_catalogue_shows_what_is_still_to_come(page, world):
    coming = world.edition()
    over = world.edition(starts_at=START - timedelta(days=60))
    assert listed(page, "editions") == [coming.pk]
    assert listed(page, "editions", past="on") == [over.pk, coming.pk]
    assert listed(page, "editions", starts_to="2026-09-01") == [over.pk]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "retencja"}, ["A"]),
        ({"q": "retention COURSE"}, ["A"]),
        ({"mode": "online"}, ["B"]),
        ({"starts_from": "2026-10-06"}, ["B"]),
        ({"starts_to": "2026-10-05"}, ["A"]),
        ({"free": "on"}, ["B"]),
        ({"waits": "on"}, ["A"]),
        ({"mine": "on"}, ["A"]),
        ({"sort": "-start"}, ["B", "A"]),
        ({"sort": "code"}, ["A", "B"]),
    ],
)
def test_the_catalogue_is_filtered_and_sorted(page, world, query, found):
    Course.objects.update(title_pl="Retencja wody", title_en="Retention course")
    first = world.edition(code="A", capacity=1)
    other = EditionFactory(course__project=world.project, code="B", mode="online", starts_at=START + timedelta(days=1))
    other.cities.add(world.other_town)
    world.enrol(first)
    by_code = {"A": first.pk, "B": other.pk}
    assert listed(page, "editions", **query) == [by_code[code] for code in found]


def test_who_nominates_is_not_sent_to_the_coordinator(world):
    edition = world.edition(selection=Selection.NOMINATION)
    ask, do = "ask the coordinator of your town", "enrol them or nominate them from a list"
    for user, said, unsaid in ((world.coordinator, do, ask), (world.clerk(), ask, do)):
        shown = html(signed_in(user), "edition", edition.pk)
        assert (said in shown, unsaid in shown) == (True, False)


def test_htmx_gets_the_results_alone(page, world):
    world.edition()
    answer = page.get(url("editions"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.templates[0].name) == (
        200,
        "trainings/_editions.html",
    )


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("query", [{}, {"free": "on", "q": "ED"}])
def test_the_catalogue_asks_the_same_whatever_its_length(page, world, rows, query, django_assert_max_num_queries):
    for number in range(rows):
        EnrolmentFactory(edition=world.edition(starts_at=START + timedelta(days=number)))
    with django_assert_max_num_queries(8):
        page.get(url("editions"), query)


def test_an_edition_takes_few_statements(world, django_assert_max_num_queries):
    edition = world.edition(capacity=1)
    world.enrol(edition, 2)
    for user in (world.organiser, world.coordinator, world.clerk()):
        client = signed_in(user)
        with django_assert_max_num_queries(15):
            client.get(url("edition", edition.pk))


def test_an_edition_says_where_one_stands(page, clerk, world):
    edition = world.edition(capacity=1)
    world.enrol(edition)
    shown = html(page, "edition", edition.pk)
    assert "If you enrol now, you are number 1 on the waiting list" in shown
    places.enrol(edition=edition, person=clerk, by=clerk)
    assert "Number 1 on the waiting list" in html(page, "edition", edition.pk)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"opens_at": ENROLMENT_OPEN + timedelta(days=1)}, "Enrolment opens on"),
        ({"closes_at": ENROLMENT_OPEN}, "Enrolment is closed."),
        ({"state": EditionState.CANCELLED}, "This training was cancelled."),
        ({}, "20 places are free."),
    ],
)
def test_an_edition_says_whether_one_may_enrol(page, world, given, text):
    assert text in html(page, "edition", world.edition(**given).pk)


def test_a_place_that_is_kept_for_ones_town_is_on_offer_though_the_rest_is_taken(page, clerk, world):
    edition = world.edition(capacity=3, waitlist_enabled=False)
    release_at = START - timedelta(days=5)
    places.allocate(edition=edition, city=world.town, seats=2, release_at=release_at, by=world.organiser)
    elsewhere = world.clerk(world.other_town)
    places.enrol(edition=edition, person=elsewhere, by=elsewhere)
    world.enrol(edition)
    shown = html(page, "edition", edition.pk)
    assert "1 place is free." in shown
    assert f"Places kept for {world.town} until" in shown
    assert ": 2, used: 1." in shown
    assert url("edition-enrol", edition.pk) in shown
    assert "it is yours as soon as you enrol" in html(page, "edition-enrol", edition.pk)
    other = html(signed_in(world.clerk(world.other_town)), "edition", edition.pk)
    assert "All places are taken, and there is no waiting list." in other
    assert "Places kept for" not in other
    page.post(url("edition-enrol", edition.pk), {"city": world.town.pk})
    assert Enrolment.objects.get(person=clerk).state == "confirmed"


def test_whose_town_has_its_share_reads_so_though_places_are_free(page, world):
    edition = world.edition(capacity=5, per_city_limit=2)
    world.enrol(edition)
    assert "1 place is free." in html(page, "edition", edition.pk)
    world.enrol(edition)
    shown = html(page, "edition", edition.pk)
    assert "Your town has as many people in as it may (2). If you enrol now, you are number 1" in shown
    other = signed_in(world.clerk(world.other_town))
    assert "2 places are free." in html(other, "edition", edition.pk)


def test_ones_own_place_comes_before_the_sessions_so_that_a_phone_shows_it_early(page, world):
    shown = html(page, "edition", world.edition().pk)
    assert shown.index('id="facts-title"') < shown.index('id="mine-title"') < shown.index('id="sessions-title"')


# -- one's own place -------------------------------------------------------------------------------


def test_a_clerk_enrols_in_two_steps(page, clerk, world):
    edition = world.edition()
    assert world.town.name not in html(page, "edition-enrol", edition.pk)  # one town: nothing to choose
    answer = page.post(
        url("edition-enrol", edition.pk), {"city": world.town.pk, "post": "inspektor", "department": "", "once": "k"}
    )
    row = Enrolment.objects.get(person=clerk)
    assert (answer.status_code, answer["Location"]) == (302, url("enrolment", row.pk))
    assert "The place is confirmed." in html(page, "enrolment", row.pk)


def test_a_second_click_enrols_no_second_time(page, clerk, world):
    edition = world.edition()
    given = {"city": world.town.pk, "once": "k"}
    first, second = (page.post(url("edition-enrol", edition.pk), given) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Enrolment.objects.count() == 1


def test_post_and_department_are_remembered(page, clerk, world):
    EnrolmentFactory(edition=world.edition(), person=clerk, post="skarbnik")
    assert 'value="skarbnik"' in html(page, "edition-enrol", world.edition().pk)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"opens_at": ENROLMENT_OPEN + timedelta(days=1)}, "Enrolment opens on"),
        ({"closes_at": ENROLMENT_OPEN}, "Enrolment is closed."),
        ({"selection": "nomination"}, "Cities name people for this training"),
    ],
)
def test_a_form_that_leads_nowhere_gives_way_to_the_page_that_says_why(page, world, given, text):
    answer = page.get(url("edition-enrol", world.edition(**given).pk), follow=True)
    assert text in answer.content.decode()
    assert answer.redirect_chain


def test_who_is_enrolled_already_reads_where_they_stand_and_no_second_form(page, clerk, world):
    edition = world.edition()
    page.post(url("edition-enrol", edition.pk), {"city": world.town.pk})
    answer = page.get(url("edition-enrol", edition.pk))
    assert (answer.status_code, answer["Location"]) == (302, url("edition", edition.pk))


def test_a_refusal_is_shown_in_the_form_with_its_status(page, world):
    edition = world.edition(closes_at=ENROLMENT_OPEN)
    answer = page.post(url("edition-enrol", edition.pk), {"city": world.town.pk})
    assert (answer.status_code, answer.context["refusal"].code) == (409, "enrolment_closed")
    assert "Enrolment for this training is closed." in answer.content.decode()


def test_a_forged_city_is_a_mistake_in_the_form(page, world):
    answer = page.post(url("edition-enrol", world.edition().pk), {"city": world.other_town.pk})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["city"])


@pytest.fixture
def offered(world, clerk):
    edition = world.edition(capacity=1)
    (first,) = world.enrol(edition)
    row, _ = places.enrol(edition=edition, person=clerk, by=clerk)
    places.withdraw(enrolment=first, by=first.person)
    return row


def test_an_offer_is_answered_with_one_button(page, offered):
    shown = html(page, "enrolments")
    assert url("enrolment-accept", offered.pk) in shown
    assert "accept before 17 Sep 2026, 09:00".replace(" ", "") in shown.replace("\N{NO-BREAK SPACE}", "").replace(
        " ", ""
    )
    answer = page.post(url("enrolment-accept", offered.pk))
    offered.refresh_from_db()
    assert (answer.status_code, offered.state) == (302, "confirmed")


@pytest.mark.parametrize("name", ["edition", "enrolment"])
def test_an_offer_has_one_way_in_and_one_way_out(page, offered, name):
    shown = html(page, name, offered.edition_id if name == "edition" else offered.pk)
    assert url("enrolment-accept", offered.pk) in shown
    assert url("enrolment-decline", offered.pk) in shown
    assert url("enrolment-withdraw", offered.pk) not in shown


def test_who_may_withdraw_reads_until_when_it_is_free(page, clerk, world):
    row, _created = places.enrol(edition=world.edition(), person=clerk, by=clerk)
    assert "Free withdrawal until" in html(page, "enrolment", row.pk)
    places.withdraw(enrolment=row, by=clerk)
    assert "Free withdrawal until" not in html(page, "enrolment", row.pk)


def test_an_offer_is_declined_with_one_button(page, offered):
    page.post(url("enrolment-decline", offered.pk))
    offered.refresh_from_db()
    assert offered.state == "withdrawn"


@pytest.mark.parametrize("name", ["enrolment-accept", "enrolment-decline"])
def test_a_link_never_answers(page, offered, name):
    assert page.get(url(name, offered.pk)).status_code == 405


def test_too_late_is_a_page_that_says_so(offered, clock):
    clock(ENROLMENT_OPEN + timedelta(hours=48))
    answer = signed_in(offered.person).post(url("enrolment-accept", offered.pk))
    assert (answer.status_code, answer.context["code"]) == (409, "offer_expired")
    offered.refresh_from_db()
    assert offered.state == "lapsed"


def test_withdrawing_asks_first(page, offered):
    asked = html(page, "enrolment-withdraw", offered.pk)
    assert ("goes to the next in line" in asked, asked.count("Withdraw the enrolment")) == (True, 3)
    page.post(url("enrolment-withdraw", offered.pk), {"version": offered.version + 1})
    offered.refresh_from_db()
    assert offered.state == "withdrawn"


def test_a_stale_form_is_refused(page, offered):
    answer = page.post(url("enrolment-withdraw", offered.pk), {"version": 1})
    assert (answer.status_code, answer.context["refusal"].code) == (409, "stale")


def test_the_history_tells_every_step(page, offered):
    shown = html(page, "enrolment", offered.pk)
    assert ("a place became free" in shown, "the platform" in shown) == (True, True)


@pytest.mark.parametrize("rows", [1, 30])
def test_my_trainings_asks_the_same_whatever_its_length(page, clerk, world, rows, django_assert_max_num_queries):
    for _ in range(rows):
        EnrolmentFactory(edition=world.edition(), person=clerk, state=EnrolmentState.WAITLISTED)
    with django_assert_max_num_queries(8):
        page.get(url("enrolments"))


# -- colleagues ------------------------------------------------------------------------------------


def test_a_coordinator_chooses_among_people_of_the_own_city(world):
    colleague, stranger = world.clerk(), world.clerk(world.other_town)
    edition = world.edition()
    client = signed_in(world.coordinator)
    shown = html(client, "edition-enrol-other", edition.pk)
    assert (str(colleague) in shown, str(stranger) in shown) == (True, False)
    client.post(url("edition-enrol-other", edition.pk), {"who": f"{colleague.pk}-{world.town.pk}"})
    assert Enrolment.objects.get().person == colleague
    answer = client.post(url("edition-enrol-other", edition.pk), {"who": f"{stranger.pk}-{world.other_town.pk}"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["who"])


def test_an_organiser_enrols_by_address_and_says_why(desk, world):
    person, edition = world.clerk(), world.edition()
    given = {"email": person.email, "city": world.town.pk}
    answer = desk.post(url("edition-enrol-other", edition.pk), given)
    assert list(answer.context["form"].errors) == ["reason"]
    desk.post(url("edition-enrol-other", edition.pk), {**given, "reason": "Telefon"})
    assert Enrolment.objects.get().person == person


def test_an_organiser_finds_nobody_in_the_wrong_town(desk, world):
    person, edition = world.clerk(), world.edition()
    world.clerk(world.other_town)
    given = {"email": person.email, "city": world.other_town.pk, "reason": "Telefon"}
    answer = desk.post(url("edition-enrol-other", edition.pk), given)
    assert list(answer.context["form"].errors) == ["email"]


def test_a_clerk_has_no_such_page(page, world):
    answer = page.get(url("edition-enrol-other", world.edition().pk))
    assert (answer.status_code, answer.context["code"]) == (403, "cannot_enrol_others")
