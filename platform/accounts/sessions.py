"""Whoever is signed in is looked up in every request: in both tables with a prepared question."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import BigIntegerField, CharField, DateTimeField

from accounts.models import User
from kernel.prepared import Prepared
from kernel.time import now

_sessions = Prepared[Session](
    lambda key, instant: Session.objects.filter(session_key=key, expire_date__gt=instant),
    key=CharField(),
    instant=DateTimeField(),
)
_people = Prepared[User](lambda pk: User.objects.filter(pk=pk), pk=BigIntegerField())


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_sessions(key=self.session_key, instant=now())), None)
        if found is None:
            self._session_key = None
        return found


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """Sign-in as allauth does it."""

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, unless the account is closed."""
        found = next(iter(_people(pk=user_id)), None)
        return found if found and self.user_can_authenticate(found) else None
