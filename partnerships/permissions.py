"""Who may do what in a partnership."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.permissions import Visitor, has_role
from grants.permissions import can_manage, has_project_role
from kernel.decisions import Decision, Denied, when
from partnerships.choices import PartnershipState
from partnerships.models import Partnership, PendingUpload


def can_coordinate(user: Visitor, partnership: Partnership) -> Decision:
    """Members and documents are kept by the partnership's coordinator; the project manager stands in."""
    coordinates = partnership.coordinator_id == user.pk and has_role(user, RoleCode.PARTNERSHIP_COORDINATOR)
    return when(
        coordinates or has_project_role(user, partnership.project_id, RoleCode.PROJECT_MANAGER),
        "partnership_coordinator_only",
        _("Only the coordinator of this partnership and the project manager may do this."),
    )


def can_dissolve(user: Visitor, partnership: Partnership) -> Decision:
    """Ending a partnership, and saying who coordinates it, is the project manager's."""
    return can_manage(user, partnership.project)


def can_move(user: Visitor, partnership: Partnership, state: str) -> Decision:
    """Into which state somebody may put it."""
    ends = state in {PartnershipState.DISSOLVING, PartnershipState.DISSOLVED}
    return can_dissolve(user, partnership) if ends else can_coordinate(user, partnership)


def can_place(user: Visitor, upload: PendingUpload) -> Decision:
    """A kept file is its uploader's, for as long as the uploader keeps the partnership's documents."""
    if upload.uploaded_by_id != user.pk:
        return Denied("not_your_upload", _("Somebody else uploaded this file."))
    return can_coordinate(user, upload.document.partnership)
