"""The partnerships app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    """Partnerships."""

    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        """Open the gate of our files to who may read them; name what is kept for a time."""
        from files import gates  # noqa: PLC0415 -- models are not there before
        from partnerships.gates import DOCUMENT, may_read  # noqa: PLC0415 -- models are not there before
        from partnerships.services import matters  # noqa: PLC0415 -- as above
        from retention import registry  # noqa: PLC0415 -- as above

        gates.register(DOCUMENT, may_read)
        registry.register(*matters.matters())
