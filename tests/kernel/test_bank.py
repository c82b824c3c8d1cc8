"""Numbers of Polish bank accounts: what is one, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.bank import PL, names_account, read_account, show_account

GOOD = "61109010140000071219812874"
"""The example of the register of IBANs."""
ACCOUNT_WITH_HARD_SPACES = "61\u00a01090\u00a01014\u00a00000\u00a00712\u00a01981\u00a02874"


def account(rest: str) -> str:
    """The number with its check digits before it."""
    return f"{98 - int(rest + PL + '00') % 97:02}{rest}"


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        "61 1090 1014 0000 0712 1981 2874",
        "PL61 1090 1014 0000 0712 1981 2874",
        "pl 61-1090-1014-0000-0712-1981-2874",
        f"\t{GOOD}\u00a0",
    ],
)
def test_spaces_dashes_and_the_country_do_not_matter(typed):
    assert read_account(typed) == GOOD


@pytest.mark.parametrize(
    "typed",
    [
        "",
        GOOD[:-1],
        GOOD + "0",
        f"DE{GOOD}",
        f"PLPL{GOOD}",
        GOOD.replace("61", "62", 1),
        # 97 less, and 97 more: the sum is right and the check digits are none.
        "0" * 26,
        "00109010140000071219812874",
        "٦١109010140000071219812874",
        "89370400440532013000",
        GOOD.replace("1", "I"),
    ],
)
def test_what_does_not_add_up_is_no_account(typed):
    assert read_account(typed) is None


REST = st.text("0123456789", min_size=24, max_size=24)


@given(REST)
def test_every_account_with_its_check_digits_is_read(rest):
    assert read_account(account(rest)) == account(rest)


@given(REST, st.integers(0, 25), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(rest, at, more):
    number = account(rest)
    wrong = number[:at] + str((int(number[at]) + more) % 10) + number[at + 1 :]
    assert read_account(wrong) is None


@given(REST, st.integers(0, 24))
def test_two_digits_that_change_places_are_always_found(rest, at):
    number = account(rest)
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert read_account(swapped) == (number if swapped == number else None)


def test_a_number_is_shown_in_groups():
    assert show_account(GOOD) == "61 1090 1014 0000 0712 1981 2874"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"Konto {GOOD} jest zamknięte.", True),
        ("Konto PL61 1090 1014 0000 0712 1981 2874, proszę inne.", True),
        ("61-1090-1014-0000-0712-1981-2874", True),
        (ACCOUNT_WITH_HARD_SPACES, True),
        ("Bilet 62 1090 1014 0000 0712 1981 2874", False),
        (f"Numer biletu {GOOD}0", False),
        ("Brak daty na bilecie z 5.10.2026.", False),
    ],
)
def test_an_account_is_found_in_a_text(text, named):
    assert names_account(text) is named


@given(st.text(), REST)
def test_no_text_breaks_it_and_every_account_in_one_is_found(text, rest):
    names_account(text)
    assert names_account(f"{text} konto: {show_account(account(rest))}, {text}")
