"""What OpenAPI says about every route of ours beside its fields: the headers it reads, the form of its refusals."""

from __future__ import annotations

from inspect import unwrap
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.viewsets import ViewSetMixin

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="1 to 100 printable characters of your own: the same key with the same request acts once, for a day.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag you read: 428 without it, 412 when somebody else was faster.",
)


class Schema(AutoSchema):
    """AutoSchema that also names the headers; it reads from the code which ones, so nobody can forget to say so."""

    def get_override_parameters(self) -> list[Any]:
        """The headers of this action."""
        parameters = list(super().get_override_parameters())
        action = getattr(self.view, getattr(self.view, "action", None) or "", None)
        if action is None or not isinstance(self.view, ViewSetMixin):
            return parameters
        if getattr(action, "takes_key", False):
            parameters.append(IDEMPOTENCY_KEY)
        if "expected_version" in unwrap(action).__code__.co_names:
            parameters.append(IF_MATCH)
        return parameters


PROBLEM = {
    "type": "object",
    "description": "A refusal (RFC 9457). Programs go by `code`; `detail` is for people, in their language.",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "code", "message")},
                "required": ["field", "code", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "code", "detail", "request_id"],
}
REFUSED = {
    "description": "Refused",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def name_refusals(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Every operation may also answer with a problem document. A hook of drf-spectacular."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"].setdefault("default", REFUSED)
    return result
