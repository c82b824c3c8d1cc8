"""Where the installation keeps its own files, in a checkout and in a wheel alike."""

from pathlib import Path

CONFIG = Path(__file__).resolve().parent
BUNDLED = CONFIG / "_data"
"""Holds the templates inside a wheel; absent in a checkout."""

ROOT = BUNDLED if BUNDLED.is_dir() else CONFIG.parents[1]
TEMPLATES = ROOT / "templates"
NODE_MODULES = ROOT / "node_modules"
UI = CONFIG.parent / "ui"
