"""The ui app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Ui."""

    name = "ui"
    verbose_name = _("Ui")
