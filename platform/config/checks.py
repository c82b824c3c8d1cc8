"""What must be true before production starts: each answer names the danger and the way out."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks  # noqa: A004 -- Django's name
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from audit.append_only import AppendOnly, missing

KEY_LENGTH = 50
KEY_VARIETY = 10
"""Different characters in a key."""
KNOWN_KEYS = ("django-insecure-", "only-for-tests-", "change", "secret", "example", "ratusz")
"""How keys begin that were copied from somewhere."""
NOT_SENDING = ("console", "locmem", "dummy", "filebased")
"""Mail backends that reach nobody."""
OTHERS = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH

Check = Callable[..., Iterator[CheckMessage]]


def in_production(check: Check) -> Callable[..., list[CheckMessage]]:
    """Only where the settings say that this is production."""

    @wraps(check)
    def checked(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
        return list(check(**kwargs)) if settings.PRODUCTION else []

    return checked


def refuse_insecure_start() -> None:
    """Raise ImproperlyConfigured with the reasons, if there are any. For what serves; commands check by themselves."""
    errors = [
        message
        for message in run_checks(tags=[Tags.security, Tags.database], databases=list(connections))
        if message.is_serious()
    ]
    if errors:
        raise ImproperlyConfigured("Ratusz does not start:\n" + "\n".join(f"- {e.msg} {e.hint or ''}" for e in errors))


@register(Tags.security)
@in_production
def secret_key(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Who knows the key signs in as anybody."""
    key = settings.SECRET_KEY
    if (
        len(key) < KEY_LENGTH
        or len(set(key)) < KEY_VARIETY
        or any(key.lower().startswith(known) for known in KNOWN_KEYS)
    ):
        yield Error(
            "RATUSZ_SECRET_KEY is too short, too simple or a known one.",
            hint="Make one of 50 random characters or more: python -c "
            "'import secrets; print(secrets.token_urlsafe(60))'.",
            id="ratusz.E001",
        )


@register(Tags.security)
@in_production
def debug(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Debug pages show settings and data to everybody."""
    if settings.DEBUG:
        yield Error("RATUSZ_DEBUG is on.", hint="Remove it from the environment.", id="ratusz.E002")


@register(Tags.security)
@in_production
def hosts(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Links in messages are made for the hosts that we answer to."""
    if not settings.ALLOWED_HOSTS or any(host.strip() in {"", "*"} for host in settings.ALLOWED_HOSTS):
        yield Error(
            "RATUSZ_HOSTS names no host, or all of them.",
            hint="Name the hosts under which people reach this installation, separated by commas.",
            id="ratusz.E003",
        )


@register(Tags.security)
@in_production
def stored_files(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Stored files leave through the gate only, and only we may put any there."""
    if not isinstance(default_storage, FileSystemStorage):
        return
    folder = Path(default_storage.location).resolve()
    served = [Path(settings.STATIC_ROOT).resolve(), *_static_sources()]
    if any(folder.is_relative_to(root) or root.is_relative_to(folder) for root in served):
        yield Error(
            f"The folder of stored files ({folder}) and that of static files lie in each other.",
            hint="Whatever lies among the static files is served to everybody: keep them apart.",
            id="ratusz.E004",
        )
    if folder.exists() and folder.stat().st_mode & OTHERS:
        yield Error(
            f"Every account of this machine may look into the folder of stored files ({folder}).",
            hint=f"chmod o-rwx {folder}",
            id="ratusz.E005",
        )


def _static_sources() -> Iterator[Path]:
    for entry in settings.STATICFILES_DIRS:
        yield Path(str(entry[1] if isinstance(entry, tuple) else entry)).resolve()


@register(Tags.security)
@in_production
def mail_server(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Messages that nobody gets are lost."""
    if any(name in settings.EMAIL_BACKEND for name in NOT_SENDING):
        yield Error(
            "No mail server is set: messages would reach nobody.",
            hint="Set EMAIL_URL, as in smtp+tls://user:password@mail.example.org:587.",
            id="ratusz.E006",
        )


@register(Tags.security)
@in_production
def sqlite_waits_for_its_lock(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Without IMMEDIATE two writers end in 'database is locked'; without the pragma REPLACE goes round the walls."""
    for alias, database in settings.DATABASES.items():
        if not database["ENGINE"].endswith("sqlite3"):
            continue
        options = database.get("OPTIONS", {})
        if options.get("transaction_mode") != "IMMEDIATE":
            yield Error(
                f"The SQLite database {alias!r} does not begin its transactions with IMMEDIATE.",
                hint="Use `database()` of config.settings.base for each entry of DATABASES.",
                id="ratusz.E007",
            )
        if "recursive_triggers=ON" not in options.get("init_command", ""):
            yield Error(
                f"The SQLite database {alias!r} lets REPLACE go round the append-only tables.",
                hint="Use `database()` of config.settings.base for each entry of DATABASES.",
                id="ratusz.E008",
            )


@register(Tags.database)
@in_production
def walls_stand(databases: Sequence[str] | None = None, **_kwargs: Any) -> Iterator[CheckMessage]:
    """Evidence that can be changed proves nothing."""
    for alias in databases or []:
        connection = connections[alias]
        try:
            lost = sorted(missing(_guarded(connection), connection))
            is_superuser = _is_superuser(connection)
        except DatabaseError as error:
            # It may be on its way up; /healthz/ready tells. Nobody can change evidence meanwhile.
            yield Warning(f"The database {alias!r} does not answer: {error}", id="ratusz.W001")
            continue
        if lost:
            yield Error(
                f"Tables that may only grow have lost their triggers: {', '.join(lost)}.",
                hint="Find out who removed them; audit.append_only.guard puts them back, a backup shows changes.",
                id="ratusz.E009",
            )
        if is_superuser:
            yield Error(
                "The database role is a superuser: it can switch off every wall.",
                hint="Give Ratusz a role of its own that owns its database and nothing else.",
                id="ratusz.E010",
            )


def _guarded(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables that an applied migration has made append-only."""
    loader = MigrationLoader(connection)
    return {
        operation.table
        for key, migration in loader.disk_migrations.items()
        if key in loader.applied_migrations
        for operation in migration.operations
        if isinstance(operation, AppendOnly)
    }


def _is_superuser(connection: BaseDatabaseWrapper) -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])
