"""Real processes with the settings of production and an environment of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEY = "xP3kd8Qz0vLw7Rt2Yb6Nc1Mf9Hs4Jg5Ta-Ue_WiOpAsDfGhJkLzXc"


def production(var, **more):
    """A good environment of production, and what a test spoils in it."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform")]),
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "RATUSZ_VAR": str(var),
        "RATUSZ_SECRET_KEY": KEY,
        "RATUSZ_HOSTS": "ratusz.example.org",
        "RATUSZ_URL": "https://ratusz.example.org",
        "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
        "DATABASE_URL": f"sqlite:///{var}/ratusz.sqlite3",
        **more,
    }


def run(env, *arguments):
    """Run Python with these arguments; its exit code and all it said."""
    done = subprocess.run(
        [sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout + done.stderr
