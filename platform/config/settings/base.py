"""Settings that hold everywhere; `local`, `test` and `prod` add what differs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

from config import paths

env = environ.Env()

VAR = Path(env.str("RATUSZ_VAR", str(paths.ROOT / "var")))
"""All that a running installation writes: SQLite file, stored files, broker folder, logs."""

PRODUCTION = False
"""Where it is on, an insecure installation does not start (config.checks)."""

SITE_NAME = "Ratusz"
SITE_URL = env.str("RATUSZ_URL", "http://localhost:8000")

# -- apps: lowest first, as they may import --------------------------------------------------------
INSTALLED_APPS = [
    "ui",
    "audit",
    "web",
    "organisations",
    "jobs",
    "files",
    "mail",
    "accounts",
    "grants",
    "retention",
    "partnerships",
    "trainings",
    "advisory",
    "reports",
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "heroicons",
    "knox",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "web.features.FeaturesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.middleware.RequestIdMiddleware",
    "web.middleware.ReadableMiddleware",
    "web.middleware.PrivacyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [paths.TEMPLATES],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.menu.menu",
            ],
            "builtins": ["django.templatetags.i18n", "ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "ui.renderer.Renderer"
FILTERS_EMPTY_CHOICE_LABEL = _("all")

# -- database --------------------------------------------------------------------------------------
SQLITE_OPTIONS: dict[str, Any] = {
    # A write transaction takes its lock at the start, so that two never deadlock half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 15,  # seconds
    # recursive_triggers: without it INSERT OR REPLACE goes round the append-only triggers.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
    ),
}
# Short questions: to compile one (jit) takes longer than to answer it; to sort a long list on disk, too. What a
# connection asks again and again is parsed and planned once, which is a sixth of the time of a list.
POSTGRESQL_OPTIONS: dict[str, Any] = {
    "options": "-c lock_timeout=15s -c statement_timeout=60s -c jit=off -c work_mem=16MB",
    "server_side_binding": True,
    "prepare_threshold": 5,
}


def database(url: str) -> dict[str, Any]:
    """The DATABASES entry for an address: SQLite or PostgreSQL with the options we rely on."""
    settings: dict[str, Any] = env.db_url_config(url)
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = SQLITE_OPTIONS
    else:
        settings["OPTIONS"] = {**settings.get("OPTIONS", {}), **POSTGRESQL_OPTIONS}
        settings["CONN_MAX_AGE"] = 600  # seconds
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


DATABASES = {"default": database(env.str("DATABASE_URL", f"sqlite:///{VAR / 'ratusz.sqlite3'}"))}

# The cache is shared by all processes: rate limits fall apart in one that is not.
REDIS_URL = env.str("REDIS_URL", "")
CACHES: dict[str, Any] = {
    "default": (
        {"BACKEND": "web.caching.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}
    )
}

COUNTS_ARE_KEPT = bool(REDIS_URL)
"""Whether the length of a long list is kept for a minute: in the database, to look it up would be one question more."""

# -- people ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.sessions.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 1800  # seconds
ACCOUNT_RATE_LIMITS = {"login_failed": "20/h/ip,10/15m/key"}  # a known device has its own (accounts.adapter)
PASSWORD_RESET_TIMEOUT = 3600  # seconds
MFA_ADAPTER = "accounts.mfa.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "accounts.keys.AddKeyForm", "edit_webauthn": "accounts.keys.RenameKeyForm"}
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # half a minute either way: phones' clocks are not exact

ENCRYPTION_KEYS: list[str] = env.list("RATUSZ_ENCRYPTION_KEYS", default=[])
"""Fernet keys, newest first; without any, one is derived from the secret key (kernel.encryption)."""

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # seconds
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- language, time --------------------------------------------------------------------------------
LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", _("Polish")), ("en", _("English"))]
LOCALE_PATHS = [paths.UI / "locale"]
FORMAT_MODULE_PATH = ["ui.formats"]
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True

# -- files -----------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    paths.UI / "static",
    ("designsystemet", paths.NODE_MODULES / "@digdir" / "designsystemet-css" / "dist"),
    ("qr", paths.NODE_MODULES / "qr"),
    ("designsystemet-web", paths.NODE_MODULES / "@digdir" / "designsystemet-web" / "dist" / "umd"),
]
MEDIA_ROOT = VAR / "files"
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o640, "directory_permissions_mode": 0o750},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes, without files
FILE_LIMIT = 50 * 1024 * 1024  # bytes, one stored file
FILES_INTERNAL_URL = env.str("FILES_INTERNAL_URL", "")
"""Where the web server in front finds the stored files (X-Accel-Redirect); empty: we send them ourselves."""

# -- what the browser may do -----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "img-src": ["'self'", "data:"],
        "manifest-src": ["'self'"],
        "worker-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# -- API -------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["web.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["web.filtering.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "web.paging.ApiPagination",
    "DEFAULT_SCHEMA_CLASS": "web.schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": "60/min",
        "user": "600/min",
        "verify": "30/min",
        "feed": "120/min",
        "tries": "10/hour",
    },
    "EXCEPTION_HANDLER": "web.problems.exception_handler",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Ratusz",
    "DESCRIPTION": "Everything the pages do, for programs: the same services, rules and codes.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "web.schema.name_refusals"],
    # Choices that share the name of their field: each gets its own name in the schema.
    "ENUM_NAME_OVERRIDES": {
        "AssignmentStateEnum": "advisory.choices.AssignmentState",
        "ConsultationModeEnum": "advisory.choices.Mode",
        "ConsultationStateEnum": "advisory.choices.ConsultationState",
        "DocumentKindEnum": "partnerships.choices.DocumentKind",
        "DocumentStateEnum": "partnerships.choices.DocumentState",
        "CertificateKindEnum": "trainings.choices.CertificateKind",
        "EditionModeEnum": "trainings.choices.Mode",
        "EditionStateEnum": "trainings.choices.EditionState",
        "EnrolmentStateEnum": "trainings.choices.EnrolmentState",
        "IndicatorUnitEnum": "grants.choices.Unit",
        "InvitationStateEnum": "accounts.choices.InvitationState",
        "JobStateEnum": "jobs.choices.State",
        "LegalKindEnum": "trainings.choices.LegalKind",
        "MemberRoleEnum": "partnerships.choices.MemberRole",
        "MemberStateEnum": "partnerships.choices.MemberState",
        "NeedKindEnum": "trainings.choices.NeedKind",
        "OrganisationKindEnum": "organisations.choices.Kind",
        "PartnerRoleEnum": "grants.choices.PartnerRole",
        "PartnershipKindEnum": "partnerships.choices.PartnershipKind",
        "PartnershipStateEnum": "partnerships.choices.PartnershipState",
        "PeriodStateEnum": "grants.choices.PeriodState",
        "QuestionKindEnum": "trainings.choices.QuestionKind",
        "ReportKindEnum": "reports.choices.Kind",
        "ReportStateEnum": "reports.choices.State",
        "RetentionUnitEnum": "retention.choices.Unit",
        "RoleCodeEnum": "accounts.choices.RoleCode",
        "SessionStateEnum": "trainings.choices.SessionState",
        "SurveyKindEnum": "trainings.choices.SurveyKind",
        "TravelKindEnum": "trainings.choices.TravelKind",
        "TravelStateEnum": "trainings.choices.TravelState",
    },
}
KNOX_TOKEN_MODEL = "knox.AuthToken"  # noqa: S105 -- a model: our names of tokens point at it
REST_KNOX = {"TOKEN_TTL": None, "AUTH_HEADER_PREFIX": "Token", "AUTO_REFRESH": False}

# -- work for later --------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", REDIS_URL or "ratusz+filesystem://")
"""Redis in production; by default a folder under var/, made safe (jobs.transport)."""
FOLDER_TRANSPORT: dict[str, Any] = {"folder": str(VAR / "broker"), "polling_interval": 0.05}  # seconds
REDIS_TRANSPORT: dict[str, Any] = {
    # Must exceed the longest task, or its message is given out again while it runs.
    "visibility_timeout": 7200,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
    # A page does not wait for a broker that is away: the sweep calls again.
    "max_retries": 1,
    "interval_start": 0,
}
CELERY_BROKER_TRANSPORT_OPTIONS = FOLDER_TRANSPORT if CELERY_BROKER_URL.startswith("ratusz+") else REDIS_TRANSPORT
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES: dict[str, dict[str, Any]] = {"default": {}, "reports": {}}
CELERY_TASK_SOFT_TIME_LIMIT = 600  # seconds
CELERY_TASK_TIME_LIMIT = 660  # seconds
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False  # the lease keeps others away
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # kB, looked at after each task
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")

JOB_LEASE = timedelta(seconds=env.float("RATUSZ_JOB_LEASE", 60))
"""How long a silent worker keeps its job. Each sign of life (JOB_BEAT) extends it."""
JOB_BEAT = JOB_LEASE / 4
JOB_BACKOFF = [timedelta(seconds=10), timedelta(minutes=2)]
JOB_WAKE_AFTER = timedelta(seconds=env.float("RATUSZ_JOB_WAKE_AFTER", 10))
"""How long after its time a row counts as forgotten."""
SWEEP_EVERY = env.float("RATUSZ_SWEEP_EVERY", 30)  # seconds

# -- mail ------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", "consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20  # seconds
MAIL_LEASE = timedelta(seconds=env.float("RATUSZ_MAIL_LEASE", 60))  # longer than EMAIL_TIMEOUT
MAIL_BACKOFF = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
]
MAIL_HOLD = env.bool("RATUSZ_MAIL_HOLD", False)
"""Queue, but send nothing: for a system restored from a backup."""
DEFAULT_FROM_EMAIL = env.str("RATUSZ_MAIL_FROM", "ratusz@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "web.logs.RequestIdFilter"}},
    "formatters": {"json": {"()": "web.logs.JsonFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": "json",
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},
    },
}
