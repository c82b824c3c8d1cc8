"""Questions to people: organisers write them and put them, people answer, those who taught read what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.visitors import me
from kernel.time import now
from trainings.filters import CourseQuestionnaireFilter
from trainings.forms.evaluation import (
    AnswerForm,
    ChangeQuestionnaireForm,
    NewQuestionnaireForm,
    QuestionForm,
    SurveyForm,
    WindowForm,
    shown,
)
from trainings.models import Course, Edition, Question, Questionnaire, Survey
from trainings.permissions import can_organise, can_see_results
from trainings.queries.evaluation import gain_beside, gain_of_edition, has_answered, points_by_person, survey_result
from trainings.services import evaluation
from trainings.services.evaluation.answering import require_asked
from trainings.views.sorts import QUESTIONNAIRES
from web.idempotency import acts_once
from web.lists import listing
from web.pages import refusals_to, show_form

# -- questionnaires ----------------------------------------------------------------------------------


@require_safe
@login_required
def course_questionnaires(request: HttpRequest, course_pk: int) -> HttpResponse:
    """The questionnaires of a course, in all their versions."""
    course = get_object_or_404(Course.objects.visible_to(request.user), pk=course_pk)
    can_organise(request.user, course.project_id).require()
    rows = Questionnaire.objects.visible_to(request.user).filter(course=course).annotate(asked=Count("questions"))
    found = listing(request, rows, CourseQuestionnaireFilter, sorts=QUESTIONNAIRES, sort="title")
    template = "trainings/_questionnaires.html" if request.htmx else "trainings/questionnaires.html"  # type: ignore[attr-defined]
    return render(request, template, {"course": course, "listing": found})


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def questionnaire_create(request: HttpRequest, course_pk: int) -> HttpResponse:
    """Begin a questionnaire."""
    course = get_object_or_404(Course.objects.visible_to(request.user), pk=course_pk)
    can_organise(request.user, course.project_id).require()
    form = NewQuestionnaireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            row = evaluation.create_questionnaire(course=course, by=me(request), **form.cleaned_data)
            messages.success(request, _("The questionnaire is there. Write its questions now."))
            return redirect("trainings:questionnaire", row.pk)
    return show_form(request, "trainings/questionnaire_create.html", form, {"course": course})


@require_safe
@login_required
def questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions, with the right answers of a test."""
    row = _questionnaire(request, pk)
    context = {
        "questionnaire": row,
        "questions": row.questions.all(),
        "can_organise": can_organise(request.user, row.course.project_id),
        "is_answered": row.is_answered(),
    }
    return render(request, "trainings/questionnaire.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def questionnaire_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other titles."""
    row = _questionnaire(request, pk)
    can_organise(request.user, row.course.project_id).require()
    first = {"title_pl": row.title_pl, "title_en": row.title_en, "version": row.version}
    form = ChangeQuestionnaireForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            evaluation.change_questionnaire(questionnaire=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The questionnaire was changed."))
            return redirect("trainings:questionnaire", row.pk)
    return show_form(request, "trainings/questionnaire_change.html", form, {"questionnaire": row})


@require_POST
@login_required
@acts_once
def questionnaire_revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new version with the same questions."""
    row = evaluation.revise_questionnaire(questionnaire=_questionnaire(request, pk), by=me(request))
    messages.success(request, _("This is the new version. Change what should be different."))
    return redirect("trainings:questionnaire", row.pk)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def question_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one thing more."""
    row = _questionnaire(request, pk)
    can_organise(request.user, row.course.project_id).require()
    form = QuestionForm(request.POST or None, questionnaire=row, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            version = form.cleaned_data["version"]
            evaluation.add_question(questionnaire=row, asked=form.asked, by=me(request), version=version)
            messages.success(request, _("The question was added."))
            return redirect("trainings:questionnaire", row.pk)
    return show_form(request, "trainings/question_create.html", form, {"questionnaire": row})


@require_http_methods(["GET", "POST"])
@login_required
def question_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it differently."""
    row = _question(request, pk)
    can_organise(request.user, row.questionnaire.course.project_id).require()
    first = {**shown(row), "version": row.questionnaire.version}
    form = QuestionForm(request.POST or None, questionnaire=row.questionnaire, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            version = form.cleaned_data["version"]
            evaluation.change_question(question=row, asked=form.asked, by=me(request), version=version)
            messages.success(request, _("The question was changed."))
            return redirect("trainings:questionnaire", row.questionnaire_id)
    return show_form(request, "trainings/question_change.html", form, {"question": row})


@require_POST
@login_required
def question_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it no more."""
    row = _question(request, pk)
    evaluation.remove_question(question=row, by=me(request))
    messages.success(request, _("The question was removed."))
    return redirect("trainings:questionnaire", row.questionnaire_id)


# -- surveys -----------------------------------------------------------------------------------------


@require_safe
@login_required
def edition_surveys(request: HttpRequest, pk: int) -> HttpResponse:
    """What the people of an edition are asked, and how many answered."""
    edition = _edition(request, pk)
    can_see_results(request.user, edition).require()
    rows = Survey.objects.visible_to(request.user).filter(edition=edition).select_related("questionnaire")
    context = {
        "edition": edition,
        "surveys": rows.annotate(answers=Count("responses")),
        "can_organise": can_organise(request.user, edition.course.project_id),
        "gain": gain_of_edition(edition),
        "now": now(),
    }
    return render(request, "trainings/edition_surveys.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@acts_once
def survey_put(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a questionnaire to an edition."""
    edition = _edition(request, pk)
    can_organise(request.user, edition.course.project_id).require()
    form = SurveyForm(request.POST or None, edition=edition)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            evaluation.put_survey(edition=edition, by=me(request), **form.cleaned_data)
            messages.success(request, _("People are asked once it opens; they get a message then."))
            return redirect("trainings:edition-surveys", edition.pk)
    return show_form(request, "trainings/survey_put.html", form, {"edition": edition})


@require_http_methods(["GET", "POST"])
@login_required
def survey_window(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask earlier or longer."""
    row = _survey(request, pk)
    can_organise(request.user, row.edition.course.project_id).require()
    form = WindowForm(request.POST or None, initial={"opens_at": row.opens_at, "closes_at": row.closes_at})
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            evaluation.change_window(survey=row, by=me(request), **form.cleaned_data)
            messages.success(request, _("The time to answer was changed."))
            return redirect("trainings:edition-surveys", row.edition_id)
    return show_form(request, "trainings/survey_window.html", form, {"survey": row})


@require_POST
@login_required
def survey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not ask after all."""
    row = _survey(request, pk)
    evaluation.take_survey_back(survey=row, by=me(request))
    messages.success(request, _("These questions are no longer put."))
    return redirect("trainings:edition-surveys", row.edition_id)


@require_http_methods(["GET", "POST"])
@login_required
def survey_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer, once. Afterwards, and outside the window, the page says what is the matter."""
    row = _survey(request, pk)
    enrolment = require_asked(survey=row, person=me(request))
    form = AnswerForm(request.POST or None, questions=row.questionnaire.questions.all())
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            evaluation.answer_survey(survey=row, given=form.given, by=me(request))
            messages.success(request, _("Thank you. Your answers were saved."))
            return redirect("trainings:survey-answer", row.pk)
    context = {
        "survey": row,
        "enrolment": enrolment,
        "is_answered": has_answered(row, enrolment),
        "test": row.responses.filter(enrolment=enrolment).first() if row.questionnaire.is_test() else None,
        "opens_later": now() < row.opens_at,
        "is_over": now() >= row.closes_at,
    }
    return show_form(request, "trainings/survey_answer.html", form, context)


@require_safe
@login_required
def survey_results(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of it, once it is over; the organiser also sees who has how many points."""
    row = _survey(request, pk)
    can_see_results(request.user, row.edition).require()
    organises = can_organise(request.user, row.edition.course.project_id)
    context = {
        "survey": row,
        "result": survey_result(row),
        "gain": gain_beside(row),
        "tests": points_by_person(row) if organises and row.questionnaire.is_test() else [],
    }
    return render(request, "trainings/survey_results.html", context)


def _edition(request: HttpRequest, pk: int) -> Edition:
    return get_object_or_404(Edition.objects.visible_to(request.user).select_related("course"), pk=pk)


def _questionnaire(request: HttpRequest, pk: int) -> Questionnaire:
    return get_object_or_404(Questionnaire.objects.visible_to(request.user).select_related("course"), pk=pk)


def _question(request: HttpRequest, pk: int) -> Question:
    rows = Question.objects.visible_to(request.user).select_related("questionnaire__course")
    return get_object_or_404(rows, pk=pk)


def _survey(request: HttpRequest, pk: int) -> Survey:
    rows = Survey.objects.visible_to(request.user).select_related("questionnaire", "edition__course")
    return get_object_or_404(rows, pk=pk)
