"""Questions, needs and requests to be forgotten, for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.freshness import require_fresh_sign_in
from accounts.models import User
from accounts.permissions import Visitor
from accounts.visitors import me
from kernel.decisions import Decision
from trainings.api import evaluation_serializers as given
from trainings.filters import NeedFilter, QuestionnaireFilter, SurveyFilter
from trainings.models import Edition, Questionnaire, SpecialNeed, Survey
from trainings.permissions import can_erase, can_organise, can_see_results
from trainings.queries.evaluation import gain_beside, survey_result
from trainings.services import erasure, evaluation, needs
from trainings.services.evaluation.questionnaires import Asked
from web.api import Nothing, ScopedViewSet, ServiceViewSet
from web.idempotency import idempotent, idempotent_unkept


class QuestionnaireViewSet(ScopedViewSet):
    """Questionnaires of courses: create, change, begin a new version."""

    queryset = Questionnaire.objects.prefetch_related("questions").order_by("course", "kind", "-number")
    serializer_class = given.QuestionnaireSerializer
    filterset_class = QuestionnaireFilter

    def _asked(self, serializer: type[given.ChangeQuestionnaire]) -> dict[str, Any]:
        """The input with its questions as the service takes them."""
        values = self.read(serializer)
        return {**values, "questions": [Asked(**question) for question in values["questions"]]}

    @extend_schema(request=given.CreateQuestionnaire, responses={201: given.QuestionnaireSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """The next version of a kind of questionnaire of a course."""
        values = self._asked(given.CreateQuestionnaire)
        return self.answer(evaluation.create_questionnaire(by=me(request), **values), 201)

    @extend_schema(request=given.ChangeQuestionnaire, responses=given.QuestionnaireSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Change it as a whole, until somebody answers. Needs If-Match."""
        row = self.get_object()
        version = self.expected_version(row)
        values = self._asked(given.ChangeQuestionnaire)
        evaluation.change_questionnaire(questionnaire=row, by=me(request), version=version, **values)
        return self.answer(self.get_object())

    @extend_schema(request=None, responses={201: given.QuestionnaireSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def revise(self, request: Request, pk: str) -> Response:
        """Begin a new version with the same questions."""
        self.read(Nothing)
        return self.answer(evaluation.revise_questionnaire(questionnaire=self.get_object(), by=me(request)), 201)


class SurveyViewSet(ScopedViewSet):
    """Surveys: put, move, take back, answer, results."""

    queryset = (
        Survey.objects.select_related("questionnaire", "edition__course")
        .prefetch_related("questionnaire__questions")
        .order_by("opens_at", "pk")
    )
    serializer_class = given.SurveySerializer
    filterset_class = SurveyFilter

    @extend_schema(request=given.PutSurvey, responses={201: given.SurveySerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Put a questionnaire to an edition."""
        return self.answer(evaluation.put_survey(by=me(request), **self._put()), 201)

    def _put(self) -> dict[str, Any]:
        """What is put, for who may: others do not see questionnaires."""
        return self.read(given.PutSurvey, may=_may_put, about="edition")

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take it back, until somebody answers."""
        evaluation.take_survey_back(survey=self.get_object(), by=me(request))
        return Response(status=204)

    @extend_schema(request=given.ChangeWindow, responses=given.SurveySerializer)
    @action(detail=True, methods=["post"])
    def window(self, request: Request, pk: str) -> Response:
        """Ask from another moment on, or longer."""
        row = self.get_object()
        return self.answer(evaluation.change_window(survey=row, by=me(request), **self.read(given.ChangeWindow)))

    @extend_schema(request=given.AnswerSurvey, responses={204: None})
    @action(detail=True, methods=["post"], url_path="answer", url_name="answer")
    def give(self, request: Request, pk: str) -> Response:
        """Answer all questions at once; only once, and of anonymous questions nothing can be looked up later."""
        row = self.get_object()
        lines = self.read(given.AnswerSurvey)["answers"]
        values = {line["question"]: line["text"] if line["number"] is None else line["number"] for line in lines}
        evaluation.answer_survey(survey=row, given=values, by=me(request))
        return Response(status=204)

    @extend_schema(responses=given.SurveyOutcome)
    @action(detail=True)
    def results(self, request: Request, pk: str) -> Response:
        """What came of it: once its time is over, from five answers on; of a test also what people learned."""
        row = self.get_object()
        can_see_results(me(request), row.edition).require()
        return Response(given.SurveyOutcome({**vars(survey_result(row)), "gain": gain_beside(row)}).data)


class NeedViewSet(ScopedViewSet):
    """Special needs: tell, read the words (which is on record), take back."""

    queryset = SpecialNeed.objects.select_related("enrolment").order_by("enrolment", "kind")
    serializer_class = given.NeedSerializer
    filterset_class = NeedFilter

    @extend_schema(request=given.TellNeed, responses={201: given.NeedSerializer})
    @idempotent_unkept
    def create(self, request: Request) -> Response:
        """Say what one needs; told again, the new words take the place of the old."""
        return self.answer(needs.tell_need(by=me(request), **self.read(given.TellNeed)), 201)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take it back: the words are gone at once."""
        needs.forget_need(need=self.get_object(), by=me(request))
        return Response(status=204)

    @extend_schema(request=None, responses=given.WordsSerializer)
    @action(detail=True, methods=["post"], url_path="read", url_name="read")
    def open(self, request: Request, pk: str) -> Response:
        """The words. That they were read is on record."""
        self.read(Nothing)
        (words,) = needs.read_needs(needs=[self.get_object()], by=me(request))
        return Response(given.WordsSerializer(words).data)


class ErasureViewSet(ServiceViewSet):
    """Requests to be forgotten, for administrators."""

    queryset = User.objects.none()
    serializer_class = given.ErasureSerializer
    pagination_class = None

    @extend_schema(request=given.ErasePerson, responses={200: given.ErasureSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Erase what may be erased, and say what is kept until when; the person is written the same."""
        require_fresh_sign_in(request)
        can_erase(me(request)).require()
        done = erasure.erase_person(by=me(request), **self.read(given.ErasePerson))
        return Response(given.ErasureSerializer(done).data)


def _may_put(user: Visitor, edition: Edition) -> Decision:
    return can_organise(user, edition.course.project_id)
