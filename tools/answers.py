"""Exit 0 where both a PostgreSQL and a Redis answer: tools/answers.py DATABASE_URL REDIS_URL."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import psycopg
import redis


def main() -> int:
    """Ask both."""
    database, broker = sys.argv[1:3]
    address = urlsplit(database)
    try:
        psycopg.connect(
            host=address.hostname,
            port=address.port or 5432,
            user=address.username,
            password=address.password,
            dbname="postgres",
            connect_timeout=3,
        ).close()
        redis.Redis.from_url(broker, socket_connect_timeout=3).ping()
    except (psycopg.Error, redis.RedisError) as error:
        print(f"{type(error).__name__}: {error}".strip())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
