"""Log lines tell what happened, and to nobody who it was."""

from __future__ import annotations

import json
import logging
import logging.config

import pytest
from django.conf import settings

from audit.context import coming_from
from web.logs import JsonFormatter


def line_of(message, *args, exc_info=None):
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, message, args, exc_info)
    return JsonFormatter().format(record)


@pytest.mark.parametrize(
    "message",
    [
        "mail to ewa.nowak@urzad.example.pl failed",
        "550 <ewa.nowak+x@example.org>: no such user",
        '{"email": "ewa.nowak@example.org"}',
        "login of EWA.NOWAK@EXAMPLE.ORG",
    ],
)
def test_an_address_is_not_logged(message):
    line = line_of(message)

    assert "@" not in line
    assert "nowak" not in line.lower()


@pytest.mark.parametrize(
    "message",
    [
        "Authorization: Token8f3a9c1d",
        "password=hunter2hunter2",
        "token: abcdef123456",
        "GET /invitations/token/abcdef123456",
    ],
)
def test_what_opens_a_door_is_not_logged(message):
    secret = message.replace("=", " ").replace(": ", " ").replace("/", " ").split()[-1]

    assert secret not in line_of(message)


def test_an_address_in_a_trace_is_not_logged():
    try:
        int("ewa@example.org")
    except ValueError as error:
        line = line_of("broke", exc_info=(type(error), error, error.__traceback__))

    assert "ewa@" not in line
    assert "invalid literal for int() with base 10: '[e-mail]'" in json.loads(line)["exception"]


def test_a_line_break_cannot_forge_a_line():
    line = line_of("name: %s", 'x\n{"level": "INFO"}\r\n')

    assert "\n" not in line
    assert json.loads(line)["message"] == 'name: x\n{"level": "INFO"}\r\n'


def test_a_line_is_json_with_the_request_it_belongs_to(capsys):
    logging.config.dictConfig(settings.LOGGING)
    with coming_from("job", "job-7"):
        logging.getLogger("jobs.services").warning("Job %s broke", 7)

    line = json.loads(capsys.readouterr().err)
    assert (line["level"], line["message"], line["request_id"]) == ("WARNING", "Job 7 broke", "job-7")
    assert line["at"].endswith("+00:00")


def test_every_logger_writes_through_the_one_handler():
    handlers = {name for logger in settings.LOGGING["loggers"].values() for name in logger.get("handlers", [])}

    assert handlers | set(settings.LOGGING["root"]["handlers"]) == {"console"}
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "json"
