"""A municipality joins the association and leaves it."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.services import record
from kernel.errors import Refused
from organisations.choices import Kind
from organisations.models import Membership, Organisation
from organisations.permissions import can_keep_register


@transaction.atomic
def admit_member(
    *, organisation: Organisation, since: date, by: AbstractBaseUser | None, source: str = ""
) -> Membership:
    """Make a municipality a member from a day on. Raises Refused member_not_municipality, already_member."""
    body = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    can_keep_register(by).require()
    if body.kind != Kind.MUNICIPALITY:
        raise Refused("member_not_municipality", _("Only municipalities are members of the association."))
    if body.memberships.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=since)).exists():
        raise Refused(
            "already_member",
            _("This municipality is a member on that day or later already. Give the day after its membership ended."),
            field="since",
        )
    membership = Membership.objects.create(organisation=body, valid_from=since, source=source.strip())
    record(action="organisations.membership.began", about=membership, by=by, after={"valid_from": since})
    return membership


@transaction.atomic
def end_membership(
    *, organisation: Organisation, on: date, by: AbstractBaseUser | None, reason: str = ""
) -> Membership:
    """End the membership; `on` is the first day it no longer holds. Raises Refused not_member, membership_dates."""
    body = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    can_keep_register(by).require()
    membership = body.memberships.filter(valid_to__isnull=True).first()
    if membership is None:
        raise Refused("not_member", _("This municipality is not a member."))
    if on <= membership.valid_from:
        raise Refused("membership_dates", _("A membership ends after the day it began."), field="on")
    membership.valid_to = on
    membership.save(update_fields=["valid_to"])
    record(
        action="organisations.membership.ended",
        about=membership,
        by=by,
        before={"valid_to": None},
        after={"valid_to": on},
        reason=reason,
    )
    return membership
