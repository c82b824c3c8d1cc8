"""What an enrolment leaves behind that nobody needs once it is over."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User
from trainings.models import SurveyReceipt
from trainings.services.needs import erase_needs


def erase_traces(enrolment_ids: Collection[int], *, by: User | None) -> None:
    """Erase needs and receipts of enrolments that end; anonymous answers stay, as they are nobody's."""
    erase_needs(enrolment_ids, by=by)
    SurveyReceipt.objects.filter(enrolment__in=enrolment_ids).delete()
