"""Every message of trainings can be worded, knows what its template uses, and has Polish words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from config.factories.accounts import UserFactory
from config.factories.trainings import EnrolmentFactory
from mail import texts, wording
from mail.models import Message
from mail.rendering import render
from trainings.models import Certificate
from trainings.services import notices, wordings

TEMPLATES = {
    path.stem: path.read_text()
    for folder in settings.TEMPLATES[0]["DIRS"]
    for path in Path(folder).glob("email/trainings_*.txt")
}
ANSWER_OWED = {"trainings_erased"}


def variables(text: str) -> set[str]:
    """Names of facts that a template uses, apart from those it makes itself."""
    made = set(re.findall(r"(\w+)=", text))
    used = set(re.findall(r"\{\{\s*(\w+)", text)) | set(re.findall(r"\{% if (\w+)", text))
    return (used - made) | set(re.findall(r"=(\w+)\|", text))


def test_every_message_may_be_worded_but_what_is_owed():
    assert {text.name for text in wordings.texts()} == TEMPLATES.keys() - ANSWER_OWED


@pytest.mark.parametrize("text", wordings.texts(), ids=lambda text: text.name)
def test_a_message_knows_the_facts_its_template_uses(text):
    given = {*text.facts, "recipient", "site_url", "site_name"}
    assert variables(TEMPLATES[text.name]) <= given
    built = texts.built_in(text, "en")
    for name in text.facts.keys() - {"path"}:
        optional = name in {"venue", "starts_at", "ends_at", "number", "reason"}
        assert "{{ %s }}" % name in built.subject + built.body or optional, name  # noqa: UP031
    assert "2150" not in built.subject + built.body
    assert wording.preview(text, language="en", subject=built.subject, body=built.body).subject


@pytest.mark.django_db
@pytest.mark.parametrize("event", ["issued", "replaced", "revoked"])
def test_the_person_learns_of_a_certificate_once(event):
    row = EnrolmentFactory()
    certificate = Certificate(pk=7, number="ZM/2026/12", enrolment=row, issued_by=UserFactory())

    for _ in range(2):
        notices.tell_of_certificate(event, certificate, reason="Literówka")

    message = Message.objects.get()
    assert (message.to, message.template) == (row.person, f"trainings_certificate_{event}")
    assert "ZM/2026/12" in render(message).body
