"""What the person at the screen is: read once a request, for the menu and for the first page."""

from __future__ import annotations

from functools import cached_property

from accounts.choices import PLATFORM_ROLES
from accounts.models import User
from grants.models import standings


class Reader:
    """The roles somebody holds today, at bodies, on the platform and in projects together."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def roles(self) -> set[str]:
        """Their codes."""
        return {role.role for role in self.user.roles_now}.union(*standings(self.user).values())

    def is_any(self, *codes: str) -> bool:
        """Whether one of these roles is held."""
        return not self.roles.isdisjoint(codes)

    @property
    def reads_everything(self) -> bool:
        """Auditors and administrators."""
        return self.is_any(*PLATFORM_ROLES)
