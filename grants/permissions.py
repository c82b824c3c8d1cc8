"""Who may do what in a project."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.models import User
from accounts.permissions import Visitor, reads_everything
from grants.models import Project, standings
from kernel.decisions import Decision, when


def project_roles(user: Visitor, project: Project | int) -> set[str]:
    """The roles the user has in the project today."""
    if not isinstance(user, User) or not user.is_active:
        return set()
    pk = project.pk if isinstance(project, Project) else project
    return standings(user).get(pk, set())


def has_project_role(user: Visitor, project: Project | int, *codes: RoleCode) -> bool:
    """Whether the user has one of the roles in the project today."""
    return not project_roles(user, project).isdisjoint(codes)


def can_oversee(user: Visitor, project: Project) -> Decision:
    """Lists of everything that happened in a project are for who organises or manages it, and who reads everything."""
    return when(
        reads_everything(user) or has_project_role(user, project, RoleCode.ORGANISER, RoleCode.PROJECT_MANAGER),
        "overview_closed",
        _("Lists over a whole project are for its organisers and managers."),
    )


def can_manage(user: Visitor, project: Project) -> Decision:
    """Periods, indicators and reports are the project manager's."""
    return when(
        has_project_role(user, project, RoleCode.PROJECT_MANAGER),
        "manager_only",
        _("Only the project manager of this project may do this."),
    )
