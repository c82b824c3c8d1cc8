"""How allauth behaves here: nobody signs up, its mails are rows like all others, a known device stays welcome."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.models import User
from accounts.services import people
from audit.services import record
from kernel.text import sha256
from mail.services import queue

DEVICE_COOKIE = "known_device"
DEVICE_KEPT = 365 * 24 * 3600  # seconds
DEVICE_RATE = {"login_known": "10/15m/key"}
"""For a device on which the account signed in before: a stranger's guesses elsewhere do not lock its owner out."""

NOTICES = {
    "account/email/password_changed": "",
    "account/email/password_reset": "",
    "account/email/password_set": "",
    "account/email/email_changed": "accounts.user.address_changed",
    "account/email/email_deleted": "accounts.user.address_removed",
    "mfa/email/totp_activated": "accounts.user.totp_activated",
    "mfa/email/totp_deactivated": "accounts.user.totp_deactivated",
    "mfa/email/recovery_codes_generated": "accounts.user.recovery_codes_made",
    "mfa/email/webauthn_added": "accounts.user.passkey_added",
    "mfa/email/webauthn_removed": "accounts.user.passkey_removed",
}
"""What a person is told after it happened (`email/account_notice.txt`), and what the record says of it.

A new password is on record already: `services.people.change_password` wrote it.
"""


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    # -- mail ----------------------------------------------------------------------------------------

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """The link is made when the message is sent."""
        self._queue("password_reset", email, language=user.language, user=user.pk)

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:  # noqa: FBT001 -- allauth's signature
        """The link is made when the message is sent."""
        address = emailconfirmation.email_address
        self._queue("email_confirmation", address.email, language=address.user.language, address=address.pk)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what happened to the account, whoever did it."""
        if template_prefix not in NOTICES:
            return
        if NOTICES[template_prefix]:
            record(action=NOTICES[template_prefix], about=user, by=user)
        self._queue("account_notice", email or user.email, language=user.language, notice=template_prefix)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What is left: somebody asked for the password of an address that has no account."""
        if template_prefix == "account/email/unknown_account":
            self._queue("unknown_account", email, language=translation.get_language())
        else:
            super().send_mail(template_prefix, email, context)

    def _queue(self, template: str, email: str, *, language: str, **context: Any) -> None:
        # Each request deserves its own message: there is nothing it would repeat.
        queue(
            template=template,
            to_email=email,
            language=language,
            context=context,
            dedupe_key=f"{template}:{token_hex(16)}",
        )

    # -- signing in ----------------------------------------------------------------------------------

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Change or reset: tokens of the API end with the old password."""
        if isinstance(user, User):
            people.change_password(user=user, password=password)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; from a known device apart from everybody else's."""
        device = _known_device(request, credentials.get("email", ""))
        if not device:
            super().pre_authenticate(request, **credentials)
            return
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="accounts", action="login_known", config=DEVICE_RATE, key=device
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Speak the person's language, remember the device, write it down."""
        translation.activate(user.language)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        speak(response, user.language)
        device = _known_device(request, user.email) or f"{sha256(user.email)}:{token_hex(8)}"
        response.set_signed_cookie(
            DEVICE_COOKIE,
            device,
            max_age=DEVICE_KEPT,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        record(action="accounts.user.signed_in", about=user, by=user)
        return response


def speak(response: HttpResponse, language: str) -> None:
    """From the next page on the visitor reads this language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=DEVICE_KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _known_device(request: HttpRequest, email: str) -> str:
    """The device on which this account signed in before, or nothing."""
    device = request.get_signed_cookie(DEVICE_COOKIE, default="", max_age=DEVICE_KEPT) or ""
    return device if device.startswith(f"{sha256(email.strip().lower())}:") else ""
