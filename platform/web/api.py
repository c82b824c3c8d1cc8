"""The base of every API view: scoped rows, strict input, entity tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import UTC, date, datetime
from functools import cache, cached_property
from typing import Any, ClassVar, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import DateTimeField, Model, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.fields import SkipField
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from kernel.decisions import Decision
from kernel.errors import Refused
from kernel.prepared import ByKeys
from kernel.time import WARSAW, instants_of, is_sensible, now, offset_of
from ui.fields import NO_SUCH_TIME, NO_SUCH_YEAR
from web.models import Versioned
from web.paging import PER_PAGE
from web.shown import Way, quick_way

M = TypeVar("M", bound=Model)


class ShownInstant(serializers.DateTimeField):
    """An instant in Warsaw time; DRF would ask the request for its zone, for each value anew."""

    def to_representation(self, value: datetime) -> str:
        """The same instant on a Warsaw clock, in ISO 8601."""
        return value.astimezone(WARSAW).isoformat()


class OutputSerializer(serializers.ModelSerializer[M]):
    """Output: a row as the API shows it.

    Its fields and the ways to their values are worked out of the model once a process; DRF does both for each answer.
    """

    serializer_field_mapping: ClassVar[dict[Any, Any]] = {
        **serializers.ModelSerializer.serializer_field_mapping,
        DateTimeField: ShownInstant,
    }
    _worked_out: ClassVar[dict[str, Any] | None] = None
    _quick: ClassVar[list[Way | str] | None] = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._worked_out = cls._quick = None

    def get_fields(self) -> dict[str, Any]:
        """Fresh copies, since a field belongs to one serializer."""
        if self._worked_out is None:
            type(self)._worked_out = super().get_fields()  # noqa: SLF001 -- our own
        return deepcopy(self._worked_out or {})

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The row as DRF shows it; whatever is not found the quick way is left to it."""
        shown = {}
        try:
            for name, read, plain, show in self._ways:
                value = read(instance)
                shown[name] = value if value is None or type(value) is plain else show(value)
        except (AttributeError, KeyError, ObjectDoesNotExist, SkipField):
            return super().to_representation(instance)
        return shown

    @cached_property
    def _ways(self) -> list[Way]:
        if self._quick is None:
            readable = {name: field for name, field in self.fields.items() if not field.write_only}
            ways = [quick_way(name, field, self.Meta.model) or name for name, field in readable.items()]
            type(self)._quick = ways  # noqa: SLF001 -- our own
        return [self._asked(way) if isinstance(way, str) else way for way in self._quick or []]

    def _asked(self, name: str) -> Way:
        """Of a field that finds its value itself."""
        field = self.fields[name]
        return Way(name, field.get_attribute, None, field.to_representation)


class StrictSerializer(serializers.Serializer[Any]):
    """Input of a service: a field it does not know is refused, never ignored. No create, no update."""

    def to_internal_value(self, data: Any) -> Any:
        """The validated values. Raises ValidationError, code `unknown_field`, for what is not declared."""
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = {
                name: [ErrorDetail(str(_("There is no such field.")), "unknown_field")]
                for name in data.keys() - writable
            }
            if unknown:
                raise serializers.ValidationError(unknown)
        values = super().to_internal_value(data)
        odd = {
            name: [ErrorDetail(str(NO_SUCH_YEAR), "year")]
            for name, value in values.items()
            if isinstance(value, date) and not is_sensible(value)
        }
        if odd:
            raise serializers.ValidationError(odd)
        return values

    def named(self, name: str) -> Any:
        """The row that one field names; None where it names none, which `is_valid` will say."""
        if not isinstance(self.initial_data, dict):
            return None
        field = self.fields[name]
        try:
            return field.run_validation(field.get_value(self.initial_data))
        except serializers.ValidationError:
            return None


class Nothing(StrictSerializer):
    """Input of a service that needs none."""


class InstantField(serializers.DateTimeField):
    """A day and time; without a zone, in Warsaw."""

    default_error_messages = {
        "year": NO_SUCH_YEAR,
        "no_such_time": NO_SUCH_TIME,
        "time_twice": _("The clock is put back that night: this time comes twice. Give {first} or {second} with it."),
    }

    def enforce_timezone(self, value: datetime) -> Any:
        """The instant of a local time. Raises ValidationError year, no_such_time, time_twice."""
        if not is_sensible(value):  # before DRF asks for its counterpart in UTC, which the first and last day lack
            self.fail("year")
        if value.tzinfo is None:
            found = [offset_of(instant) for instant in instants_of(value)]
            if not found:
                self.fail("no_such_time")
            if len(found) > 1:
                self.fail("time_twice", first=found[0], second=found[1])
        return super().enforce_timezone(value)

    def to_internal_value(self, value: Any) -> datetime:
        """The instant. Raises ValidationError."""
        # In UTC: a time of Warsaw that comes twice equals no other, not even itself in another zone.
        return super().to_internal_value(value).astimezone(UTC)


class VisibleField(serializers.PrimaryKeyRelatedField[Any]):
    """The id of a row the caller may see; any other is answered like one that does not exist."""

    def get_queryset(self) -> QuerySet[Any]:
        """Scoped to the caller."""
        rows: QuerySet[Any] = vars(self)["queryset"]
        if "request" not in self.context:  # the schema generator
            return rows.none()
        return cast("QuerySet[Any]", rows.all().visible_to(self.context["request"].user))  # type: ignore[attr-defined]


class OfferedField(serializers.PrimaryKeyRelatedField[Any]):
    """The id of a row out of a list that depends on who asks; any other is answered like one that does not exist."""

    def __init__(self, offered: Callable[[Any], QuerySet[Any]], **options: Any) -> None:
        self.offered = offered
        super().__init__(queryset=offered(AnonymousUser()), **options)

    def get_queryset(self) -> QuerySet[Any]:
        """What is offered to the caller; to the schema generator, nothing."""
        return self.offered(self.context["request"].user if "request" in self.context else AnonymousUser())


class ServiceViewSet(GenericViewSet[Any]):
    """Reads strict input, calls services, answers with entity tags; by itself it has no addresses for rows."""

    def read(
        self,
        serializer: type[StrictSerializer],
        *,
        may: Callable[[Any, Any], Decision] | None = None,
        about: Any = None,
    ) -> dict[str, Any]:
        """The validated input. Raises ValidationError.

        Where whom the input may name depends on who asks, `may` is the permission of the service, asked first: else
        the answer to who may not would be that there is no such person. `about` is the row it is asked about, or the
        name of the field that names it. Raises Refused 403.
        """
        given = serializer(data=self.request.data, context=self.get_serializer_context())
        row = given.named(about) if isinstance(about, str) else about
        if may is not None and row is not None:
            may(self.request.user, row).require()
        given.is_valid(raise_exception=True)
        return cast(dict[str, Any], given.validated_data)

    def answer(self, row: Model, status: int = 200) -> Response:
        """The row as the output serializer shows it, with its ETag where it has versions."""
        response = Response(self.get_serializer(row).data, status=status)
        if isinstance(row, Versioned):
            response["ETag"] = row.etag
        return response

    def expected_version(self, row: Versioned) -> int:
        """The version that If-Match names. Raises Refused 428 without one, 412 for one of another row."""
        header = self.request.headers.get("If-Match", "")
        if not header:
            raise Refused(
                "if_match_required",
                _("Send If-Match with the ETag you read, so that nobody's change is overwritten."),
                status=428,
            )
        tag = re.fullmatch(r'"?([0-9]+)-([0-9]{1,10})"?', header)
        if tag is None or tag[1] != str(row.pk):
            raise Refused("stale", _("This ETag does not belong to the current state."), status=412)
        return int(tag[2])


class ScopedViewSet(ListModelMixin, RetrieveModelMixin, ServiceViewSet):
    """List and detail of what the caller may see; changes are methods that call a service.

    Give `queryset` (its class has `visible_to(user)`), `serializer_class` for output, `filterset_class`; in `joins`
    what actions on one row read beside it, and lists do not.
    """

    queryset: QuerySet[Any]
    joins: ClassVar[tuple[str, ...]] = ()
    lookup_value_regex = "[0-9]+"  # int() would read +1 and the digits of every script

    def get_queryset(self) -> QuerySet[Any]:
        """Only rows the caller may see; anything else is 404."""
        rows = self.queryset.select_related(*self.joins) if self.detail and self.joins else self.queryset.all()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return cast(QuerySet[Any], rows.visible_to(self.request.user))  # type: ignore[attr-defined]

    @classmethod
    def page(cls, keys: list[Any], at: Any) -> QuerySet[Any]:
        """The rows of a list with these keys, as they are at a time; asked by `ByKeys`."""
        return cls.queryset.order_by().filter(pk__in=keys)

    def rows_by_key(self, keys: list[Any]) -> Iterable[Any]:
        """The rows of a page: the keys have met the conditions of who may see them a moment ago."""
        return page_of(type(self))(keys, at=now())

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One row with its entity tag."""
        return self.answer(self.get_object())


@cache
def page_of(view: type[ScopedViewSet]) -> ByKeys[Any]:
    """The question for the rows of a page, its SQL worked out once."""
    return ByKeys(view.page, view.queryset.model._meta.pk, size=PER_PAGE, at=DateTimeField())
