"""One machine, no server: SQLite and the embedded broker under var/. What `make demo` runs."""

from django.core.management.utils import get_random_secret_key

from config.settings.base import *
from config.settings.base import VAR, env

DEBUG = env.bool("RATUSZ_DEBUG", False)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

VAR.mkdir(parents=True, exist_ok=True)
_key = VAR / "secret_key"
if not _key.exists():
    _key.write_text(get_random_secret_key())
    _key.chmod(0o600)
SECRET_KEY = _key.read_text()

# Static files come straight from the packages: no collectstatic before the first page.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR / "mail")
