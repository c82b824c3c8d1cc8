"""The reports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Reports."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Open the gate of our files to who may read them; the work itself is found in `tasks`."""
        from files import gates  # noqa: PLC0415 -- models are not there before
        from reports.gates import ARTIFACT, may_read  # noqa: PLC0415 -- models are not there before

        gates.register(ARTIFACT, may_read)
