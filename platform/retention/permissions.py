"""Who may see how long data are kept, change it, and erase by hand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.choices import RoleCode
from accounts.permissions import Visitor, is_administrator, reads_everything
from grants.models import Project, projects_of
from grants.permissions import has_project_role
from kernel.decisions import Decision, when


def can_open_retention(user: Visitor) -> Decision:
    """The rules and what was erased: for project managers, and who reads everything."""
    return when(
        reads_everything(user) or bool(projects_of(user, RoleCode.PROJECT_MANAGER)),
        "retention_for_managers",
        _("How long data are kept is shown to project managers, auditors and administrators."),
    )


def can_rule(user: Visitor, project: Project | int | None) -> Decision:
    """To set how long something is kept, and to erase by hand: in a project its manager, else administrators."""
    if project is None:
        return when(
            is_administrator(user),
            "general_rules_for_administrators",
            _("Rules for every project are set by administrators."),
        )
    return when(
        has_project_role(user, project, RoleCode.PROJECT_MANAGER),
        "rules_for_managers",
        _("Only the manager of this project decides how long its data are kept."),
    )


def can_rule_somewhere(user: Visitor) -> Decision:
    """Whether there is a project, or every project, for which `can_rule` allows it."""
    return when(
        is_administrator(user) or bool(projects_of(user, RoleCode.PROJECT_MANAGER)),
        "rules_for_managers",
        _("How long data are kept is decided by project managers and administrators."),
    )


def can_manage_somewhere(user: Visitor) -> Decision:
    """Whether there is a project for which `can_rule` allows it."""
    return when(
        bool(projects_of(user, RoleCode.PROJECT_MANAGER)),
        "rules_for_managers",
        _("Data of a project are erased by its manager."),
    )
