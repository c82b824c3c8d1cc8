"""Reading JSON that may be hostile: what cannot be kept or worked with is malformed, never our defect."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from kernel.errors import Refused


class StrictJSONParser(JSONParser):
    """JSON in UTF-8 of a sensible size and depth, without NaN, infinity and halves of characters."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The values. Raises ParseError, Refused 413."""
        limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        text = stream.read(limit + 1)
        if len(text) > limit:
            raise Refused("body_too_large", _("This request is too large."), status=413)
        try:
            values = json.loads(text.decode(), parse_constant=_refuse, parse_float=_finite)
            # A half of a surrogate pair is no character: neither database could keep it.
            json.dumps(values, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        return values


def _refuse(word: str) -> None:
    raise ValueError(word)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number
