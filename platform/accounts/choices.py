"""The one list of roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleCode(models.TextChoices):
    """What somebody may be. Where a role holds is told by its row: a body, a project, or the whole platform."""

    CLERK = "clerk", _("clerk")
    CITY_COORDINATOR = "city_coordinator", _("city coordinator")
    APPROVER = "approver", _("approver")
    SIGNATORY = "signatory", _("signatory")
    TRAINER = "trainer", _("trainer")
    ADVISOR = "advisor", _("advisor")
    ORGANISER = "organiser", _("organiser")
    PARTNERSHIP_COORDINATOR = "partnership_coordinator", _("partnership coordinator")
    PROJECT_MANAGER = "project_manager", _("project manager")
    FINANCE_OFFICER = "finance_officer", _("finance officer")
    DONOR_REVIEWER = "donor_reviewer", _("donor reviewer")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


CITY_ROLES = [RoleCode.CLERK, RoleCode.CITY_COORDINATOR, RoleCode.APPROVER, RoleCode.SIGNATORY]
"""Held at a municipality. The approver is the first office that decides on an enrolment, the signatory the second.

The clerk's also at another body that takes part in projects: people of social partners come to trainings as well.
"""

GIVEN_BY_CITY = [RoleCode.CLERK, RoleCode.APPROVER, RoleCode.SIGNATORY]
"""On which the coordinator of the city decides."""

PROJECT_ROLES = [
    RoleCode.ORGANISER,
    RoleCode.PROJECT_MANAGER,
    RoleCode.FINANCE_OFFICER,
    RoleCode.DONOR_REVIEWER,
]
"""Held on a project (grants.ProjectRole)."""

PLATFORM_ROLES = [RoleCode.AUDITOR, RoleCode.ADMINISTRATOR]
"""Held on the whole platform: the row names no body."""


class Sex(models.TextChoices):
    """As donors ask for it; empty means not told."""

    FEMALE = "f", _("woman")
    MALE = "m", _("man")


class InvitationState(models.TextChoices):
    """What has become of an invitation."""

    OPEN = "open", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")
