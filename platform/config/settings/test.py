"""The test suite: SQLite unless DATABASE_URL says otherwise, nothing sent, nothing throttled."""

import os
import tempfile
from pathlib import Path

# Before base reads the environment; each process of the suite has a folder of its own.
os.environ.setdefault("RATUSZ_VAR", tempfile.mkdtemp(prefix="ratusz-test-"))

from config.settings.base import *
from config.settings.base import CACHES, REDIS_URL, REST_FRAMEWORK, STORAGES, VAR, database, env

DEBUG = False
SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DATABASES = {"default": database(env.str("DATABASE_URL", f"sqlite:///{VAR / 'test.sqlite3'}"))}
DATABASES["default"].setdefault("TEST", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and processes of the race tests open it too.
    DATABASES["default"]["TEST"]["NAME"] = str(Path(VAR) / "test.sqlite3")

if REDIS_URL:
    # Each process of a parallel run counts its visitors alone: gw0, gw1 … take the next databases.
    _server, _slash, _number = REDIS_URL.rpartition("/")
    REDIS_URL = f"{_server}/{int(_number or 0) + int(os.environ.get('PYTEST_XDIST_WORKER', 'gw0')[2:])}"
    CACHES["default"]["LOCATION"] = REDIS_URL

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Calls to workers go nowhere, unless a test starts some.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "memory://localhost")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The manifest would need collectstatic before the first test.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = {"anon": None, "user": None, "verify": None, "feed": None, "tries": None}
