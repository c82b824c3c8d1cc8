"""The invented project in the size of a real one: 54 towns, 1,512 people, 270 workshops, 1,700 consultations."""

from config.demo.volume.loading import PROJECT_CODE, load_volume
from config.demo.volume.size import Size

__all__ = ["PROJECT_CODE", "Size", "load_volume"]
