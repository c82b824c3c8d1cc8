"""Who stands at the door."""

from __future__ import annotations

from typing import Protocol

from django.core.exceptions import PermissionDenied

from accounts.models import User


class Door(Protocol):
    """A request, of Django or of DRF."""

    @property
    def user(self) -> object:
        """Whoever asks."""


def me(request: Door) -> User:
    """The signed-in person. Raises PermissionDenied for anybody else: the view forgot to ask for sign-in."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied
