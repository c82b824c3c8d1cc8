"""The advisory app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvisoryConfig(AppConfig):
    """Advisory."""

    name = "advisory"
    verbose_name = _("Advisory")
