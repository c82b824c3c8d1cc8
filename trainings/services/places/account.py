"""What became of several rows, each done by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from kernel.errors import Refused

Row = TypeVar("Row")


class Left(NamedTuple, Generic[Row]):
    """A row that was left as it was, and why."""

    row: Row
    refusal: Refused


@dataclass(frozen=True)
class Account(Generic[Row]):
    """The rows it was done with, and those it was not."""

    done: list[Row] = field(default_factory=list)
    refused: list[Left[Row]] = field(default_factory=list)


def each(rows: Iterable[Row], change: Callable[[Row], object]) -> Account[Row]:
    """Change each row by itself: `change` leaves no trace where it refuses."""
    account: Account[Row] = Account()
    for row in rows:
        try:
            change(row)
        except Refused as refusal:
            account.refused.append(Left(row, refusal))
        else:
            account.done.append(row)
    return account
