"""The one family of letters, the same on every machine: Lato from its package, nothing from the system."""

from __future__ import annotations

import os
import unicodedata
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings

FAMILY = "Lato"

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def folder() -> Path:
    """Where the font files lie."""
    import fontpkg_lato  # noqa: PLC0415 -- only where letters are set

    return Path(fontpkg_lato.ROOT) / "files"


def use_only_ours() -> None:
    """Point fontconfig at our files alone. Call before WeasyPrint is imported: without any font it would crash."""
    if not (folder() / "Lato-Regular.ttf").is_file():
        raise RuntimeError("The font package fontpkg-lato is not complete.")
    home = Path(settings.VAR) / "fontconfig"
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "fonts.conf"
    text = _CONFIGURATION.format(fonts=escape(str(folder())), cache=escape(str(home / "cache")))
    if not configuration.exists() or configuration.read_text() != text:
        fresh = home / f"fonts.{os.getpid()}.conf"
        fresh.write_text(text)
        fresh.replace(configuration)
    os.environ["FONTCONFIG_FILE"] = str(configuration)


def unprintable(text: str) -> list[str]:
    """The characters our letters cannot show, in the order of their codes; a line break is not a letter."""
    return sorted(set(text) - _printable() - {"\n"})


def name_of(character: str) -> str:
    """A character as a message names it: 漢 (U+6F22 CJK UNIFIED IDEOGRAPH-6F22)."""
    shown = f"{character} " if character.isprintable() else ""
    return f"{shown}(U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip() + ")"


@cache
def _printable() -> frozenset[str]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # noqa: PLC0415 -- heavy, and seldom needed outside the worker

    faces = [TTFont(folder() / f"Lato-{face}.ttf", lazy=True) for face in ("Regular", "Bold")]
    return frozenset.intersection(*(frozenset(map(chr, face.getBestCmap())) for face in faces))
