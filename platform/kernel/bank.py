"""Numbers of bank accounts in Poland: 26 digits, an IBAN without its letters."""

from __future__ import annotations

import re

ACCOUNT = re.compile(r"(?P<check>[0-9]{2})(?P<rest>[0-9]{24})", re.ASCII)
LIKE_ACCOUNT = re.compile(r"(?<![0-9])(?:[0-9][\s-]*){26}(?![0-9])")
PL = "2521"
"""The letters of the country as ISO 13616 counts them: A is 10, P is 25, L is 21."""
CHECKS = range(2, 99)
"""What two check digits can be: 98 less a remainder of 97."""


def read_account(typed: str) -> str | None:
    """The 26 digits somebody meant: spaces, dashes and PL in front do not matter. None where they do not add up."""
    kept = "".join(c for c in typed.upper() if not c.isspace() and c != "-").removeprefix("PL")
    found = ACCOUNT.fullmatch(kept)
    if found is None or int(found["check"]) not in CHECKS:
        return None
    return kept if int(found["rest"] + PL + found["check"]) % 97 == 1 else None


def show_account(number: str) -> str:
    """The digits in groups, as banks print them: 61 1090 1014 0000 0712 1981 2874."""
    return " ".join([number[:2], *(number[at : at + 4] for at in range(2, len(number), 4))])


def names_account(text: str) -> bool:
    """Whether an account stands somewhere in a text that is for more eyes than a number is."""
    return any(read_account(found) for found in LIKE_ACCOUNT.findall(text))
