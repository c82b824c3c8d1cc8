"""Ours as production runs it, without what needs a certificate or collected files; letters wait for nobody."""

from config.settings.test import *  # noqa: F403 -- as the settings it adds to
from config.settings.test import REDIS_URL, REST_FRAMEWORK, STATIC_ROOT

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty: nothing collected is asked for

# Written in the transaction, called after the commit: what a worker does with it is not the server's time.
CELERY_BROKER_URL = REDIS_URL
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
# Counted as in production; one reader opens more pages here in a minute than a person does.
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] |= {"anon": "60/min", "user": "6000/min"}
