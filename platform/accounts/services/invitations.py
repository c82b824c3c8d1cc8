"""People come by invitation: a link by e-mail, good for two weeks and for one use."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from accounts.choices import InvitationState
from accounts.models import Invitation, Role, User
from accounts.permissions import can_invite
from accounts.services import addresses
from accounts.services.roles import require_place
from audit.services import record
from kernel.errors import Refused
from kernel.text import sha256
from kernel.time import now, today
from mail.services import queue
from organisations.models import Organisation

GOOD_FOR = timedelta(days=14)

_REFUSALS = {
    InvitationState.ACCEPTED: (
        "invitation_used",
        _("This invitation was accepted already. Sign in with your e-mail address."),
    ),
    InvitationState.REVOKED: (
        "invitation_revoked",
        _("This invitation was taken back. Ask the coordinator of your city for a new one."),
    ),
    InvitationState.EXPIRED: (
        "invitation_expired",
        _("This invitation has expired. Ask the coordinator of your city for a new one."),
    ),
}


def token_of(invitation: Invitation) -> str:
    """The token of the link: known to whoever holds the secret key, so that no copy of it lies in the database."""
    return urlsafe_base64_encode(salted_hmac("accounts.invitation", invitation.nonce, algorithm="sha256").digest())


def link_of(invitation: Invitation) -> str:
    """The address that the message carries."""
    path = reverse("accounts:invitation-accept", args=[token_of(invitation)])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


@transaction.atomic
def invite(
    *,
    email: str,
    first_name: str,
    last_name: str,
    by: User | None,
    role: str = "",
    organisation: Organisation | None = None,
    language: str = "pl",
) -> Invitation:
    """Send an invitation to an account and a role; an earlier one to the same is taken back. `by=None` is the system.

    Raises Refused own_role, role_of_project, role_body, role_held.
    """
    email = email.strip().lower()
    if by is not None:
        can_invite(by, role, organisation).require()
        if email == by.email:
            raise Refused("own_role", _("Nobody gives a role to himself: ask another administrator."), status=403)
    if role:
        require_place(role, organisation)
    elif organisation is not None:
        raise Refused("role_body", _("Choose the role at this body."), field="role")
    _require_news(email, role, organisation)
    same = Invitation.objects.select_for_update(of=("self",)).unanswered()
    for earlier in same.filter(email=email, role=role, organisation=organisation):
        _take_back(earlier, by)
    invitation = Invitation(
        email=email,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        language=language,
        role=role,
        organisation=organisation,
        nonce=token_hex(16),
        invited_by=by,
        invited_at=now(),
        expires_at=now() + GOOD_FOR,
    )
    invitation.token_sha256 = sha256(token_of(invitation))
    invitation.save()
    after = {
        "role": role,
        "organisation": organisation.pk if organisation else None,
        "expires_at": invitation.expires_at,
    }
    record(action="accounts.invitation.sent", about=invitation, by=by, after=after)
    queue(
        template="invitation",
        to_email=email,
        language=language,
        context={"invitation": invitation.pk},
        dedupe_key=f"invitation:{invitation.pk}",
    )
    return invitation


def open_invitation(token: str) -> Invitation:
    """The invitation of a link that can still be accepted; reads only.

    Raises Refused 404 invitation_unknown, 409 invitation_used, invitation_revoked, invitation_expired.
    """
    return _open(
        Invitation.objects.filter(token_sha256=sha256(token)).select_related("organisation", "invited_by").first()
    )


def needs_password(invitation: Invitation) -> bool:
    """Whether accepting makes an account, or the person has one and signs in as ever."""
    person = addresses.owner_of(invitation.email)
    return person is None or not person.has_usable_password()


@transaction.atomic
def accept_invitation(
    *, token: str, password: str = "", first_name: str = "", last_name: str = "", language: str = ""
) -> User:
    """Make the account, or find it, and give the role. An account that has a password keeps it.

    Raises Refused as `open_invitation`, and invitation_void, own_role, account_closed, account_exists, password_weak.
    """
    row = Invitation.objects.select_for_update(of=("self",)).filter(token_sha256=sha256(token)).first()
    invitation = _open(row)
    if invitation.invited_by is not None and not can_invite(
        invitation.invited_by, invitation.role, invitation.organisation
    ):
        raise Refused("invitation_void", _("Who invited you may no longer do so. Ask the coordinator of your city."))
    person = addresses.owner_of(invitation.email, lock=True)
    if person is None:
        person = User(
            email=invitation.email,
            first_name=first_name.strip() or invitation.first_name,
            last_name=last_name.strip() or invitation.last_name,
            language=language or invitation.language,
        )
    if not person.is_active:
        raise Refused("account_closed", _("Your account is closed. Ask an administrator to open it."))
    if person.pk is not None and person.pk == invitation.invited_by_id:
        raise Refused("own_role", _("Nobody gives a role to himself: ask another administrator."), status=403)
    if not (person.pk and person.has_usable_password()):
        _set_password(person, password)
    addresses.verify(person, invitation.email)
    invitation.accepted_by, invitation.accepted_at = person, now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    if invitation.role:
        _give(invitation, person)
    record(action="accounts.invitation.accepted", about=invitation, by=person, after={"user": person.pk})
    return person


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Take an invitation back: its link is dead at once. Raises Refused invitation_used, invitation_revoked."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
    can_invite(by, invitation.role, invitation.organisation).require()
    if invitation.state in {InvitationState.ACCEPTED, InvitationState.REVOKED}:
        code, _words = _REFUSALS[invitation.state]
        raise Refused(code, _("This invitation was accepted or taken back already."))
    _take_back(invitation, by)
    return invitation


def _take_back(invitation: Invitation, by: User | None) -> None:
    invitation.revoked_at = now()
    invitation.save(update_fields=["revoked_at"])
    record(action="accounts.invitation.revoked", about=invitation, by=by)


def _open(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise Refused(
            "invitation_unknown",
            _("There is no such invitation. Copy the whole link from the message."),
            status=404,
        )
    if invitation.state != InvitationState.OPEN:
        code, words = _REFUSALS[invitation.state]
        raise Refused(code, words)
    return invitation


def _require_news(email: str, role: str, organisation: Organisation | None) -> None:
    """Raise if the invited person has the role already. Whether there is an account at all is not told."""
    person = addresses.owner_of(email)
    if person is None or not role:
        return
    if Role.objects.filter(user=person, role=role, organisation=organisation).lasting(today()).exists():
        raise Refused("role_held", _("This person has this role already."), field="email")


def _set_password(person: User, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused("password_weak", " ".join(error.messages), field="password") from error
    person.set_password(password)
    is_new = person.pk is None
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        # Two invitations to one address, accepted in the same second.
        raise Refused("account_exists", _("Your account was made a moment ago. Open the link again.")) from error
    record(action="accounts.user.joined" if is_new else "accounts.user.password_changed", about=person, by=person)


def _give(invitation: Invitation, person: User) -> None:
    """The role, unless the person got it some other way meanwhile."""
    place = {"user": person, "role": invitation.role, "organisation": invitation.organisation}
    if Role.objects.filter(**place).lasting(today()).exists():
        return
    role = Role.objects.create(**place, valid_from=today())
    record(
        action="accounts.role.granted",
        about=role,
        by=invitation.invited_by,
        after={
            "user": person.pk,
            "role": role.role,
            "organisation": role.organisation_id,
            "valid_from": role.valid_from,
            "invitation": invitation.pk,
        },
    )
