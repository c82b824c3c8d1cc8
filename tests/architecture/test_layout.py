"""The two source roots stand as they must."""

from __future__ import annotations

import platform
import subprocess
import sys
import sysconfig

from tests.architecture.source import ROOT


def test_platform_is_the_standard_librarys():
    assert platform.__file__.startswith(sysconfig.get_path("stdlib"))


def test_our_platform_folder_is_no_package():
    # With an __init__.py it would shadow the standard library for manage.py, Celery and gunicorn.
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_platform_works_from_the_root_in_a_fresh_interpreter():
    code = "import uuid, platform; print(platform.system())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == platform.system()


def test_every_folder_of_tests_is_a_package():
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
