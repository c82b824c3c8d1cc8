"""From an idea to a published training: courses, editions, sessions, trainers."""

from trainings.services.editions.courses import change_course, create_course
from trainings.services.editions.editions import cancel_edition, change_edition, create_edition, publish
from trainings.services.editions.moving import (
    cancel_session,
    change_session,
    effect_of,
    rehearse_change,
    repeat_session,
)
from trainings.services.editions.sessions import assign_trainer, plan_session, remove_session, unassign_trainer
from trainings.services.editions.warnings import warn_of_few

__all__ = [
    "assign_trainer",
    "cancel_edition",
    "cancel_session",
    "change_course",
    "change_edition",
    "change_session",
    "create_course",
    "create_edition",
    "effect_of",
    "plan_session",
    "publish",
    "rehearse_change",
    "remove_session",
    "repeat_session",
    "unassign_trainer",
    "warn_of_few",
]
