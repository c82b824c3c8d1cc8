"""Pages and API of advisory say the same."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from accounts.choices import RoleCode
from advisory.choices import ConsultationState
from advisory.models import Assignment, Consultation
from advisory.queries import accepted_consultations
from config.factories.accounts import RoleFactory, UserFactory
from config.factories.advisory import AdvisorFactory, AssignmentFactory, ConsultationFactory, SubmittedFactory
from config.factories.grants import ProjectPartnerFactory
from config.factories.organisations import MunicipalityFactory
from tests.advisory.conftest import api_of, at, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def typed(assignment, **change) -> dict:
    """What an advisor types on the telephone."""
    return {
        "assignment": assignment.pk,
        "day": "2026-06-15",
        "start": "10:00",
        "minutes": "90",
        "mode": "onsite",
        "topic": "Diagnoza",
        "summary": "Omówiono wskaźniki.",
        "send": "1",
        **change,
    }


def post(user, assignment, **change):
    return page_of(user).post("/advisory/log/", typed(assignment, **change))


# -- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/advisory/", "/advisory/assignments/"])
@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_asks_the_same_number_of_questions_whatever_its_length(
    manager, address, rows, django_assert_max_num_queries
):
    project = manager.project_roles.get().project
    for _ in range(rows):
        SubmittedFactory(assignment=AssignmentFactory(project=project))
    page = page_of(manager)
    with django_assert_max_num_queries(8):
        assert page.get(address).status_code == 200


def seen_by(user) -> set[str]:
    answer = api_of(user).get("/api/v1/consultations/")
    return {row["topic"] for row in answer.json()["results"]}


def test_everybody_sees_what_is_theirs(assignment, advisor, coordinator, manager):
    ConsultationFactory(assignment=assignment, topic="szkic")
    SubmittedFactory(assignment=assignment, topic="wysłana")
    SubmittedFactory(assignment=AssignmentFactory(project=assignment.project), topic="inne miasto")
    SubmittedFactory(topic="inny projekt")
    auditor = RoleFactory(role=RoleCode.AUDITOR, organisation=None).user
    clerk = RoleFactory(organisation=assignment.city).user
    assert seen_by(advisor) == {"szkic", "wysłana"}
    assert seen_by(coordinator) == {"wysłana"}
    assert seen_by(manager) == {"wysłana", "inne miasto"}
    assert seen_by(auditor) == {"szkic", "wysłana", "inne miasto", "inny projekt"}
    assert seen_by(clerk) == seen_by(UserFactory()) == set()


def test_what_is_not_mine_is_not_there(coordinator, assignment):
    draft = ConsultationFactory(assignment=assignment)
    assert page_of(coordinator).get(f"/advisory/{draft.pk}/").status_code == 404
    assert api_of(coordinator).get(f"/api/v1/consultations/{draft.pk}/").status_code == 404


def test_what_waits_for_the_reader_comes_first(assignment, advisor, coordinator):
    waiting = SubmittedFactory(assignment=assignment, topic="czeka")
    accepted = SubmittedFactory(
        assignment=assignment,
        topic="przyjęta",
        state=ConsultationState.ACCEPTED,
        decided_by=coordinator,
        decided_at=at(10, 12),
    )
    queried = SubmittedFactory(assignment=assignment, topic="pytanie", state=ConsultationState.QUERIED)

    def order(user):
        return [row.pk for row in page_of(user).get("/advisory/").context["listing"].page.object_list]

    assert order(coordinator) == [waiting.pk, queried.pk, accepted.pk]
    assert order(advisor) == [queried.pk, accepted.pk, waiting.pk]


@pytest.mark.parametrize(
    ("query", "topics"),
    [
        ({"q": "zolc"}, ["Żółć"]),
        ({"state": "draft"}, ["noc"]),
        ({"first_day": "2026-06-03"}, ["Żółć"]),
        ({"last_day": "2026-06-02"}, ["noc"]),
        ({"first_day": "2026-06-02", "last_day": "2026-06-02"}, ["noc"]),
    ],
)
def test_the_list_is_narrowed_by_words_state_and_warsaw_days(assignment, advisor, query, topics):
    ConsultationFactory(assignment=assignment, starts_at=at(2, 23, 30), topic="noc")
    SubmittedFactory(assignment=assignment, starts_at=at(3, 9), topic="Żółć")
    answer = api_of(advisor).get("/api/v1/consultations/", query)
    assert [row["topic"] for row in answer.json()["results"]] == topics


def test_a_town_out_of_sight_is_no_filter(advisor):
    foreign = SubmittedFactory().city_id
    assert api_of(advisor).get("/api/v1/consultations/", {"city": foreign}).json()["code"] == "invalid"


def test_what_reports_count_began_on_one_of_their_days_in_warsaw(assignment, coordinator):
    decided = {"state": ConsultationState.ACCEPTED, "decided_by": coordinator, "decided_at": at(10, 12)}
    first = SubmittedFactory(assignment=assignment, starts_at=datetime(2026, 5, 31, 22, tzinfo=UTC), **decided)
    last = SubmittedFactory(assignment=assignment, starts_at=datetime(2026, 6, 30, 21, 59, tzinfo=UTC), **decided)
    SubmittedFactory(assignment=assignment, starts_at=datetime(2026, 5, 31, 21, 59, tzinfo=UTC), **decided)
    SubmittedFactory(assignment=assignment, starts_at=datetime(2026, 6, 30, 22, tzinfo=UTC), **decided)
    SubmittedFactory(assignment=assignment, starts_at=at(15, 9))
    SubmittedFactory(starts_at=at(15, 9), **decided)
    june = {"first_day": date(2026, 6, 1), "last_day": date(2026, 6, 30)}
    assert list(accepted_consultations(project_id=assignment.project_id, **june)) == [first, last]


# -- writing over the pages ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "minutes"),
    [
        ({}, 90),
        ({"minutes": "", "end": "11:30"}, 90),
        ({"end": "11:30"}, 90),
        ({"day": "2026-06-14", "start": "23:00", "minutes": "", "end": "01:00"}, 120),
    ],
)
def test_minutes_or_the_end_say_how_long_it_was(assignment, advisor, change, minutes):
    assert post(advisor, assignment, **change).status_code == 302
    made = Consultation.objects.get()
    assert (made.minutes_counted, made.state) == (minutes, ConsultationState.SUBMITTED)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"minutes": ""}, "minutes"),
        ({"end": "12:00"}, "end"),
        ({"topic": ""}, "topic"),
        ({"minutes": "721"}, "minutes"),
        ({"start": "25:00"}, "start"),
        ({"day": "2026-03-29", "start": "02:30"}, "start"),
        ({"day": "2025-10-25", "start": "23:00", "minutes": "", "end": "02:30"}, "end"),
    ],
)
def test_mistakes_are_shown_at_their_fields(assignment, advisor, change, field):
    answer = post(advisor, assignment, **change)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_refusal_is_shown_in_the_form_and_nothing_typed_is_lost(assignment, advisor):
    answer = post(advisor, assignment, summary="")
    assert (answer.status_code, answer.context["refusal"].code) == (409, "summary_missing")
    assert list(answer.context["form"].errors) == ["summary"]
    assert Consultation.objects.count() == 0


def test_a_draft_is_kept_without_sending(assignment, advisor):
    given = typed(assignment, summary="")
    del given["send"]
    assert page_of(advisor).post("/advisory/log/", given).status_code == 302
    assert Consultation.objects.get().state == ConsultationState.DRAFT


def test_a_second_click_logs_once(assignment, advisor):
    answers = [post(advisor, assignment, once="k") for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [f"/advisory/{Consultation.objects.get().pk}/"] * 2


def test_same_as_last_time_takes_over_all_but_day_and_words(assignment, advisor):
    last = ConsultationFactory(assignment=assignment, starts_at=at(2, 14, 30), topic="Dyżur")
    page = page_of(advisor)
    assert f"?copy={last.pk}" in page.get("/advisory/log/").content.decode()
    initial = page.get(f"/advisory/log/?copy={last.pk}").context["form"].initial
    assert (initial["assignment"], initial["minutes"], initial["topic"]) == (assignment.pk, 60, "Dyżur")
    assert (initial["day"], f"{initial['start']:%H:%M}", "summary" in initial) == (date(2026, 6, 15), "14:30", False)


def test_a_new_form_proposes_the_hour_that_has_just_passed(assignment, advisor):
    with time_machine.travel(at(15, 0, 20), tick=False):
        initial = page_of(advisor).get(f"/advisory/log/?assignment={assignment.pk}").context["form"].initial
    assert (initial["day"], f"{initial['start']:%H:%M}", initial["minutes"]) == (date(2026, 6, 14), "23:15", 60)
    assert initial["assignment"] == str(assignment.pk)


def test_nobody_copies_what_is_not_his(advisor):
    foreign = ConsultationFactory()
    assert page_of(advisor).get(f"/advisory/log/?copy={foreign.pk}").status_code == 404


def test_only_my_towns_are_offered_and_taken(assignment, advisor):
    foreign = AssignmentFactory(project=assignment.project)
    form = page_of(advisor).get("/advisory/log/").context["form"]
    assert list(form.fields["assignment"].queryset) == [assignment]
    assert list(post(advisor, foreign).context["form"].errors) == ["assignment"]


def test_who_is_no_advisor_logs_nothing(coordinator, assignment):
    assert page_of(coordinator).get("/advisory/log/").status_code == 403
    assert post(coordinator, assignment).status_code == 403


def test_from_query_to_acceptance_by_pages(assignment, advisor, coordinator):
    post(advisor, assignment)
    made = Consultation.objects.get()
    address = f"/advisory/{made.pk}/"
    town, mine = page_of(coordinator), page_of(advisor)
    assert town.post(f"{address}query/", {"reason": "Kto był?", "version": "1"}).status_code == 302
    change = typed(assignment, summary="Był burmistrz.", version="2")
    assert mine.post(f"{address}change/", change).status_code == 302
    assert town.post(f"{address}accept/", {"version": "3"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.summary, made.decided_by) == (ConsultationState.ACCEPTED, "Był burmistrz.", coordinator)


def test_a_button_under_an_old_text_does_nothing(assignment, coordinator):
    waiting = SubmittedFactory(assignment=assignment, version=2)
    for given, status in (({"version": "1"}, 409), ({}, 400)):
        assert page_of(coordinator).post(f"/advisory/{waiting.pk}/accept/", given).status_code == status
    waiting.refresh_from_db()
    assert waiting.state == ConsultationState.SUBMITTED


@pytest.mark.parametrize(
    ("who", "buttons"),
    [
        ("advisor", ["can_change", "can_submit", "can_withdraw"]),
        ("coordinator", []),
        ("manager", []),
    ],
)
def test_the_page_offers_what_may_be_done(request, assignment, who, buttons):
    user = request.getfixturevalue(who)
    queried = SubmittedFactory(assignment=assignment, state=ConsultationState.QUERIED)
    context = page_of(user).get(f"/advisory/{queried.pk}/").context
    names = ["can_change", "can_submit", "can_withdraw", "can_query", "can_accept"]
    assert [name for name in names if context[name]] == buttons


def test_withdrawing_and_submitting_by_buttons(assignment, advisor):
    draft = ConsultationFactory(assignment=assignment)
    page = page_of(advisor)
    assert page.post(f"/advisory/{draft.pk}/submit/", {"version": "1"}).status_code == 302
    assert page.post(f"/advisory/{draft.pk}/withdraw/", {"version": "2"}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == ConsultationState.WITHDRAWN


# -- assignments -----------------------------------------------------------------------------------


def test_the_manager_assigns_changes_and_ends_by_pages(project, manager):
    city = ProjectPartnerFactory(project=project, organisation=MunicipalityFactory()).organisation
    given = {
        "project": project.pk,
        "city": city.pk,
        "advisor": AdvisorFactory().user.pk,
        "valid_from": "2026-06-01",
        "last_day": "2026-12-31",
        "minutes_budget": "40.5",
    }
    page = page_of(manager)
    assert page.post("/advisory/assignments/assign/", given).status_code == 302
    made = Assignment.objects.get()
    assert (made.minutes_budget, made.valid_to) == (2430, date(2027, 1, 1))
    address = f"/advisory/assignments/{made.pk}/"
    more = {"minutes_budget": "41", "reason": "Aneks", "version": "1"}
    assert page.post(f"{address}budget/", more).status_code == 302
    assert (
        page.post(f"{address}end/", {"last_day": "2026-06-30", "reason": "Koniec", "version": "2"}).status_code == 302
    )
    made.refresh_from_db()
    assert (made.minutes_budget, made.valid_to, made.version) == (2460, date(2026, 7, 1), 3)


def test_hours_are_whole_minutes(assignment, manager):
    given = {"minutes_budget": "40.01", "reason": "Aneks", "version": "1"}
    answer = page_of(manager).post(f"/advisory/assignments/{assignment.pk}/budget/", given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["minutes_budget"])


@pytest.mark.parametrize("address", ["assign/", "{pk}/end/", "{pk}/budget/"])
def test_nobody_but_the_manager_opens_these_forms(assignment, advisor, manager, address):
    address = "/advisory/assignments/" + address.format(pk=assignment.pk)
    assert page_of(manager).get(address).status_code == 200
    assert page_of(advisor).get(address).status_code == 403
    if "assign/" not in address.removeprefix("/advisory/assignments/"):
        assert page_of(UserFactory()).get(address).status_code == 404


def test_my_towns_show_the_minutes_used_and_left(assignment, advisor):
    SubmittedFactory(assignment=assignment)
    ConsultationFactory(assignment=assignment)
    page = page_of(advisor).get("/advisory/assignments/")
    row = page.context["listing"].page.object_list[0]
    assert (row.minutes_used, row.minutes_left) == (60, 2340)
    assert '<meter min="0" max="2400" value="60"' in page.content.decode()


# -- the same over the API -------------------------------------------------------------------------


def body(assignment, **change) -> dict:
    return {
        "assignment": assignment.pk,
        "starts_at": "2026-06-15T10:00:00+02:00",
        "ends_at": "2026-06-15T12:00:00+02:00",
        "mode": "online",
        "topic": "Diagnoza",
        "summary": "Omówiono.",
        **change,
    }


def test_the_api_logs_once_for_one_key(assignment, advisor):
    api = api_of(advisor)
    answers = [
        api.post("/api/v1/consultations/", body(assignment), format="json", headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (answers[0].json()["day"], answers[0].json()["state"]) == ("2026-06-15", "draft")


def test_the_api_walks_the_machine_with_if_match(assignment, advisor, coordinator):
    mine, town = api_of(advisor), api_of(coordinator)
    logged = mine.post("/api/v1/consultations/", body(assignment), format="json")
    address = f"/api/v1/consultations/{logged.json()['id']}/"

    def do(api, verb, given, etag):
        return api.post(f"{address}{verb}/", given, format="json", headers={"If-Match": etag})

    assert do(mine, "submit", {}, "").json()["code"] == "if_match_required"
    sent = do(mine, "submit", {}, logged["ETag"])
    asked = do(town, "query", {"reason": "Kto był?"}, sent["ETag"])
    assert (asked.json()["state"], asked.json()["query_reason"]) == ("queried", "Kto był?")
    given = {**body(assignment, summary="Był burmistrz.", next_steps="", send=True)}
    del given["assignment"]
    fixed = mine.put(address, given, format="json", headers={"If-Match": asked["ETag"]})
    assert do(town, "accept", {}, sent["ETag"]).status_code == 412
    done = do(town, "accept", {}, fixed["ETag"])
    assert (done.json()["state"], done.json()["number"], done.json()["decided_by"]) == ("accepted", 1, coordinator.pk)
    assert do(mine, "withdraw", {}, done["ETag"]).json()["code"] == "consultation_state"


def test_the_api_refuses_with_the_code_of_the_page(assignment, advisor):
    given = body(assignment, ends_at="2026-06-15T23:00:00+02:00")
    answer = api_of(advisor).post("/api/v1/consultations/", given, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "consultation_too_long")
    assert answer.json()["errors"][0]["field"] == "ends_at"


def test_a_forged_assignment_is_answered_like_one_that_does_not_exist(assignment, advisor):
    found = [
        api_of(advisor).post("/api/v1/consultations/", {**body(assignment), "assignment": pk}, format="json").json()
        for pk in (AssignmentFactory().pk, 999_999)
    ]
    assert [answer["errors"][0]["code"] for answer in found] == ["does_not_exist", "does_not_exist"]


def test_the_api_assigns_and_tells_the_minutes_used(project, manager):
    city = ProjectPartnerFactory(project=project, organisation=MunicipalityFactory()).organisation
    given = {
        "advisor": AdvisorFactory().user.pk,
        "city": city.pk,
        "project": project.pk,
        "valid_from": "2026-06-01",
        "valid_to": "2027-01-01",
        "minutes_budget": 600,
    }
    api = api_of(manager)
    made = api.post("/api/v1/assignments/", given, format="json")
    assert (made.status_code, made.json()["minutes_used"], made.json()["state"]) == (201, 0, "active")
    SubmittedFactory(assignment=Assignment.objects.get())
    address = f"/api/v1/assignments/{made.json()['id']}/"
    assert api.get(address).json()["minutes_used"] == 60
    change = {"minutes_budget": 30, "reason": "Aneks"}
    refused = api.post(f"{address}budget/", change, format="json", headers={"If-Match": made["ETag"]})
    assert (refused.status_code, refused.json()["minutes_used"]) == (409, 60)
