"""What an organiser writes to people of a training."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.services import record
from kernel.errors import Refused
from kernel.text import sha256
from kernel.time import today
from trainings.models import Edition, Enrolment
from trainings.permissions import can_organise
from trainings.services import notices
from trainings.services.places.several import require_chosen


@transaction.atomic
def write_to(*, edition: Edition, enrolments: Collection[int], subject: str, text: str, by: User) -> int:
    """A message to each of these people, in the words given; how many. The same again on the same day goes once.

    `edition` comes with its course. Raises Refused organiser_only (403), enrolment_unknown (404), nobody_chosen,
    too_many_chosen, subject_missing, text_missing.
    """
    can_organise(by, edition.course.project_id).require()
    rows = list(Enrolment.objects.filter(edition=edition, pk__in=enrolments).select_related("person"))
    require_chosen(rows, enrolments)
    # A line break in it would begin the text, or the headers of the message.
    subject, text = " ".join(subject.split()), text.strip()
    if not subject:
        raise Refused("subject_missing", _("Say in a few words what it is about."), field="subject")
    if not text:
        raise Refused("text_missing", _("Write what people should know."), field="text")
    letter = f"{sha256(subject + text)[:16]}:{today()}"
    for row in rows:
        notices.write_letter(row, edition, subject=subject, text=text, letter=letter)
    # The words stand in the messages; here they would outlive them.
    record(action="trainings.edition.written", about=edition, by=by, after={"people": len(rows)})
    return len(rows)
