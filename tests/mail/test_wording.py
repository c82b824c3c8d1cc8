"""The house words its messages itself: names in braces, nothing that runs, and the built-in words back at any time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import mail as letters
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Event
from config.factories.accounts import UserFactory
from kernel.decisions import Allowed, Denied
from kernel.errors import Refused
from mail import services, texts, wording
from mail.models import Message, MessageTemplate
from mail.placeholders import fill, require_known
from mail.texts import Editable

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
OURS = "Masz miejsce: {{ title }}"
FACTS = {"title": "Retencja wody", "starts_at": AT, "venue": "Ratusz", "path": "/trainings/1/"}


def text(may_edit=lambda _user: Allowed(), **given):
    return Editable("trainings_confirmed", "x", {**FACTS, "code": "RET-01", **given}, may_edit)


def change(**given):
    facts = {
        "text": text(),
        "language": "pl",
        "subject": OURS,
        "body": "Zapraszamy.\n{{ link }}",
    }
    return wording.change(**{**facts, "by": UserFactory(), **given})


def sent(**context):
    message = services.queue(
        template="trainings_confirmed", to=UserFactory(first_name="Ewa", last_name="Nowak"),
        context={**FACTS, "code": "RET-01", **context}, dedupe_key="k",
    )  # fmt: skip
    services.send(message.pk)
    return letters.outbox[-1]


def refusal(**given):
    with pytest.raises(Refused) as caught:
        change(**given)
    return caught.value


@pytest.mark.django_db
def test_a_message_is_sent_in_the_words_of_the_house_and_ends_as_every_message():
    change(body="Dzień dobry, {{ recipient }},\nzaczynamy {{ starts_at }}.\n{{ link }}")

    letter = sent()

    assert letter.subject == "Masz miejsce: Retencja wody"
    assert letter.body.startswith(
        "Dzień dobry, Ewa Nowak,\nzaczynamy 02.03.2026, 10:00.\nhttp://localhost:8000/trainings/1/\n\n-- \n"
    )


@pytest.mark.django_db
def test_the_other_language_keeps_the_built_in_words():
    change()
    user = UserFactory(language="en")
    services.send(services.queue(template="trainings_confirmed", to=user, context=FACTS, dedupe_key="k").pk)

    assert letters.outbox[0].subject == "Place confirmed: Retencja wody"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{{ nonsense }}", "unknown_placeholder"),
        ("{{ title.__class__ }}", "unknown_placeholder"),
        ("{{ title|safe }}", "unknown_placeholder"),
        ("{{}}", "unknown_placeholder"),
        ("{% include 'x' %}", "placeholder_broken"),
        ("{# x #}", "placeholder_broken"),
        ("{{ title }", "placeholder_broken"),
        ("{{ {{ title }} }}", "placeholder_broken"),
        ("  \n ", "text_missing"),
        ("x" * 10_001, "text_too_long"),
    ],
)
def test_what_is_no_placeholder_is_refused_with_its_name(body, code):
    refused = refusal(body=body)

    assert (refused.code, refused.field) == (code, "body")
    if code == "unknown_placeholder":
        assert body.strip("{} ") in str(refused.message)
    assert not MessageTemplate.objects.exists()


@pytest.mark.django_db
def test_what_a_fact_says_is_never_run():
    change(subject="{{ title }}", body="{{ venue }}")

    letter = sent(title="{{ code }} {% now 'Y' %}\nBcc: x@example.org", venue="{{ recipient }}")

    assert letter.subject == "{{ code }} {% now 'Y' %} Bcc: x@example.org"
    assert letter.body.startswith("{{ recipient }}\n")


@pytest.mark.django_db
def test_the_change_is_on_record_with_the_words_before_and_after():
    by = UserFactory()
    change(by=by)
    change(by=by, subject="Inaczej", version=1)

    event = Event.objects.filter(action="mail.template.changed").latest("id")
    assert (event.actor, event.before["subject"], event.after["subject"]) == (
        by,
        OURS,
        "Inaczej",
    )


@pytest.mark.django_db
def test_the_built_in_words_come_back():
    change()

    wording.reset(text=text(), language="pl", by=UserFactory(), version=1)

    assert sent().subject == "Miejsce potwierdzone: Retencja wody"
    assert Event.objects.get(action="mail.template.reset").before["subject"] == OURS
    assert wording.current(text(), "pl")[1] == 2


@pytest.mark.django_db
def test_who_typed_over_older_words_is_told():
    change(version=0)
    assert refusal(version=0).code == "stale"


@pytest.mark.django_db
@pytest.mark.parametrize("act", [change, lambda **given: wording.reset(language="pl", by=UserFactory(), **given)])
def test_the_gate_of_the_text_is_asked(act):
    with pytest.raises(Refused) as refused:
        act(text=text(may_edit=lambda _user: Denied("not_yours", "no")))
    assert (refused.value.code, refused.value.status) == ("not_yours", 403)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_built_in_words_filled_in_are_the_message_itself(language):
    own, _version = wording.current(text(), language)
    built_in = wording.preview(text(), language=language, subject=own.subject, body=own.body)
    user = UserFactory(first_name="Anna", last_name="Przykładowa", language=language)
    services.send(services.queue(template="trainings_confirmed", to=user, context=text().facts, dedupe_key="k").pk)

    assert "{{ starts_at }}" in own.body
    assert "{{ link }}" in own.body
    assert (built_in.subject, built_in.body) == (letters.outbox[0].subject, letters.outbox[0].body)


def test_every_registered_text_can_be_shown_and_kept_as_it_is(db):
    for one in texts.editable():
        for language in ("pl", "en"):
            own = texts.built_in(one, language)
            wording.preview(one, language=language, subject=own.subject, body=own.body)
            assert "{{ link }}" in own.body, one.name


def test_a_line_whose_facts_are_empty_is_left_out():
    assert fill("Miejsce: {{ venue }}\nStart: {{ starts_at }}\nkoniec", {"venue": "", "starts_at": None}) == "koniec"
    assert fill("{{ venue }}{{ title }}!", {"venue": "", "title": "T"}) == "T!"


@given(st.text(alphabet="{}%# atile.|_\n", max_size=60))
def test_no_text_that_is_accepted_leaves_a_brace_or_fails(written):
    try:
        require_known(written, ["title"], field="body")
    except Refused:
        return
    assert "{{" not in fill(written, {"title": "T"})


@pytest.mark.django_db
def test_messages_that_wait_are_sent_in_the_new_words():
    message = services.queue(template="trainings_confirmed", to=UserFactory(), context=FACTS, dedupe_key="k")
    change(subject="Nowe słowa")
    services.send(message.pk)
    assert (letters.outbox[0].subject, Message.objects.get().state) == ("Nowe słowa", "done")
