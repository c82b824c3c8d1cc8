"""Questions, answers and needs as people meet them: on pages and through the API."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from rest_framework.test import APIClient

from accounts.choices import RoleCode
from audit.models import Event
from config.factories.accounts import AdministratorFactory, sign_in
from config.factories.grants import ProjectRoleFactory
from config.factories.trainings import SessionTrainerFactory
from tests.trainings.asking import WORDS, after, answer, participants, put
from tests.trainings.asking import questionnaire as write
from tests.trainings.browsing import html, signed_in, url
from trainings.choices import NeedKind, SurveyKind
from trainings.models import Question, Questionnaire, SpecialNeed, Survey, SurveyReceipt, SurveyResponse
from trainings.services.needs import tell_need
from web.models import IdempotencyKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(world):
    return world.edition()


def api(user) -> APIClient:
    client = APIClient(headers={"accept-language": "en"})
    client.force_authenticate(user)
    return client


# -- organisers ------------------------------------------------------------------------------------------


def test_an_organiser_writes_a_test_and_puts_it(world, edition):
    client = signed_in(world.organiser)
    begun = client.post(url("questionnaire-create", world.course.pk), {"kind": "pre_test", "title_pl": "Test wstępny"})
    row = Questionnaire.objects.get()
    assert begun["Location"] == url("questionnaire", row.pk)
    typed = {
        "kind": "single",
        "text_pl": "Ile to 2 + 2?",
        "options_pl": "3\r\n4\r\n",
        "options_en": "",
        "right": 2,
        "points": 3,
        "version": 1,
    }
    assert client.post(url("question-create", row.pk), typed).status_code == 302
    question = Question.objects.get()
    assert (question.options_pl, question.correct, question.points) == (["3", "4"], 1, 3)
    assert "(<strong>right" not in html(client, "questionnaire", row.pk)
    assert "<li>4 <strong>(right)</strong></li>" in html(client, "questionnaire", row.pk)
    form = html(client, "question-change", question.pk)
    assert re.search(r'name="right" value="2"', form)
    assert client.post(url("survey-put", edition.pk), {"questionnaire": row.pk}).status_code == 302
    survey = Survey.objects.get()
    assert (survey.opens_at, survey.closes_at) == (edition.opens_at, edition.starts_at)
    assert "Test wstępny" in html(client, "edition-surveys", edition.pk)


def test_a_stale_or_senseless_question_is_shown_again_as_typed(world):
    row = write(world, SurveyKind.SATISFACTION)
    client = signed_in(world.organiser)
    typed = {"kind": "single", "text_pl": "Tylko jedno?", "options_pl": "jedno", "version": row.version}
    answered = client.post(url("question-create", row.pk), typed)
    assert answered.status_code == 409
    assert "Write 2 to 10 answers" in answered.content.decode()
    assert "Tylko jedno?" in answered.content.decode()


def test_results_are_hidden_below_five_and_name_nobody(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    rows = participants(world, edition, 5)
    trainer = SessionTrainerFactory(session=edition.sessions.get()).user
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
    clock(after(edition, hours=1))
    for row in rows[:4]:
        answer(survey, row, 4, 0, "więcej ćwiczeń")
    for person in (world.organiser, trainer, manager):
        page = html(signed_in(person), "survey-results", survey.pk)
        assert "Results are shown after" in page
        assert "więcej ćwiczeń" not in page
        assert "<table" not in page
    answer(survey, rows[4], 4, 0, "więcej ćwiczeń")
    clock(survey.closes_at)
    page = html(signed_in(trainer), "survey-results", survey.pk)
    assert page.count("<li>więcej ćwiczeń</li>") == 5
    assert "Mean: 4 (n = 5)" in page
    assert [row.person.last_name for row in rows if row.person.last_name in page] == []


def test_points_by_name_are_the_organisers(world, edition):
    survey = put(world, edition, SurveyKind.PRE_TEST)
    (row,) = participants(world, edition, 1)
    answer(survey, row, 1, 1)
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
    assert "3 / 4" in html(signed_in(world.organiser), "survey-results", survey.pk)
    assert row.person.last_name not in html(signed_in(manager), "survey-results", survey.pk)


# -- people ------------------------------------------------------------------------------------------------


def test_a_participant_answers_once(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    (row,) = participants(world, edition, 1)
    clock(after(edition, hours=1))
    client = signed_in(row.person)
    assert url("survey-answer", survey.pk) in html(client, "enrolment", row.pk)
    page = html(client, "survey-answer", survey.pk)
    assert "data-keep" in page
    assert page.count("<fieldset") == 2
    overall, liked, words = (f"question_{question.pk}" for question in survey.questionnaire.questions.all())
    # A question left out: everything typed is still there.
    partly = client.post(url("survey-answer", survey.pk), {liked: 1, words: "długie przemyślenia"})
    assert partly.status_code == 422
    assert "długie przemyślenia" in partly.content.decode()
    assert re.search(rf'name="{liked}" value="1"[^>]* checked', partly.content.decode())
    assert not SurveyReceipt.objects.exists()
    whole = {overall: 5, liked: 1, words: "długie przemyślenia"}
    assert client.post(url("survey-answer", survey.pk), whole).status_code == 302
    assert "You have answered these questions" in html(client, "survey-answer", survey.pk)
    again = client.post(url("survey-answer", survey.pk), whole)
    assert again.status_code == 409
    assert "You have answered these questions already" in again.content.decode()
    assert SurveyResponse.objects.count() == 1


def test_the_page_says_when_it_opens_and_that_it_is_over(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    (row,) = participants(world, edition, 1)
    client = signed_in(row.person)
    assert "These questions open on" in html(client, "survey-answer", survey.pk)
    clock(survey.closes_at)
    client = signed_in(row.person)
    assert "The time to answer was over" in html(client, "survey-answer", survey.pk)


def test_a_late_test_is_announced_as_such(world, edition, clock):
    survey = put(world, edition, SurveyKind.POST_TEST)
    (row,) = participants(world, edition, 1)
    clock(survey.closes_at)
    client = signed_in(row.person)
    assert "it will not count" in html(client, "survey-answer", survey.pk)
    answer(survey, row, 1, 0)
    page = html(client, "survey-answer", survey.pk)
    assert "Points: 4 of 4." in page
    assert "it does not count" in page


def test_needs_are_told_read_and_taken_back(world, edition):
    (row,) = participants(world, edition, 1)
    client = signed_in(row.person)
    assert url("enrolment-needs", row.pk) in html(client, "enrolment", row.pk)
    told = client.post(url("enrolment-needs", row.pk), {"kind": "diet", "words": "bez orzechów"})
    assert told["Location"] == url("enrolment-needs", row.pk)
    assert "bez orzechów" in html(client, "enrolment-needs", row.pk)
    assert client.post(url("need-remove", SpecialNeed.objects.get().pk)).status_code == 302
    assert not SpecialNeed.objects.exists()


def test_the_summary_has_numbers_only_until_the_words_are_asked_for(world, edition):
    (row,) = participants(world, edition, 1)
    tell_need(enrolment=row, kind=NeedKind.DIET, words="bez orzechów", by=row.person)
    client = signed_in(world.organiser)
    page = html(client, "edition-needs", edition.pk)
    assert "<dt>Food</dt><dd>1</dd>" in page
    assert "bez orzechów" not in page
    assert row.person.last_name not in page
    assert not Event.objects.filter(action="trainings.need.read").exists()
    words = client.post(url("edition-needs", edition.pk)).content.decode()
    assert "bez orzechów" in words
    assert Event.objects.get(action="trainings.need.read").actor_id == world.organiser.pk
    manager = ProjectRoleFactory(project=world.project, role=RoleCode.PROJECT_MANAGER).user
    assert "bez orzechów" not in signed_in(manager).post(url("edition-needs", edition.pk)).content.decode()


def test_an_administrator_erases_and_reads_the_reply(client, world, edition):
    (row,) = participants(world, edition, 1)
    tell_need(enrolment=row, kind=NeedKind.DIET, words="bez orzechów", by=row.person)
    sign_in(client, AdministratorFactory().user)
    done = client.post(url("person-erase", row.person_id), {"reason": "Pismo"}, headers={"accept-language": "en"})
    page = done.content.decode()
    assert done.status_code == 200
    assert edition.code in page
    assert world.town.name in page
    assert "until" in page
    assert not SpecialNeed.objects.exists()


# -- programs ------------------------------------------------------------------------------------------------


def test_the_api_writes_puts_answers_and_counts(world, edition, clock):
    organiser = api(world.organiser)
    body = {
        "course": world.course.pk,
        "kind": "satisfaction",
        "title_pl": "Ankieta",
        "questions": [
            {"kind": "scale", "text_pl": "Jak było?", "is_overall": True},
            {"kind": "text", "text_pl": "Co zmienić?"},
        ],
    }
    made = organiser.post("/api/v1/questionnaires/", body, format="json")
    assert (made.status_code, made.json()["number"], len(made.json()["questions"])) == (201, 1, 2)
    given = {"edition": edition.pk, "questionnaire": made.json()["id"]}
    survey = organiser.post("/api/v1/surveys/", given, format="json").json()
    assert survey["questions"] == []  # not open yet
    rows = participants(world, edition, 5)
    clock(after(edition, hours=1))
    for row in rows:
        person = api(row.person)
        found = person.get(f"/api/v1/surveys/{survey['id']}/").json()
        assert {name for question in found["questions"] for name in question} == {
            "id",
            "ordinal",
            "kind",
            "text_pl",
            "text_en",
            "options_pl",
            "options_en",
        }
        first, second = (question["id"] for question in found["questions"])
        answers = {"answers": [{"question": first, "number": 4}, {"question": second, "text": "nic"}]}
        path = f"/api/v1/surveys/{survey['id']}/answer/"
        assert person.post(path, answers, format="json").status_code == 204
        assert person.post(path, answers, format="json").json()["code"] == "already_answered"
    hidden = organiser.get(f"/api/v1/surveys/{survey['id']}/results/").json()
    assert (hidden["n"], hidden["is_shown"], hidden["questions"][0]["mean"]) == (5, False, None)
    clock(Survey.objects.get().closes_at)
    organiser = api(world.organiser)
    result = organiser.get(f"/api/v1/surveys/{survey['id']}/results/").json()
    assert (result["n"], result["questions"][0]["mean"], result["questions"][1]["texts"]) == (5, "4.00", ["nic"] * 5)


def test_the_api_says_what_people_learned_exactly_where_the_page_does(world, edition, clock):
    pre, post, liked = (put(world, edition, kind) for kind in SurveyKind if kind != SurveyKind.FOLLOW_UP)
    rows = participants(world, edition, 6)
    organiser = world.organiser

    def told(survey: Survey):
        answered = api(organiser).get(f"/api/v1/surveys/{survey.pk}/results/")
        page = html(signed_in(organiser), "survey-results", survey.pk)
        gain = answered.json()["gain"]
        assert ("What people learned" in page) is (gain is not None)
        assert ("Difference in percentage points" in page) is bool(gain and gain["gain"])
        return gain

    for row in rows:
        answer(pre, row, 0, 0)  # 1 of 4 points
    assert told(pre) is told(post) is None  # may still change
    clock(after(edition, hours=1))
    for row in rows[:5]:
        answer(post, row, 1, 1)  # 3 of 4 points
    hidden = {"tested": 6, "pairs": 0, "before": None, "after": None, "gain": None}
    assert told(pre) == told(post) == hidden
    clock(post.closes_at)
    shown = {"tested": 6, "pairs": 5, "before": "25.00", "after": "75.00", "gain": "50.00"}
    assert told(pre) == told(post) == shown
    assert told(liked) is None


def test_fewer_than_five_with_both_tests_tell_the_api_nothing(world, edition, clock):
    pre, post = (put(world, edition, kind) for kind in (SurveyKind.PRE_TEST, SurveyKind.POST_TEST))
    rows = participants(world, edition, 5)
    for row in rows:
        answer(pre, row, 0, 0)
    clock(after(edition, hours=1))
    for row in rows[:4]:
        answer(post, row, 1, 1)
    clock(post.closes_at)
    result = api(world.organiser).get(f"/api/v1/surveys/{pre.pk}/results/").json()
    assert result["gain"] == {"tested": 5, "pairs": 4, "before": None, "after": None, "gain": None}
    asked = api(rows[0].person).get(f"/api/v1/surveys/{pre.pk}/results/")
    assert (asked.status_code, asked.json()["code"]) == (403, "results_closed")


def test_the_api_changes_a_questionnaire_only_over_what_was_read(world):
    row = write(world, SurveyKind.SATISFACTION)
    organiser = api(world.organiser)
    body = {"title_pl": "Inaczej", "questions": [{"kind": "text", "text_pl": WORDS.text_pl}]}
    path = f"/api/v1/questionnaires/{row.pk}/"
    assert organiser.put(path, body, format="json").status_code == 428
    done = organiser.put(path, body, format="json", headers={"if-match": row.etag})
    assert [question["kind"] for question in done.json()["questions"]] == ["text"]
    assert organiser.put(path, body, format="json", headers={"if-match": row.etag}).status_code == 412


def test_the_api_gives_the_words_of_a_need_only_when_they_are_asked_for(world, edition):
    (row,) = participants(world, edition, 1)
    body = {"enrolment": row.pk, "kind": "access", "words": "winda"}
    made = api(row.person).post("/api/v1/special-needs/", body, format="json")
    assert made.status_code == 201
    assert "winda" not in made.content.decode()
    assert "winda" not in api(world.organiser).get("/api/v1/special-needs/").content.decode()
    words = api(world.organiser).post(f"/api/v1/special-needs/{made.json()['id']}/read/", {}, format="json")
    assert words.json()["words"] == "winda"
    assert Event.objects.filter(action="trainings.need.read", actor_id=world.organiser.pk).count() == 1


def test_the_key_of_a_told_need_keeps_nothing_of_it(world, edition):
    (row,) = participants(world, edition, 1)
    person, path = api(row.person), "/api/v1/special-needs/"
    body = {"enrolment": row.pk, "kind": "access", "words": "winda"}

    def tell():
        return person.post(path, body, format="json", headers={"idempotency-key": "k"})

    first, second = tell(), tell()
    assert (first.status_code, second.status_code, second["Idempotent-Replay"]) == (201, 201, "true")
    assert first.json() == second.json()
    assert Event.objects.filter(action="trainings.need.told").count() == 1
    kept = str(IdempotencyKey.objects.values().get())
    sent = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    for trace in ("access", "winda", hashlib.sha256(sent).hexdigest()):
        assert trace not in kept
    # What was taken back is not told again.
    person.delete(f"{path}{first.json()['id']}/")
    assert tell().status_code == 404
    assert not SpecialNeed.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_however_long(world, clock, django_assert_max_num_queries, count):
    for _ in range(count):
        edition = world.edition()
        put(world, edition, SurveyKind.PRE_TEST)
        for row in participants(world, edition, 2):
            tell_need(enrolment=row, kind=NeedKind.DIET, words="ryby", by=row.person)
    client = api(world.organiser)
    for path in ("questionnaires", "surveys", "special-needs"):
        with django_assert_max_num_queries(8):
            assert client.get(f"/api/v1/{path}/").status_code == 200
