"""The bare app."""

from django.apps import AppConfig


class FloorConfig(AppConfig):
    """Floor."""

    name = "benchmarks.floor"
    label = "floor"
