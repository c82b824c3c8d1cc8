"""The config app."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Config."""

    name = "config"
    verbose_name = "Ratusz"

    def ready(self) -> None:
        """Register the start-up checks."""
        from config import checks  # noqa: F401, PLC0415 -- importing registers them; needs loaded apps
