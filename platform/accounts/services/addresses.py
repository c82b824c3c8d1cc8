"""Whose an e-mail address is; allauth keeps which ones are verified."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from accounts.models import User


def owner_of(email: str, *, lock: bool = False) -> User | None:
    """The person who signs in with this address, or has proved to own it."""
    people = User.objects.select_for_update(of=("self",), no_key=True) if lock else User.objects.all()
    proved = EmailAddress.objects.filter(email__iexact=email, verified=True).values("user")
    return people.filter(email__iexact=email).first() or people.filter(pk__in=proved).first()


def verify(person: User, email: str) -> None:
    """The person holds the link that was sent there: the address is hers; whoever only claimed it loses the claim."""
    email = email.lower()
    EmailAddress.objects.filter(email__iexact=email, verified=False).exclude(user=person).delete()
    address, _new = EmailAddress.objects.get_or_create(user=person, email=email)
    address.verified = True
    has_primary = EmailAddress.objects.filter(user=person, primary=True).exists()
    address.primary = address.primary or (email == person.email and not has_primary)
    address.save(update_fields=["verified", "primary"])
