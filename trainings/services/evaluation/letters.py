"""Telling people that questions wait for them: each person once for each survey."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation

from mail.models import Message
from mail.services import queue
from trainings.models import Enrolment, Survey
from trainings.services.notices import subject_of


def tell_of_survey(survey: Survey, people: Sequence[Enrolment]) -> int:
    """Write to those who were not written to yet; how many they are. `people` come with their person."""
    keys = {_key(survey, row): row for row in people}
    told = Message.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True)
    new = keys.keys() - set(told)
    for key in sorted(new):
        reader = keys[key].person
        with translation.override(reader.language):
            title = survey.edition.course.title
        queue(
            template=f"trainings_{survey.kind}",
            to=reader,
            context={
                "title": title,
                "code": survey.edition.code,
                "starts_at": survey.edition.starts_at,
                "venue": survey.edition.venue,
                "closes_at": survey.closes_at,
                "path": reverse("trainings:survey-answer", args=[survey.pk]),
            },
            dedupe_key=key,
            about=subject_of(survey.edition),
            not_after=survey.closes_at,
        )
    return len(new)


def _key(survey: Survey, row: Enrolment) -> str:
    return f"trainings.survey:{survey.pk}:{survey.kind}:{row.person_id}"
