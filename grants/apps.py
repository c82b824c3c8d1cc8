"""The grants app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrantsConfig(AppConfig):
    """Grants."""

    name = "grants"
    verbose_name = _("Grants")

    def ready(self) -> None:
        """Answer for the roles in projects."""
        from accounts import scopes  # noqa: PLC0415 -- models are not there before
        from grants.queries import roles_in_projects  # noqa: PLC0415 -- models are not there before

        scopes.register("grants.projectrole", roles_in_projects, "grants:project")
