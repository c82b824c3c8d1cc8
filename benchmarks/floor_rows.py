"""Rows of the bare tables, written without Django: they belong to another site."""

from __future__ import annotations

import psycopg

from benchmarks.servers import DATABASE_URL


def floor_editions(number: int) -> list[int]:
    """So many bare editions with room for everybody; their ids."""
    with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
        rows = connection.execute(
            "INSERT INTO floor_flooredition (code, title, starts_at, state, capacity)"
            " SELECT 'F' || n, 'Floor', now(), 'published', 1000000 FROM generate_series(1, %s) n RETURNING id",
            [number],
        )
        return [int(row[0]) for row in rows]


def fill_editions(number: int) -> None:
    """Exactly so many bare editions."""
    with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
        connection.execute("TRUNCATE floor_flooredition CASCADE")
        connection.execute(
            "INSERT INTO floor_flooredition (code, title, starts_at, state, capacity)"
            " SELECT 'F' || n, 'Szkolenie próbne ' || n, now() + n * interval '1 minute', 'published', 20"
            " FROM generate_series(1, %s) n",
            [number],
        )
        connection.execute("ANALYZE floor_flooredition")
