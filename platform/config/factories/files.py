"""Invented files."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from files.models import StoredFile
from files.services import store


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    """A short note, really stored."""

    class Meta:
        model = StoredFile

    content = factory.Sequence(lambda n: f"Notatka numer {n}.\n".encode())
    name = "notatka.txt"
    kind = "tests.note"
    by = None

    @classmethod
    def _create(cls, model_class: type[StoredFile], *args: Any, **kwargs: Any) -> StoredFile:
        return store(**kwargs)
