"""Invented people: whoever reads one of these surnames knows that nobody is called so."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.choices import Sex


def _words(text: str) -> list[str]:
    return text.split()


WOMEN = _words(
    "Agnieszka Barbara Beata Danuta Dorota Elżbieta Ewelina Grażyna Halina Hanna Iwona Izabela Jadwiga Jolanta "
    "Justyna Kamila Karolina Krystyna Lidia Magdalena Małgorzata Monika Natalia Renata Sylwia Teresa Urszula "
    "Weronika"
)
MEN = _words(
    "Andrzej Artur Bartosz Dariusz Grzegorz Henryk Jacek Jakub Janusz Jerzy Kamil Krzysztof Leszek Łukasz Maciej "
    "Marcin Marek Mateusz Mirosław Paweł Przemysław Radosław Robert Sebastian Sławomir Stanisław Wojciech Zbigniew"
)
SURNAMES = _words(
    "Adamczyk Baran Bąk Dudek Duda Gołąb Jastrząb Kaczmarek Kołodziej Kowal Kowalczyk Krawczyk Król Kubiak Lis "
    "Mazur Michalak Nowak Pawlak Pietrzak Sikora Szewczyk Szymczak Walczak Wieczorek Wilk Woźniak Wójcik Wróbel "
    "Zając Zięba"
)
WOMEN_OF_FIVE = 3
UNTOLD_EVERY = 17
"""Every so manyth person has not told a sex: reports show that share too."""


@dataclass(frozen=True)
class Name:
    """What a person is called."""

    first_name: str
    last_name: str
    sex: str


def name(number: int) -> Name:
    """The name of the person with this number: the same for the same number, seldom one for two."""
    is_woman = number % 5 < WOMEN_OF_FIVE
    firsts = WOMEN if is_woman else MEN
    surname = SURNAMES[(number * 7 + number // len(SURNAMES)) % len(SURNAMES)]
    told = "" if number % UNTOLD_EVERY == UNTOLD_EVERY - 1 else Sex.FEMALE if is_woman else Sex.MALE
    return Name(firsts[number % len(firsts)], f"{surname}-{'Fikcyjna' if is_woman else 'Fikcyjny'}", told)
