"""The columns of each list that leaves the platform as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from jobs.choices import State
from kernel.text import Text
from mail.texts import find
from trainings.documents.sheets import Cell
from trainings.services.travel.accounts import account_to_pay

Columns = Mapping[Text, Callable[[Any], Cell]]


def _str(get: Callable[[Any], Any]) -> Callable[[Any], Cell]:
    return lambda row: str(get(row))


def _title(template: str) -> Text:
    text = find(template)
    return text.title if text else template


EDITIONS: Columns = {
    _("Code"): lambda row: row.code,
    _("Training"): lambda row: row.course.title,
    _("Start"): lambda row: row.starts_at,
    _("End"): lambda row: row.ends_at,
    _("Mode"): _str(lambda row: row.get_mode_display()),
    _("Place"): lambda row: row.venue,
    _("State"): _str(lambda row: row.standing.label),
    _("Enrolment opens"): lambda row: row.opens_at,
    _("Enrolment closes"): lambda row: row.closes_at,
    _("Places"): lambda row: row.capacity,
    _("Taken"): lambda row: row.taken,
    _("Waiting"): lambda row: row.waiting,
    _("Free"): lambda row: row.free,
}
"""Of `queries.with_places`, with the course."""

_WHO: Columns = {
    _("Last name"): lambda row: row.person.last_name,
    _("First name"): lambda row: row.person.first_name,
    _("Town"): lambda row: row.city.name,
    _("Post"): lambda row: row.post,
    _("Department"): lambda row: row.department,
    _("Kind of place"): _str(lambda row: row.get_place_kind_display()),
    _("State"): _str(lambda row: row.get_state_display()),
    _("Enrolled"): lambda row: row.submitted_at,
    _("Outcome"): _str(lambda row: row.get_outcome_display()),
}

ENROLMENTS: Columns = {
    _("Code"): lambda row: row.edition.code,
    _("Training"): lambda row: row.edition.course.title,
    _("Start"): lambda row: row.edition.starts_at,
    _("Number"): lambda row: row.queue_no,
    _("Number in the line"): lambda row: row.position_in_line,
    **_WHO,
}
"""Of `queries.with_position`, with person, city, edition and course."""

ROSTER: Columns = {
    _("Number"): lambda row: row.queue_no,
    **_WHO,
    _("Minutes attended"): lambda row: row.attended_minutes,
    _("Minutes of the training"): lambda row: row.base_minutes,
}
"""Of `queries.outcomes.with_minutes`, with person and city."""

IMAGE: Columns = {_("Use of the image"): _str(lambda row: row.image_in_words)}
"""Where a text on it holds; of `queries.legal.with_image`."""

CONTACTS: Columns = {
    _("E-mail"): lambda row: row.person.email,
    _("Telephone"): lambda row: row.person.phone,
}
"""Only for who organises the training."""

RECORDS: Columns = {
    _("Last name"): lambda row: row.person.last_name,
    _("First name"): lambda row: row.person.first_name,
    _("Town"): lambda row: row.city.name,
    _("Attendance"): _str(lambda row: row.recorded_in_words),
    _("Minutes"): lambda row: row.recorded_minutes,
}
"""Of `queries.presence.to_record`."""

SETTLED: Columns = {
    _("Number"): lambda row: row.queue_no,
    _("Last name"): lambda row: row.person.last_name,
    _("First name"): lambda row: row.person.first_name,
    _("Town"): lambda row: row.city.name,
    _("Minutes attended"): lambda row: row.attended_minutes,
    _("Minutes of the training"): lambda row: row.base_minutes,
    _("Outcome"): _str(lambda row: row.standing_in_words),
}
"""Of `queries.outcomes.with_earned`, with person and city."""

QUESTIONNAIRES: Columns = {
    _("Title in Polish"): lambda row: row.title_pl,
    _("Title in English"): lambda row: row.title_en,
    _("What it is for"): _str(lambda row: row.get_kind_display()),
    _("Version"): lambda row: row.number,
    _("Questions"): lambda row: row.asked,
}
"""With `asked`, how many questions there are."""

MESSAGES: Columns = {
    _("Goes"): lambda row: row.not_before,
    _("Sent"): lambda row: row.finished_at if row.state == State.DONE else None,
    _("To"): lambda row: row.to.get_full_name() if row.to else row.to_email,
    _("Message"): _str(lambda row: _title(row.template)),
    _("Training"): lambda row: row.training,
    _("State"): _str(lambda row: row.state_words),
    _("Tries"): lambda row: row.attempt,
    _("What went wrong"): lambda row: row.error,
}
"""Of `queries.outbox.with_codes`, with the recipient."""

CERTIFICATES: Columns = {
    _("Number"): lambda row: row.number,
    _("Kind"): _str(lambda row: row.get_kind_display()),
    _("State"): _str(lambda row: row.get_state_display()),
    _("Issued"): lambda row: row.issued_at,
    _("Last name"): lambda row: row.enrolment.person.last_name,
    _("First name"): lambda row: row.enrolment.person.first_name,
    _("Town"): lambda row: row.enrolment.city.name,
    _("Code"): lambda row: row.enrolment.edition.code,
    _("Training"): lambda row: row.enrolment.edition.course.title,
}
"""With enrolment, person, city, edition and course."""

APPROVALS: Columns = {
    _("Last name"): lambda row: row.enrolment.person.last_name,
    _("First name"): lambda row: row.enrolment.person.first_name,
    _("Town"): lambda row: row.enrolment.city.name,
    _("Code"): lambda row: row.enrolment.edition.code,
    _("Training"): lambda row: row.enrolment.edition.course.title,
    _("Start"): lambda row: row.enrolment.edition.starts_at,
    _("Who decides"): _str(lambda row: row.office),
    _("Decide before"): lambda row: row.due_at,
    _("State"): _str(lambda row: row.get_state_display()),
    _("Decided"): lambda row: row.decided_at,
    _("Comment"): lambda row: row.comment,
}
"""As the certificates."""

SESSIONS: Columns = {
    _("Code"): lambda row: row.edition.code,
    _("Training"): lambda row: row.edition.course.title,
    _("Session"): lambda row: row.ordinal,
    _("Start"): lambda row: row.starts_at,
    _("End"): lambda row: row.ends_at,
    _("Minutes"): lambda row: row.counted_min,
    _("Place"): lambda row: row.venue,
    _("State"): _str(lambda row: row.get_state_display()),
}
"""With edition and course."""

COURSES: Columns = {
    _("Code"): lambda row: row.code,
    _("Title in Polish"): lambda row: row.title_pl,
    _("Title in English"): lambda row: row.title_en,
    _("Project"): lambda row: row.project.code,
    _("Required attendance in percent"): lambda row: row.threshold_percent,
}
"""With the project."""

TRAVEL: Columns = {
    _("Number"): lambda row: row.pk,
    _("Last name"): lambda row: row.enrolment.person.last_name,
    _("First name"): lambda row: row.enrolment.person.first_name,
    _("Town"): lambda row: row.enrolment.city.name,
    _("Project"): lambda row: row.enrolment.edition.course.project.code,
    _("Code"): lambda row: row.enrolment.edition.code,
    _("Training"): lambda row: row.enrolment.edition.course.title,
    _("State"): _str(lambda row: row.get_state_display()),
    _("Amount in PLN"): lambda row: row.amount,
    _("Submitted"): lambda row: row.submitted_at,
    _("Decided"): lambda row: row.decided_at,
    _("Paid on"): lambda row: row.paid_on,
    _("Reason"): lambda row: row.reason,
}
"""Of `queries.travel.for_export`."""

ACCOUNTS: Columns = {_("Account"): account_to_pay}
"""Only for who pays travel in some project, and there only of what is that person's to pay."""

TRAINED: Columns = {
    _("Last name"): lambda row: row.person.last_name,
    _("First name"): lambda row: row.person.first_name,
    _("Town"): lambda row: row.city.name,
    _("Department"): lambda row: row.department,
    _("Code"): lambda row: row.edition.code,
    _("Training"): lambda row: row.edition.course.title,
    _("End"): lambda row: row.edition.ends_at,
    _("Minutes attended"): lambda row: row.attended_minutes,
    _("Minutes of the training"): lambda row: row.base_minutes,
    _("Outcome"): _str(lambda row: row.get_outcome_display()),
}
"""Of `queries.trained`."""

PARTICIPANTS: Columns = {
    _("Last name"): lambda row: row.person.last_name,
    _("First name"): lambda row: row.person.first_name,
    _("Sex"): _str(lambda row: row.person.get_sex_display()),
    _("Body"): lambda row: row.city.name,
    _("Kind of body"): _str(lambda row: row.city.get_kind_display()),
    _("TERYT code"): lambda row: row.teryt or "",
    _("Voivodeship"): _str(lambda row: row.city.get_voivodeship_display()),
    _("County"): lambda row: row.city.county,
    _("Country"): lambda row: row.city.country,
    _("Post"): lambda row: row.post,
    _("Department"): lambda row: row.department,
    _("Code"): lambda row: row.edition.code,
    _("Training"): lambda row: row.edition.course.title,
    _("Mode"): _str(lambda row: row.edition.get_mode_display()),
    _("Start"): lambda row: row.edition.starts_at,
    _("End"): lambda row: row.edition.ends_at,
    _("Minutes attended"): lambda row: row.attended_minutes,
    _("Minutes of the training"): lambda row: row.base_minutes,
    _("Outcome"): _str(lambda row: row.standing_in_words),
    _("Certificate"): lambda row: row.certificate_number or "",
}
"""Of `queries.counted.participants`: what donors' monitoring systems ask for that the platform knows."""
