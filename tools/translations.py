"""Exit 0 where both catalogues are complete and hold every string of the source."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "platform" / "ui" / "locale"
LANGUAGES = ["pl", "en"]
IGNORED = ["node_modules/*", "var/*", ".venv/*", "tests/*", "benchmarks/*", "tools/*", "platform/ui/locale/*"]


def strings_of_the_source() -> dict[str, set[object]]:
    """What `make messages` would find now, by language."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 -- after the path is set
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    found: dict[str, set[object]] = {}
    with tempfile.TemporaryDirectory() as folder:
        settings.LOCALE_PATHS = [folder]
        with contextlib.redirect_stdout(io.StringIO()):
            call_command("makemessages", locale=LANGUAGES, ignore_patterns=IGNORED, no_location=True, verbosity=0)
        for language in LANGUAGES:
            with (Path(folder) / language / "LC_MESSAGES" / "django.po").open("rb") as file:
                found[language] = {(message.context, message.id) for message in read_po(file) if message.id}
    return found


def problems(language: str, wanted: set[object]) -> list[str]:
    """What is missing, fuzzy, empty or no longer used in one catalogue."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 -- after the path is set

    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return [f"{language}: there is no catalogue"]
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    known = {(message.context, message.id) for message in messages}
    found = [f"{language}: not in the catalogue: {text!r}" for text in wanted - known]
    for message in messages:
        parts = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.fuzzy or not all(parts):
            # English is the source: an empty entry there means the same text.
            if language != "en" or message.fuzzy:
                found.append(f"{language}: not translated: {message.id!r}")
        else:
            found += [f"{language}: {error}" for error in message.check()]
    return found


def main() -> int:
    """Compare both catalogues with the source."""
    os.chdir(ROOT)
    if shutil.which("xgettext") is None:
        print("Needs gettext: sudo apt-get install -y gettext")
        return 1
    sys.path += [str(ROOT), str(ROOT / "platform")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django  # noqa: PLC0415 -- after the path is set

    django.setup()
    wanted = strings_of_the_source()
    found = [line for language in LANGUAGES for line in problems(language, wanted[language])]
    print("\n".join(found[:80]))
    if len(found) > 80:  # noqa: PLR2004 -- a screenful
        print(f"… and {len(found) - 80} more")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
