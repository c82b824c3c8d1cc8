"""Production. Everything secret or site-specific comes from the environment; see docs/operations.md."""

from config.settings.base import *
from config.settings.base import env

PRODUCTION = True
DEBUG = env.bool("RATUSZ_DEBUG", False)
SECRET_KEY = env.str("RATUSZ_SECRET_KEY", "")
ALLOWED_HOSTS = env.list("RATUSZ_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# Whose address it is that guesses: the last ones of X-Forwarded-For are written by our own proxies.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("RATUSZ_PROXIES", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
