"""What a permission answers: allowed, or denied with a reason. The button and the service ask the same one."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.errors import Refused
from kernel.text import Text


@dataclass(frozen=True)
class Allowed:
    """Yes."""

    def __bool__(self) -> bool:
        return True

    def require(self) -> None:
        """Do nothing: the way is free."""


@dataclass(frozen=True)
class Denied:
    """No, and why, in words for the person who asked."""

    code: str
    reason: Text

    def __bool__(self) -> bool:
        return False

    def require(self) -> None:
        """Raise Refused with status 403."""
        raise Refused(self.code, self.reason, status=403)


Decision = Allowed | Denied


def when(
    condition: bool,  # noqa: FBT001 -- the condition is what the call reads like
    code: str,
    reason: Text,
) -> Decision:
    """Allowed if the condition holds, else Denied for this reason."""
    return Allowed() if condition else Denied(code, reason)
