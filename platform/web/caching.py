"""The cache in Redis."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends import redis


class _OneClient(redis.RedisCacheClient):
    """One client for all calls: Django makes one for each, which costs more than the call itself."""

    _made: Any = None

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The client; its pool knows which connections are free."""
        if self._made is None:
            self._made = super().get_client(key, write=True)
        return self._made


class RedisCache(redis.RedisCache):
    """As Django has it, for one server."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _OneClient
