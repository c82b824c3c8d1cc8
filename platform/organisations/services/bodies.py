"""A body is entered in the register and its entry changed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.services import record
from kernel.errors import Refused
from kernel.time import today
from organisations.choices import Kind, UnitType, Voivodeship
from organisations.models import Organisation, TerytCode
from organisations.permissions import can_keep_register

CHANGEABLE = ("name", "name_en", "voivodeship", "county", "country", "nip")
FROM_REGISTER = ("name", "voivodeship", "county")
"""What the TERC register says of a municipality or a county: its next edition would overwrite another word."""

_CODE = {Kind.MUNICIPALITY: re.compile(r"\d{6}[123]"), Kind.COUNTY: re.compile(r"\d{4}")}
_NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_NIP_LENGTH = 10
_COUNTRY_LENGTH = 2


@transaction.atomic
def register_organisation(
    *,
    kind: str,
    name: str,
    by: AbstractBaseUser | None,
    name_en: str = "",
    voivodeship: str = "",
    county: str = "",
    country: str = "PL",
    nip: str = "",
    teryt: str = "",
    valid_from: date | None = None,
) -> Organisation:
    """Enter a body; a municipality or county with its TERYT code. Raises Refused nip_*, teryt_*, name_missing."""
    can_keep_register(by).require()
    teryt = teryt.strip()
    _require_code(kind, teryt)
    if TerytCode.objects.filter(code=teryt, valid_to__isnull=True).exists():
        raise Refused("teryt_taken", _("Another body has this TERYT code."), field="teryt")
    body = Organisation(
        kind=kind,
        name=name.strip(),
        name_en=name_en.strip(),
        voivodeship=voivodeship or (teryt[:2] if teryt else ""),
        county=county.strip(),
        country=country.upper(),
        nip=plain_nip(nip),
    )
    _require_sensible(body)
    body.remember_names()
    body.save()
    if teryt:
        TerytCode.objects.create(
            organisation=body,
            code=teryt,
            unit_type=teryt[6:],
            name=body.name,
            valid_from=valid_from or today(),
        )
    after = {field: getattr(body, field) for field in ("kind", *CHANGEABLE)}
    record(action="organisations.organisation.registered", about=body, by=by, after={**after, "teryt": teryt})
    return body


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, by: AbstractBaseUser | None, version: int | None = None, **given: str
) -> Organisation:
    """Change what is given of CHANGEABLE. Raises Refused stale, from_register, nip_*, name_missing."""
    body = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    can_keep_register(by).require()
    if not given.keys() <= set(CHANGEABLE):
        raise TypeError(f"not changeable: {sorted(given.keys() - set(CHANGEABLE))}")
    before = {field: getattr(body, field) for field in CHANGEABLE}
    body.next_version(version)
    for field, value in given.items():
        setattr(body, field, _PLAIN.get(field, str.strip)(value))
    changed = [field for field in CHANGEABLE if getattr(body, field) != before[field]]
    if not changed:
        return organisation
    if body.kind in _CODE and not set(changed).isdisjoint(FROM_REGISTER):
        raise Refused(
            "from_register",
            _("Name, voivodeship and county of a municipality come from the TERC register: import its new edition."),
            field=next(field for field in changed if field in FROM_REGISTER),
        )
    _require_sensible(body)
    body.remember_names()
    body.save(update_fields=[*changed, "sought", "version"])
    record(
        action="organisations.organisation.changed",
        about=body,
        by=by,
        before={field: before[field] for field in changed},
        after={field: getattr(body, field) for field in changed},
    )
    return body


def plain_nip(typed: str) -> str:
    """The tax number as ten digits, however it was typed."""
    return re.sub(r"[\s-]", "", typed).removeprefix("PL")


_PLAIN: dict[str, Any] = {"nip": plain_nip, "country": str.upper}


def _require_code(kind: str, teryt: str) -> None:
    """A municipality and a county have a code of their form, nobody else has one."""
    form = _CODE.get(Kind(kind))
    if form is None and teryt:
        raise Refused("teryt_not_here", _("Only municipalities and counties have a TERYT code."), field="teryt")
    if form is not None and (not form.fullmatch(teryt) or teryt[:2] not in Voivodeship.values):
        raise Refused(
            "teryt_malformed",
            _("A municipality has a TERYT code of 7 digits, the last one 1, 2 or 3; a county one of 4 digits."),
            field="teryt",
            types=UnitType.values,
        )


def _require_sensible(body: Organisation) -> None:
    """Raise for a missing name, an unknown country form, a tax number that is wrong or taken."""
    if not body.name:
        raise Refused("name_missing", _("Give the name."), field="name")
    if len(body.country) != _COUNTRY_LENGTH or not body.country.isalpha():
        raise Refused("country_malformed", _("Give the country as two letters: PL, NO, IS, LI."), field="country")
    if not body.nip:
        return
    if not _is_nip(body.nip):
        raise Refused("nip_wrong", _("This is not a valid tax number (NIP): check the digits."), field="nip")
    if Organisation.objects.filter(nip=body.nip).exclude(pk=body.pk).exists():
        raise Refused("nip_taken", _("Another organisation has this tax number (NIP)."), field="nip")


def _is_nip(digits: str) -> bool:
    """Ten digits whose last one is the weighted sum of the others modulo 11."""
    if len(digits) != _NIP_LENGTH or not digits.isdecimal() or not digits.isascii():
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_NIP_WEIGHTS, digits, strict=False))
    return total % 11 == int(digits[-1])
