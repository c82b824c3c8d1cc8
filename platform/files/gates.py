"""Who may read a file: each app answers for the kinds it owns, registered when it starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from files.models import StoredFile

MayRead = Callable[[Any, StoredFile], bool]
"""(user, file): the user may be anybody who is signed in."""

_gates: dict[str, MayRead] = {}


def register(kind: str, may_read: MayRead) -> None:
    """Answer for a kind of file. Call it in AppConfig.ready."""
    _gates[kind] = may_read


def may_read(user: Any, file: StoredFile) -> bool:
    """Whether the file is for this reader. A kind that nobody answers for is for nobody."""
    gate = _gates.get(file.kind)
    return gate is not None and bool(gate(user, file))


def readable(user: Any, pk: UUID) -> StoredFile | None:
    """The file if there is one and it is for this reader."""
    file = StoredFile.objects.filter(pk=pk).first()
    return file if file is not None and may_read(user, file) else None
