"""Very many rows, made by the database itself out of one."""

from __future__ import annotations

from typing import Any

FIRST = 1_000_000
"""Row number n of each table has this id and n: by it they are joined."""


def multiply(row: Any, upto: int, first: int = FIRST, **columns: str) -> None:
    """Copies of a row, numbered from 1, until there are so many; `columns` differ, as expressions of SQL over `n`."""
    from django.db import connection  # noqa: PLC0415 -- apps must be ready

    table = row._meta.db_table
    names = [field.column for field in row._meta.concrete_fields]
    own = {"id": f"{first} + n", **columns}
    values = ", ".join(own.get(name, f't."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table} WHERE id > {first} AND id <= {first} + {FIRST}"  # noqa: S608 -- our own names
        )
        (have,) = cursor.fetchone()
        cursor.execute(
            f"INSERT INTO {table} ({listed}) SELECT {values}"  # noqa: S608 -- as above
            " FROM generate_series(%s::int, %s::int) n CROSS JOIN LATERAL"
            f" (SELECT * FROM {table} WHERE id = %s) t",
            [have + 1, upto, row.pk],
        )


def analyze() -> None:
    """Let PostgreSQL look at what it has now, as its own workers do sooner or later; what was counted is forgotten."""
    from django.core.cache import cache  # noqa: PLC0415 -- apps must be ready
    from django.db import connection  # noqa: PLC0415

    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
