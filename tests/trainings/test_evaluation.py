"""Questions are written and put to an edition; people answer once, and of anonymous answers nothing leads back."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from audit.models import Event
from config.factories.accounts import AdministratorFactory
from mail.models import Message
from mail.rendering import render
from tests.trainings.asking import ABOUT_IT, LIKED, OVERALL, TEST, WORDS, after, answer, given, participants, put
from tests.trainings.asking import questionnaire as write
from tests.trainings.browsing import html, signed_in
from tests.trainings.conftest import ENROLMENT_OPEN, refusal
from trainings.choices import AttendanceStatus, EditionState, EnrolmentState, Outcome, QuestionKind, SurveyKind
from trainings.models import Attendance, Question, Survey, SurveyAnswer, SurveyReceipt, SurveyResponse
from trainings.queries.evaluation import (
    gain_of_edition,
    knowledge_gain,
    satisfaction,
    survey_result,
    tasks_of,
)
from trainings.services import editions, erasure, evaluation, places
from trainings.services.evaluation import questionnaires, surveys
from trainings.services.evaluation.questionnaires import Asked
from trainings.tasks import evaluate

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(world):
    return world.edition(capacity=20)


# -- section 8 ---------------------------------------------------------------------------------------


def test_case_27_second_try_of_an_anonymous_survey(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    rows = participants(world, edition, 6)
    clock(after(edition, hours=3))
    for row, mark in zip(rows[:4], (5, 4, 3, 2), strict=True):
        assert answer(survey, row, mark, 0, f"zdanie {mark}") is None
    # The receipt exists: refused, nothing written.
    refused = refusal(lambda: answer(survey, rows[0], 1, 1, "jeszcze raz"))
    assert (refused.code, refused.status) == ("already_answered", 409)
    assert (SurveyReceipt.objects.count(), SurveyResponse.objects.count()) == (4, 4)
    # Nothing finer than the day, no link either way.
    assert set(SurveyReceipt.objects.values_list("day", flat=True)) == {edition.ends_at.date()}
    assert {field.name for field in SurveyReceipt._meta.get_fields()} == {"id", "survey", "enrolment", "day"}
    assert set(SurveyResponse.objects.values_list("enrolment", "answered_at", "points")) == {(None, None, None)}
    # Four: hidden, in all its parts, also when the time is over. Five: shown, once it is.
    assert nothing_shown(survey) == 4
    clock(survey.closes_at)
    assert nothing_shown(survey) == 4
    clock(after(edition, hours=3))
    answer(survey, rows[4], 1, 1, "zdanie 1")
    assert nothing_shown(survey) == 5
    clock(survey.closes_at)
    shown = survey_result(survey)
    assert (shown.n, shown.is_shown, str(shown.questions[0].mean)) == (5, True, "3.00")
    # The person goes: the receipt is deleted, the answers stay.
    clock(edition.starts_at - timedelta(days=1))
    places.withdraw(enrolment=rows[0], by=rows[0].person)
    assert (SurveyReceipt.objects.count(), SurveyResponse.objects.count(), SurveyAnswer.objects.count()) == (4, 5, 15)
    assert survey_result(survey).n == 5


def nothing_shown(survey: Survey) -> int:
    """How many answered, where that is all that is told."""
    hidden = survey_result(survey)
    assert (hidden.is_shown, hidden.mean_percent) == (False, None)
    assert {(q.n, *q.counts, q.mean, *q.texts) for q in hidden.questions} == {(None, None)}
    return hidden.n


def test_case_28_knowledge_gain_of_those_with_both_tests(world, edition, clock):
    pre, post = (put(world, edition, kind) for kind in (SurveyKind.PRE_TEST, SurveyKind.POST_TEST))
    rows = participants(world, edition, 20)
    for row in rows[:18]:
        answer(pre, row, 0, 0)  # 1 of 4 points
    clock(after(edition, hours=1))
    for row in [*rows[5:18], *rows[18:20]]:
        answer(post, row, 1, 1)  # 3 of 4 points
    clock(after(edition, days=7))
    late = answer(post, rows[0], 1, 0)
    assert (late.points, late.points_possible, late.is_counted) == (4, 4, False)
    gain = gain_of_edition(edition)
    assert (gain.tested, gain.pairs) == (18, 13)
    assert (str(gain.before), str(gain.after), str(gain.gain)) == ("25.00", "75.00", "50.00")
    assert post.responses.count() == 16  # kept
    assert survey_result(post).n == 15  # not counted
    assert "Both tests: 13 of 18" in html(signed_in(world.organiser), "edition-surveys", edition.pk)


# -- writing questions ---------------------------------------------------------------------------------


def test_versions_of_a_kind_are_numbered(world):
    first = write(world, SurveyKind.SATISFACTION)
    second = evaluation.revise_questionnaire(questionnaire=first, by=world.organiser)
    test = write(world, SurveyKind.PRE_TEST)
    assert [(row.kind, row.number) for row in (first, second, test)] == [
        ("satisfaction", 1),
        ("satisfaction", 2),
        ("pre_test", 1),
    ]
    columns = ("ordinal", "kind", "text_pl", "text_en", "options_pl", "is_overall")
    assert list(second.questions.values_list(*columns)) == list(first.questions.values_list(*columns))
    assert Event.objects.filter(action="trainings.questionnaire.created").count() == 3


def test_questions_are_added_changed_and_removed(world):
    row = write(world, SurveyKind.SATISFACTION)
    added = evaluation.add_question(questionnaire=row, asked=WORDS, by=world.organiser, version=1)
    first = row.questions.first()
    evaluation.change_question(question=first, asked=LIKED, by=world.organiser, version=2)
    evaluation.remove_question(question=first, by=world.organiser)
    assert list(row.questions.values_list("ordinal", "text_pl")) == [
        (1, LIKED.text_pl),
        (2, WORDS.text_pl),
        (3, WORDS.text_pl),
    ]
    assert added.pk in row.questions.values_list("pk", flat=True)
    assert Event.objects.filter(action="trainings.questionnaire.changed").count() == 3


def test_a_change_over_somebody_elses_is_refused(world):
    row = write(world, SurveyKind.SATISFACTION)
    evaluation.change_questionnaire(questionnaire=row, title_pl="Inaczej", by=world.organiser, version=1)
    refused = refusal(
        evaluation.change_questionnaire, questionnaire=row, title_pl="Jeszcze", by=world.organiser, version=1
    )
    assert refused.code == "stale"


def test_once_answered_it_no_longer_changes(world, edition):
    survey = put(world, edition, SurveyKind.PRE_TEST)
    (row,) = participants(world, edition, 1)
    answer(survey, row, 1, 0)
    asked, question = survey.questionnaire, survey.questionnaire.questions.first()
    for service, what in [
        (evaluation.change_questionnaire, {"questionnaire": asked, "title_pl": "Inaczej"}),
        (evaluation.add_question, {"questionnaire": asked, "asked": TEST[0]}),
        (evaluation.change_question, {"question": question, "asked": TEST[1]}),
        (evaluation.remove_question, {"question": question}),
    ]:
        assert refusal(service, by=world.organiser, **what).code == "questionnaire_answered"
    assert evaluation.revise_questionnaire(questionnaire=asked, by=world.organiser).number == 2


@pytest.mark.parametrize(
    ("kind", "asked", "code"),
    [
        ("satisfaction", Asked("scale", " "), "question_missing"),
        ("satisfaction", Asked("single", "Co?", "", ["jedno"]), "options_wrong"),
        ("satisfaction", Asked("single", "Co?", "", ["a", "b"], ["a"]), "options_wrong"),
        ("satisfaction", Asked("scale", "Co?", "", ["a", "b"]), "options_wrong"),
        ("satisfaction", Asked("single", "Co?", "", ["a", "b"], correct=0), "answer_wrong"),
        ("pre_test", Asked("single", "Co?", "", ["a", "b"], correct=2), "answer_wrong"),
        ("pre_test", Asked("scale", "Co?", correct=2), "answer_wrong"),
        ("pre_test", Asked("scale", "Co?", points=0), "points_wrong"),
        ("pre_test", Asked("scale", "Co?", is_overall=True), "overall_wrong"),
        ("satisfaction", Asked("text", "Co?", is_overall=True), "overall_wrong"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(world, kind, asked, code):
    row = write(world, SurveyKind(kind))
    count = row.questions.count()
    assert refusal(evaluation.add_question, questionnaire=row, asked=asked, by=world.organiser).code == code
    assert row.questions.count() == count


def test_there_is_an_end_of_questions(world):
    row = write(world, SurveyKind.SATISFACTION)
    many = [WORDS] * (questionnaires.MOST_QUESTIONS + 1)
    refused = refusal(
        evaluation.change_questionnaire, questionnaire=row, title_pl="Wiele", questions=many, by=world.organiser
    )
    assert refused.code == "too_many_questions"


def test_only_organisers_write_and_put(world, edition):
    asked = write(world, SurveyKind.SATISFACTION)
    for person in (world.coordinator, world.clerk()):
        for service, what in [
            (evaluation.create_questionnaire, {"course": world.course, "kind": "pre_test", "title_pl": "Nie"}),
            (evaluation.add_question, {"questionnaire": asked, "asked": WORDS}),
            (evaluation.put_survey, {"edition": edition, "questionnaire": asked}),
        ]:
            refused = refusal(service, by=person, **what)
            assert (refused.code, refused.status) == ("organiser_only", 403)


# -- windows -------------------------------------------------------------------------------------------


def test_the_usual_windows_keep_the_time_of_the_clock(world, edition):
    found = {kind: put(world, edition, kind) for kind in SurveyKind}
    # 5 October 2026, 9 to 16 in Warsaw; summer time ends on the 25th.
    end, utc = datetime(2026, 10, 5, 14, tzinfo=UTC), UTC
    assert {kind: (row.opens_at.astimezone(utc), row.closes_at.astimezone(utc)) for kind, row in found.items()} == {
        "pre_test": (edition.opens_at.astimezone(utc), edition.starts_at.astimezone(utc)),
        "post_test": (end, datetime(2026, 10, 12, 14, tzinfo=utc)),
        "satisfaction": (end, datetime(2026, 10, 19, 14, tzinfo=utc)),
        "follow_up": (datetime(2027, 1, 3, 15, tzinfo=utc), datetime(2027, 1, 17, 15, tzinfo=utc)),
    }
    assert Event.objects.filter(action="trainings.survey.put").count() == 4


def test_usual_windows_move_with_the_sessions_and_chosen_ones_stay(world):
    edition = world.edition(state=EditionState.DRAFT)
    usual, chosen = put(world, edition, SurveyKind.SATISFACTION), put(world, edition, SurveyKind.PRE_TEST)
    window = (ENROLMENT_OPEN, ENROLMENT_OPEN + timedelta(days=2))
    evaluation.change_window(survey=chosen, opens_at=window[0], closes_at=window[1], by=world.organiser)
    last = edition.ends_at + timedelta(days=1)
    editions.plan_session(edition=edition, starts_at=last - timedelta(hours=3), ends_at=last, by=world.organiser)
    usual.refresh_from_db()
    chosen.refresh_from_db()
    assert (usual.opens_at, usual.closes_at) == (last, last + timedelta(days=14))
    assert (chosen.opens_at, chosen.closes_at) == window
    assert Event.objects.filter(action="trainings.survey.moved", object_id=str(usual.pk), actor=None).count() == 1


def test_one_survey_of_a_kind(world, edition):
    put(world, edition, SurveyKind.SATISFACTION)
    again = write(world, SurveyKind.SATISFACTION)
    refused = refusal(evaluation.put_survey, edition=edition, questionnaire=again, by=world.organiser)
    assert refused.code == "kind_taken"


def test_what_cannot_be_put(world, edition):
    foreign = type(world)(
        **{
            **vars(world),
            "course": type(edition.course).objects.create(project=world.project, code="INNY", title_pl="Inny"),
        }
    )
    empty = evaluation.create_questionnaire(course=world.course, kind="pre_test", title_pl="Pusty", by=world.organiser)
    no_points = write(world, SurveyKind.PRE_TEST, [WORDS])
    for asked, code in [
        (write(foreign, SurveyKind.PRE_TEST), "not_of_course"),
        (empty, "no_questions"),
        (no_points, "test_without_points"),
    ]:
        assert refusal(evaluation.put_survey, edition=edition, questionnaire=asked, by=world.organiser).code == code
    asked = write(world, SurveyKind.PRE_TEST)
    backwards = {"opens_at": ENROLMENT_OPEN, "closes_at": ENROLMENT_OPEN}
    refused = refusal(evaluation.put_survey, edition=edition, questionnaire=asked, by=world.organiser, **backwards)
    assert refused.code == "survey_window"


def test_a_survey_is_taken_back_until_somebody_answers(world, edition):
    survey = put(world, edition, SurveyKind.PRE_TEST)
    (row,) = participants(world, edition, 1)
    evaluation.take_survey_back(survey=survey, by=world.organiser)
    assert not Survey.objects.exists()
    survey = put(world, edition, SurveyKind.PRE_TEST)
    answer(survey, row, 1, 0)
    assert refusal(evaluation.take_survey_back, survey=survey, by=world.organiser).code == "survey_answered"


# -- answering -----------------------------------------------------------------------------------------


def test_points_are_those_of_the_right_answers(world, edition):
    survey = put(world, edition, SurveyKind.PRE_TEST, [*TEST, WORDS])
    first, second = participants(world, edition, 2)
    assert answer(survey, first, 1, 1, "").points == 3
    done = answer(survey, second, 1, 0, "słowa")
    assert (done.points, done.points_possible, done.is_counted) == (4, 4, True)
    assert refusal(lambda: answer(survey, first, 1, 0, "")).code == "already_answered"
    event = Event.objects.get(action="trainings.test.taken", object_id=str(done.pk))
    assert (event.actor_id, event.after["points"]) == (second.person_id, 4)


def test_who_is_not_asked_cannot_answer(world, edition, clock, stranger):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    came, absent, excused, no_show = participants(world, edition, 4)
    waiting = participants(world, edition, 1)[0]
    type(waiting).objects.filter(pk=waiting.pk).update(state=EnrolmentState.WAITLISTED, holds_seat=False)
    clock(after(edition, hours=1))
    session = edition.sessions.get()
    for row, status, minutes in [
        (came, AttendanceStatus.PRESENT, 360),
        (absent, AttendanceStatus.ABSENT, 0),
        (excused, AttendanceStatus.EXCUSED, 0),
    ]:
        Attendance.objects.create(
            session=session,
            enrolment=row,
            status=status,
            minutes=minutes,
            recorded_by=world.organiser,
            recorded_at=session.ends_at,
        )
    type(no_show).objects.filter(pk=no_show.pk).update(outcome=Outcome.NO_SHOW)
    for person in (
        stranger,
        world.organiser,
        world.coordinator,
        *(r.person for r in (absent, excused, no_show, waiting)),
    ):
        refused = refusal(lambda who=person: answer(survey, who, 5, 0, ""))
        assert (refused.code, refused.status) == ("not_asked", 403)
    answer(survey, came, 5, 0, "")
    assert survey.receipts.get().enrolment == came


def test_outside_the_window_nothing_is_taken(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    (row,) = participants(world, edition, 1)
    assert refusal(lambda: answer(survey, row, 5, 0, "")).code == "survey_not_open"
    clock(survey.closes_at)
    assert refusal(lambda: answer(survey, row, 5, 0, "")).code == "survey_closed"
    assert not SurveyReceipt.objects.exists()


def test_after_settlement_no_test_is_taken_and_after_cancelling_nothing(world, edition, clock):
    test, asked = put(world, edition, SurveyKind.POST_TEST), put(world, edition, SurveyKind.SATISFACTION)
    (row,) = participants(world, edition, 1)
    clock(after(edition, days=1))
    type(edition).objects.update(state=EditionState.SETTLED)
    assert refusal(lambda: answer(test, row, 1, 0)).code == "survey_closed"
    type(edition).objects.update(state=EditionState.CANCELLED)
    assert refusal(lambda: answer(asked, row, 5, 0, "")).code == "survey_closed"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ((None, 0, ""), "answer_missing"),
        ((5, None, ""), "answer_missing"),
        ((0, 0, ""), "answer_unknown"),
        ((6, 0, ""), "answer_unknown"),
        ((5, 2, ""), "answer_unknown"),
        ((5, -1, ""), "answer_unknown"),
        (("5", 0, ""), "answer_unknown"),
        ((5, 0, "x" * 2001), "answer_too_long"),
    ],
)
def test_an_answer_that_is_none_is_refused_and_nothing_written(world, edition, clock, values, code):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    (row,) = participants(world, edition, 1)
    clock(after(edition, hours=1))
    assert refusal(lambda: answer(survey, row, *values)).code == code
    assert not SurveyReceipt.objects.exists()
    assert not SurveyResponse.objects.exists()


def test_a_foreign_question_is_unknown(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    foreign = write(world, SurveyKind.FOLLOW_UP).questions.first()
    (row,) = participants(world, edition, 1)
    clock(after(edition, hours=1))
    answers = {**given(survey, 5, 0, ""), foreign.pk: 1}
    refused = refusal(evaluation.answer_survey, survey=survey, given=answers, by=row.person)
    assert refused.code == "question_unknown"


# -- nothing leads back ----------------------------------------------------------------------------------


def rows_on_disk(table: str, column: str) -> list[str]:
    """A column in the order in which the rows lie."""
    position = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {position}")  # noqa: S608 -- names from this file
        return [str(value) for (value,) in cursor.fetchall()]


def test_the_order_of_rows_tells_nothing(world, edition, clock, monkeypatch):
    survey = put(world, edition, SurveyKind.SATISFACTION, [OVERALL, WORDS])
    rows = participants(world, edition, 8)
    clock(after(edition, hours=1))
    dice = random.Random(28)
    monkeypatch.setattr("trainings.services.evaluation.answering._dice", dice)
    for number, row in enumerate(rows):
        answer(survey, row, 5, f"zdanie {number}")
    came = [str(row.pk) for row in rows]
    said = [f"zdanie {number}" for number in range(8)]
    receipts = rows_on_disk("trainings_surveyreceipt", "enrolment_id")
    words = [text for text in rows_on_disk("trainings_surveyanswer", "text") if text]
    assert sorted(receipts) == sorted(came)
    assert sorted(words) == sorted(said)
    # Neither lies in the order of answering, nor both in the same one.
    order_of_receipts, order_of_words = [came.index(pk) for pk in receipts], [said.index(text) for text in words]
    assert order_of_receipts != sorted(order_of_receipts)
    assert order_of_words != sorted(order_of_words)
    assert order_of_receipts != order_of_words


def test_answers_stay_together_however_often_they_are_mixed(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    rows = participants(world, edition, 6)
    clock(after(edition, hours=1))
    for mark, row in zip((1, 2, 3, 4, 5, 5), rows, strict=True):
        answer(survey, row, mark, mark % 2, f"ocena {mark}")
    for response in survey.responses.all():
        found = {a.question.kind: a for a in response.answers.select_related("question")}
        mark = found[QuestionKind.SCALE].number
        assert found[QuestionKind.SINGLE].number == mark % 2
        assert found[QuestionKind.TEXT].text == f"ocena {mark}"


def test_the_record_names_nobody(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    (row,) = participants(world, edition, 1)
    clock(after(edition, hours=1))
    before = Event.objects.count()
    answer(survey, row, 5, 0, "tajne słowa")
    event = Event.objects.get(action="trainings.survey.answered")
    assert Event.objects.count() == before + 1
    assert (event.actor_id, event.before, event.after, event.object_id) == (None, None, None, str(survey.pk))
    assert "tajne" not in str(list(Event.objects.values_list("before", "after", "reason")))


# -- messages --------------------------------------------------------------------------------------------


def told(kind: SurveyKind) -> list[int]:
    return list(Message.objects.filter(template=f"trainings_{kind}").order_by("to").values_list("to", flat=True))


def test_everybody_is_told_once_when_questions_open(world, edition, clock):
    pre = put(world, edition, SurveyKind.PRE_TEST)
    for kind in (SurveyKind.POST_TEST, SurveyKind.SATISFACTION, SurveyKind.FOLLOW_UP):
        put(world, edition, kind)
    first, second = participants(world, edition, 2)
    answer(pre, second, 1, 0)
    assert (evaluate(), evaluate()) == (1, 0)
    assert told(SurveyKind.PRE_TEST) == [first.person_id]
    (third,) = participants(world, edition, 1)
    assert evaluate() == 1
    assert told(SurveyKind.PRE_TEST) == [first.person_id, third.person_id]
    clock(after(edition, minutes=1))
    assert (evaluate(), evaluate()) == (6, 0)
    clock(after(edition, days=89))
    assert evaluate() == 0
    clock(after(edition, days=90, hours=2))
    assert (evaluate(), evaluate()) == (3, 0)
    everybody = sorted(row.person_id for row in (first, second, third))
    for kind in (SurveyKind.POST_TEST, SurveyKind.SATISFACTION, SurveyKind.FOLLOW_UP):
        assert told(kind) == everybody


def test_nobody_is_asked_about_a_cancelled_training(world, edition):
    put(world, edition, SurveyKind.PRE_TEST)
    participants(world, edition, 2)
    editions.cancel_edition(edition=edition, reason="Choroba", by=world.organiser)
    assert evaluate() == 0


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("kind", list(SurveyKind))
def test_the_message_leads_to_the_questions(world, edition, clock, kind, language):
    survey = put(world, edition, kind)
    participants(world, edition, 1)
    clock(max(survey.opens_at, ENROLMENT_OPEN))
    evaluate()
    message = Message.objects.get()
    message.language = language
    letter = render(message)
    assert edition.course.title_pl in letter.subject or edition.course.title_en in letter.subject
    assert f"/trainings/surveys/{survey.pk}/answer/" in letter.body
    assert edition.code in letter.body
    assert "{" not in letter.subject + letter.body


# -- results ---------------------------------------------------------------------------------------------


def test_results_count_each_answer(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    rows = participants(world, edition, 7)
    clock(after(edition, hours=1))
    for mark, row in zip((5, 5, 4, 4, 4, 1, 2), rows, strict=True):
        answer(survey, row, mark, mark % 2, f"zdanie {row.pk}" if mark > 3 else "")
    clock(survey.closes_at)
    overall, liked, words = survey_result(survey).questions
    assert (str(overall.mean), overall.n) == ("3.57", 7)
    assert [count for _label, count, _right in overall.counts] == [1, 1, 0, 3, 2]
    assert [(label, count) for label, count, _right in liked.counts] == [("wykład", 4), ("ćwiczenia", 3)]
    assert sorted(words.texts) == sorted(f"zdanie {row.pk}" for row in rows[:5])


def test_few_words_among_many_answers_are_hidden(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    rows = participants(world, edition, 6)
    clock(after(edition, hours=1))
    for number, row in enumerate(rows):
        answer(survey, row, 5, 0, "słowo" if number < 4 else "")
    clock(survey.closes_at)
    words = survey_result(survey).questions[-1]
    assert (words.is_shown, words.n, list(words.texts)) == (False, None, [])


def test_reports_pool_only_what_is_shown(world, clock):
    marks = {"a": (5, 5, 4, 4, 4), "b": (1, 1, 1, 1)}
    for values in marks.values():
        edition = world.edition()
        survey = put(world, edition, SurveyKind.SATISFACTION)
        clock(after(edition, hours=1))
        for mark, row in zip(values, participants(world, edition, len(values)), strict=True):
            answer(survey, row, mark, 0, "")
        clock(ENROLMENT_OPEN)
    day = edition.ends_at.date()
    asked = {"project_id": world.project.pk, "first_day": day, "last_day": day}
    clock(survey.closes_at - timedelta(minutes=1))
    assert satisfaction(**asked).n == 0  # one more answer, and the difference would tell what it was
    clock(survey.closes_at)
    found = satisfaction(project_id=world.project.pk, first_day=day, last_day=day)
    assert (str(found.mean), found.n) == ("4.40", 5)
    empty = satisfaction(
        project_id=world.project.pk, first_day=day + timedelta(days=1), last_day=day + timedelta(days=9)
    )
    assert (empty.mean, empty.n) == (None, 0)


def test_knowledge_of_a_project_and_period(world, clock):
    for both in (5, 5, 3):
        edition = world.edition()
        pre, post = (put(world, edition, kind) for kind in (SurveyKind.PRE_TEST, SurveyKind.POST_TEST))
        rows = participants(world, edition, both)
        for row in rows:
            answer(pre, row, 0, 1)
        clock(after(edition, hours=1))
        for row in rows:
            answer(post, row, 1, 1)
        assert (gain_of_edition(edition).pairs, gain_of_edition(edition).gain) == (0, None)  # may still grow
        clock(ENROLMENT_OPEN)
    day = edition.ends_at.date()
    asked = {"project_id": world.project.pk, "first_day": day, "last_day": day}
    assert knowledge_gain(**asked).gain is None
    clock(post.closes_at)
    found = knowledge_gain(**asked)
    # Three are too few, also as the difference between thirteen and ten.
    assert (found.tested, found.pairs, str(found.before), str(found.after)) == (10, 10, "0.00", "75.00")


# -- nothing comes out by looking twice ------------------------------------------------------------------


def test_the_answer_of_the_sixth_does_not_come_out_by_looking_before_and_after(world, edition, clock):
    surveys_of = [put(world, edition, kind) for kind in (SurveyKind.SATISFACTION, SurveyKind.POST_TEST)]
    rows = participants(world, edition, 6)
    clock(after(edition, hours=1))
    for survey, values in zip(surveys_of, [(4, 0, ""), (1, 0)], strict=True):
        for count, row in enumerate(rows, 1):
            answer(survey, row, *values)
            assert nothing_shown(survey) == count
        clock(survey.closes_at)
        assert survey_result(survey).is_shown
        clock(after(edition, hours=1))


def test_once_results_can_be_read_the_window_does_not_open_again(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    rows = participants(world, edition, 5)
    clock(after(edition, hours=1))
    for row in rows:
        answer(survey, row, 5, 0, "")
    longer = {"survey": survey, "opens_at": survey.opens_at, "by": world.organiser}
    evaluation.change_window(**longer, closes_at=after(edition, hours=2))
    clock(after(edition, hours=2))
    assert refusal(evaluation.change_window, **longer, closes_at=after(edition, days=9)).code == "results_shown"
    survey.refresh_from_db()
    assert survey.closes_at == after(edition, hours=2)


def test_a_window_with_fewer_than_five_answers_may_open_again(world, edition, clock):
    survey = put(world, edition, SurveyKind.SATISFACTION)
    (row,) = participants(world, edition, 1)
    clock(after(edition, hours=1))
    answer(survey, row, 5, 0, "")
    clock(survey.closes_at)
    later = survey.closes_at + timedelta(days=3)
    evaluation.change_window(survey=survey, opens_at=survey.opens_at, closes_at=later, by=world.organiser)
    survey.refresh_from_db()
    assert survey.is_open()


def test_usual_windows_whose_results_can_be_read_stay_when_sessions_move(world, clock):
    edition = world.edition(state=EditionState.DRAFT)
    survey = put(world, edition, SurveyKind.PRE_TEST)
    SurveyResponse.objects.bulk_create(
        SurveyResponse(survey=survey, enrolment=row, points=1, points_possible=4, answered_at=survey.opens_at)
        for row in participants(world, edition, 5)
    )
    moved = edition.starts_at + timedelta(days=3), edition.ends_at + timedelta(days=3)
    before = survey.closes_at
    span = {"starts_at": edition.starts_at, "ends_at": edition.ends_at}
    clock(before)
    edition.starts_at, edition.ends_at = moved
    surveys.follow_sessions(edition, **span, by=world.organiser)
    survey.refresh_from_db()
    assert survey.closes_at == before


def test_who_leaves_takes_nothing_out_of_a_test_that_is_shown(world, edition, clock):
    survey = put(world, edition, SurveyKind.PRE_TEST)
    opens, closes = survey.opens_at, edition.starts_at - timedelta(days=2)
    evaluation.change_window(survey=survey, opens_at=opens, closes_at=closes, by=world.organiser)
    rows = participants(world, edition, 6)
    for row in rows:
        answer(survey, row, 1, int(row == rows[0]))
    clock(closes)
    survey.refresh_from_db()
    before = survey_result(survey)
    places.withdraw(enrolment=rows[0], by=rows[0].person)
    assert (before.is_shown, survey_result(survey)) == (True, before)


def test_answers_erased_from_a_test_hide_the_questions_not_the_mean(world, edition, clock):
    survey = put(world, edition, SurveyKind.PRE_TEST)
    for row in participants(world, edition, 6):
        answer(survey, row, 1, 0)
    clock(survey.closes_at)
    mean = survey_result(survey).mean_percent
    erasure.erase_person(person=row.person, reason="Pismo", by=AdministratorFactory().user)
    found = survey_result(survey)
    assert (found.mean_percent, {question.is_shown for question in found.questions}) == (mean, {False})


def test_tasks_of_a_person(world, edition, clock):
    pre, after_it = put(world, edition, SurveyKind.PRE_TEST), put(world, edition, SurveyKind.SATISFACTION)
    (row,) = participants(world, edition, 1)
    assert [(t.survey, t.is_answered, t.is_open) for t in tasks_of(row)] == [(pre, False, True)]
    answer(pre, row, 1, 0)
    clock(after(edition, hours=1))
    assert [(t.survey, t.is_answered, t.is_open) for t in tasks_of(row)] == [
        (pre, True, True),
        (after_it, False, True),
    ]
    clock(surveys.usual_window(SurveyKind.SATISFACTION, edition)[1])
    assert [t.is_open for t in tasks_of(row)] == [True, False]
    assert Question.objects.count() == len(TEST) + len(ABOUT_IT)
