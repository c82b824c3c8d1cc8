"""The settings of the suite for senders in processes of their own: the test's database, a real mail server."""

from pathlib import Path

from config.settings.test import *  # noqa: F403 -- settings are made that way
from config.settings.test import TEMPLATES, env

TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates", *TEMPLATES[0]["DIRS"]]
vars().update(env.email_url("EMAIL_URL"))
