"""Who may change the register of organisations."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from kernel.decisions import Decision, when


def can_keep_register(by: AbstractBaseUser | None) -> Decision:
    """Whom the user model calls a keeper of the register; None is the system itself: a command."""
    return when(
        by is None or getattr(by, "keeps_register", False),
        "register_for_administrators",
        _("Only administrators change the register of organisations."),
    )
