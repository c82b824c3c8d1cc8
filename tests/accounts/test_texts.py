"""The pages on which messages are worded."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import RoleCode
from config.factories.accounts import RoleFactory
from config.factories.grants import ProjectRoleFactory
from mail import texts, wording
from mail.models import MessageTemplate

pytestmark = pytest.mark.django_db

NAME = "trainings_confirmed"
WORDS = {"subject": "Masz miejsce: {{ title }}", "body": "Do zobaczenia!\n{{ link }}"}


@pytest.fixture
def organiser():
    return ProjectRoleFactory(role=RoleCode.ORGANISER).user


@pytest.fixture
def page(organiser):
    return signed_in(organiser)


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["language"] = "en"
    return client


def url(what, language="pl"):
    return reverse(f"accounts:text-{what}", args=[NAME, language])


def post(page, what, version=0, **given):
    return page.post(url(what), {**WORDS, "version": version, **given}, headers=given.pop("headers", None))


def test_the_list_names_every_message_in_both_languages(page, django_assert_max_num_queries):
    page.get(reverse("accounts:texts"))
    with django_assert_max_num_queries(8):
        answer = page.get(reverse("accounts:texts"))
    for text in texts.editable():
        for language in ("pl", "en"):
            assert reverse("accounts:text-change", args=[text.name, language]) in answer.content.decode()


@pytest.mark.parametrize("who", ["administrator", "organiser"])
def test_organisers_and_administrators_word_messages_about_trainings(who, organiser):
    user = organiser if who == "organiser" else RoleFactory(role=RoleCode.ADMINISTRATOR, organisation=None).user

    answer = post(signed_in(user), "change")

    assert (answer.status_code, answer.url) == (302, reverse("accounts:texts"))
    assert MessageTemplate.objects.get().changed_by == user


@pytest.mark.parametrize("role", [RoleCode.CITY_COORDINATOR, RoleCode.TRAINER])
def test_nobody_else_does(role):
    page = signed_in(RoleFactory(role=role).user)
    assert page.get(reverse("accounts:texts")).status_code == 403
    assert page.get(url("change")).status_code == 403
    assert post(page, "change").status_code == 403
    assert post(page, "reset").status_code == 403
    assert not MessageTemplate.objects.exists()


def test_the_page_begins_with_the_built_in_words_and_their_preview(page):
    body = page.get(url("change")).content.decode()
    assert "{{ starts_at }}" in body
    assert "Zielone miasto" in body
    assert "05.10.2026, 09:00" in body


def test_what_is_unknown_is_said_beside_the_field_and_nothing_is_kept(page):
    answer = post(page, "change", body="{{ nonsense }}")
    assert answer.status_code == 409
    assert "nonsense" in answer.content.decode()
    assert "starts_at" in answer.content.decode()
    assert not MessageTemplate.objects.exclude(subject="").exists()


def test_the_preview_follows_the_typing_and_keeps_nothing(page):
    answer = post(page, "preview", headers={"HX-Request": "true"})
    body = answer.content.decode()
    assert "Masz miejsce: Zielone miasto" in body
    assert "<html" not in body
    wrong = post(page, "preview", body="{{ nonsense }}", headers={"HX-Request": "true"}).content.decode()
    assert "nonsense" in wrong
    assert not MessageTemplate.objects.exists()


def test_without_scripts_the_preview_is_the_page_with_what_was_typed(page):
    body = post(page, "preview").content.decode()
    assert "Masz miejsce: {{ title }}" in body
    assert "Masz miejsce: Zielone miasto" in body


def test_marks_of_html_in_words_stay_words(page):
    body = post(page, "preview", subject="<b>x</b>", body="<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in body
    assert "<b>x" not in body


def test_somebody_was_faster(page):
    post(page, "change")
    assert post(page, "change", subject="Inaczej").status_code == 409
    assert MessageTemplate.objects.get().subject == WORDS["subject"]


def test_the_built_in_words_come_back(page):
    post(page, "change")
    assert url("reset") in page.get(url("change")).content.decode()
    page.post(url("reset"))
    assert not wording.is_own(texts.find(NAME), "pl")


@pytest.mark.parametrize("args", [("nonsense", "pl"), (NAME, "de"), ("password_reset", "pl")])
def test_what_nobody_may_word_is_not_there(page, args):
    assert page.get(reverse("accounts:text-change", args=args)).status_code == 404


def test_somebody_without_an_account_signs_in_first():
    assert Client().get(url("change")).status_code == 302
