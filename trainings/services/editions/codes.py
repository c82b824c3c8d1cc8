"""Codes of courses and editions are given once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refused


@contextmanager
def code_once() -> Iterator[None]:
    """Around the insert of a row whose every other rule was checked: what the database still refuses is the code.

    Asking first would not help: two people may choose one code at once. Raises Refused code_taken.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused("code_taken", _("This code is taken. Choose another one."), field="code") from error
