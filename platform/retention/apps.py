"""The retention app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    """Retention."""

    name = "retention"
    verbose_name = _("Retention")

    def ready(self) -> None:
        """Name what is kept by the packages below; those above name their own."""
        from retention import registry  # noqa: PLC0415 -- models are not there before
        from retention.services import matters  # noqa: PLC0415 -- as above

        registry.register(*matters.matters())
