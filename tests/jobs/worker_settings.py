"""The settings of the suite for a worker process: it opens the test's own database and knows the test's work."""

from config.settings.base import FOLDER_TRANSPORT, REDIS_TRANSPORT
from config.settings.test import *  # noqa: F403 -- settings are made that way
from config.settings.test import CELERY_BROKER_URL

CELERY_IMPORTS = ["tests.jobs.handlers"]
CELERY_BROKER_TRANSPORT_OPTIONS = FOLDER_TRANSPORT if CELERY_BROKER_URL.startswith("ratusz+") else REDIS_TRANSPORT
