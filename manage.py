#!/usr/bin/env python3
"""The command line of Ratusz."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run one management command."""
    # Two source roots: the domain apps lie here, config and its neighbours in platform/,
    # which has no __init__.py, so that `import platform` stays the standard library's.
    root = Path(__file__).resolve().parent
    sys.path += [str(root), str(root / "platform")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- needs the path above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
