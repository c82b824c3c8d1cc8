"""Certificates: issued once with frozen data, replaced or revoked, never changed; anybody may ask whether one holds."""

from trainings.services.certificates.issuing import issue, renew, replace, revoke, revoke_lost
from trainings.services.certificates.making import make_file, order_file, orders_of
from trainings.services.certificates.verification import Verified, verify, verify_holder

__all__ = [
    "Verified",
    "issue",
    "make_file",
    "order_file",
    "orders_of",
    "renew",
    "replace",
    "revoke",
    "revoke_lost",
    "verify",
    "verify_holder",
]
