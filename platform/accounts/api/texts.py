"""The words of messages for programs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.queries import texts_for
from accounts.visitors import me
from mail import wording
from mail.models import MessageTemplate
from mail.texts import Editable, find
from web.api import Nothing, ServiceViewSet, StrictSerializer
from web.paging import PlainPages

UNTOUCHED = MessageTemplate(pk=0, version=0)
"""Stands for words that nobody ever changed: they have no row, but an ETag."""


class TextSerializer(serializers.Serializer[Any]):
    """The words of one message in one language, and the names of the facts it knows."""

    name = serializers.CharField()
    language = serializers.ChoiceField(settings.LANGUAGES)
    title = serializers.CharField()
    known = serializers.ListField(child=serializers.CharField())
    subject = serializers.CharField()
    body = serializers.CharField()
    is_own = serializers.BooleanField()
    version = serializers.IntegerField()


class MessageWords(StrictSerializer):
    """Input of change and preview."""

    subject = serializers.CharField(max_length=200)
    body = serializers.CharField(max_length=wording.LONGEST)


class LetterSerializer(serializers.Serializer[Any]):
    """A letter as it would be sent, with invented facts."""

    subject = serializers.CharField()
    body = serializers.CharField()


class TextViewSet(ServiceViewSet):
    """Words of messages: read, change, preview, take the built-in ones back."""

    queryset = MessageTemplate.objects.none()
    serializer_class = TextSerializer
    lookup_value_regex = "[a-z_]+-[a-z]{2}"
    pagination_class = PlainPages

    def _found(self, pk: str) -> tuple[Editable, str]:
        name, _dash, language = pk.rpartition("-")
        text = find(name)
        if text is None or language not in dict(settings.LANGUAGES):
            raise Http404
        text.may_edit(me(self.request)).require()
        return text, language

    def _said(self, text: Editable, language: str, row: MessageTemplate | None) -> dict[str, Any]:
        words = wording.in_use(text, language, row)
        return {
            "name": text.name,
            "language": language,
            "title": str(text.title),
            "known": text.known,
            "subject": words.subject,
            "body": words.body,
            "is_own": row is not None and row.is_own,
            "version": row.version if row else 0,
        }

    def _answer(self, text: Editable, language: str, row: MessageTemplate | None) -> Response:
        response = Response(TextSerializer(self._said(text, language, row)).data)
        response["ETag"] = (row or UNTOUCHED).etag
        return response

    @extend_schema(responses=TextSerializer(many=True))
    def list(self, request: Request) -> Response:
        """All that the caller may word, in both languages; with the words of the house or the built-in ones."""
        self.filter_queryset(self.queryset)  # refuses a parameter nobody knows
        worded = texts_for(me(request))
        said = [self._said(one.text, code, row) for one in worded for code, _name, row in one.languages]
        return self.get_paginated_response(TextSerializer(self.paginate_queryset(said), many=True).data)

    @extend_schema(responses=TextSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One text, named `<name>-<language>`."""
        text, language = self._found(pk)
        return self._answer(text, language, wording.row_of(text, language))

    @extend_schema(request=MessageWords, responses=TextSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Word it anew. Needs If-Match."""
        text, language = self._found(pk)
        version = self.expected_version(wording.row_of(text, language) or UNTOUCHED)
        row = wording.change(text=text, language=language, by=me(request), version=version, **self.read(MessageWords))
        return self._answer(text, language, row)

    @extend_schema(request=MessageWords, responses=LetterSerializer)
    @action(detail=True, methods=["post"])
    def preview(self, request: Request, pk: str) -> Response:
        """How it would read; nothing is kept."""
        text, language = self._found(pk)
        return Response(LetterSerializer(wording.preview(text, language=language, **self.read(MessageWords))).data)

    @extend_schema(request=None, responses=TextSerializer)
    @action(detail=True, methods=["post"])
    def reset(self, request: Request, pk: str) -> Response:
        """Take the built-in words back. Needs If-Match."""
        text, language = self._found(pk)
        self.read(Nothing)
        version = self.expected_version(wording.row_of(text, language) or UNTOUCHED)
        row = wording.reset(text=text, language=language, by=me(request), version=version)
        return self._answer(text, language, row)
