"""What tests ask of a page."""

from __future__ import annotations

import re


def text_of(answer) -> str:
    return answer.content.decode()


def is_strict(markup: str) -> bool:
    """Whether nothing in it needs a looser content security policy."""
    scripts = re.findall(r"<script(?P<attributes>[^>]*)>", markup)
    inert = all("src=" in script or 'type="application/json"' in script for script in scripts)
    return inert and not re.search(r"<style|\sstyle=|\son\w+=", markup)
