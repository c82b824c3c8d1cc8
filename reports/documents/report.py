"""The donor report as PDF: a function of the snapshot's text, the language and the template's version alone."""

from __future__ import annotations

import json
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from kernel.text import sha256, show_code
from reports.documents import reading
from ui.documents import engine

TEMPLATE_VERSION = 1
"""Raised with every change of what a report looks like or says; the files of older versions stay as they are."""

LAST_PART = "method"

TEMPLATES = {1: ("reports/pdf/report.html", "reports/pdf/report.css")}


def render(content: str, language: str, *, progress: engine.Progress) -> engine.Pdf:
    """The PDF of a snapshot. Raises engine.NotMade."""
    _page, sheet = TEMPLATES[TEMPLATE_VERSION]
    progress(1, engine.PHASES[1])
    return engine.make(html(content, language), render_to_string(sheet), ends_with=LAST_PART, progress=progress)


def html(content: str, language: str) -> str:
    """The same as a page, before it is set."""
    page, _sheet = TEMPLATES[TEMPLATE_VERSION]
    data: dict[str, Any] = json.loads(content)
    with translation.override(language):
        return render_to_string(
            page,
            {
                "language": language,
                "data": data,
                "title": reading.chosen(data["project"]["title"]),
                "heading": reading.heading(data),
                "reference": f"{data['project']['code']}/{data['report']['number']}",
                "span": reading.span(data["period"]),
                "cover": reading.cover(data),
                "figures": reading.figure_lines(data["figures"]),
                "narrative": reading.narrative(data),
                "code": show_code(data["verification"]["code"]),
                "address": data["verification"]["address"],
                "sha256": sha256(content),
                "previous": data["previous_sha256"],
            },
        )
