"""What organisers are warned of; what follows is theirs to decide."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Q

from accounts.choices import RoleCode
from accounts.models import User
from audit.services import record
from grants.models import ProjectRole
from kernel.time import now
from mail.models import Message
from trainings.choices import EditionState, EnrolmentState
from trainings.models import Edition
from trainings.services import notices

WARN_BEFORE = timedelta(hours=48)


def warn_of_few() -> int:
    """Write to the organisers of trainings that start within 48 hours with too few confirmed people.

    How many trainings that were; each is told of once for each date on which it starts.
    """
    at = now()
    confirmed = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.CONFIRMED))
    soon = Edition.objects.filter(
        state=EditionState.PUBLISHED,
        min_participants__gt=0,
        starts_at__gt=at,
        starts_at__lte=at + WARN_BEFORE,
    )
    short = soon.annotate(confirmed=confirmed).filter(confirmed__lt=F("min_participants"))
    return sum(_warn(edition) for edition in short.select_related("course").order_by("pk"))


@transaction.atomic
def _warn(edition: Edition) -> bool:
    held = ProjectRole.objects.now().filter(project=edition.course.project_id, role=RoleCode.ORGANISER)
    organisers = {
        notices.few_key(edition, user): user
        for user in User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
    }
    told = set(Message.objects.filter(dedupe_key__in=organisers).values_list("dedupe_key", flat=True))
    left = [user for key, user in organisers.items() if key not in told]
    confirmed: int = vars(edition)["confirmed"]
    for user in left:
        notices.warn_of_few(user, edition, confirmed=confirmed)
    if left:
        record(action="trainings.edition.few", about=edition, by=None, after={"confirmed": confirmed})
    return bool(left)
