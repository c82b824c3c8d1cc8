"""Settings, addresses, start-up checks, the demo: the only package that knows all apps."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
