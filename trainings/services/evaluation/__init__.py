"""Questions to the people of a training: written, put to an edition, answered once."""

from trainings.services.evaluation.answering import answer_survey
from trainings.services.evaluation.questionnaires import (
    add_question,
    change_question,
    change_questionnaire,
    create_questionnaire,
    remove_question,
    revise_questionnaire,
)
from trainings.services.evaluation.surveys import (
    change_window,
    follow_sessions,
    put_survey,
    take_survey_back,
    tell_of_open_surveys,
)

__all__ = [
    "add_question",
    "answer_survey",
    "change_question",
    "change_questionnaire",
    "change_window",
    "create_questionnaire",
    "follow_sessions",
    "put_survey",
    "remove_question",
    "revise_questionnaire",
    "take_survey_back",
    "tell_of_open_surveys",
]
