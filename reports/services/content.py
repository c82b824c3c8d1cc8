"""What a report says, as plain values: the same shape live on the page, frozen in the snapshot, printed in the PDF."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from grants.choices import PartnerRole
from grants.models import Indicator
from kernel.money import percent
from organisations.models import Organisation
from reports import measures
from reports.models import Report

SCHEMA_VERSION = 1
"""Raised when the shape changes; documents go on reading the older ones."""


def content_of(
    *, report: Report, figures: list[dict[str, Any]], revision: int, code: str, at: datetime, previous: str
) -> dict[str, Any]:
    """Everything that is frozen: nobody's name, no float, dates as ISO texts, both languages."""
    project, period = report.project, report.period
    programme = project.programme
    promoter = _promoter(report)
    return {
        "schema": SCHEMA_VERSION,
        "report": {"number": report.number, "kind": report.kind, "revision": revision, "submitted_at": _instant(at)},
        "project": {
            "code": project.code,
            "title": {"pl": project.title_pl, "en": project.title_en},
            "amount": str(project.amount),
            "currency": project.currency,
            "starts_on": project.starts_on.isoformat(),
            "ends_on": project.ends_on.isoformat(),
        },
        "programme": {
            "code": programme.code,
            "name": {"pl": programme.name_pl, "en": programme.name_en},
            "mechanism": programme.mechanism,
            "amount": str(programme.amount),
            "grant_amount": str(programme.grant_amount),
            "currency": programme.currency,
        },
        "donor": _body(programme.donor),
        "promoter": _body(promoter) if promoter else None,
        "period": {
            "number": period.number,
            "starts_on": period.starts_on.isoformat(),
            "ends_on": period.ends_on.isoformat(),
            "due_on": period.due_on.isoformat(),
        },
        "figures": figures,
        "narrative": {"pl": report.narrative_pl, "en": report.narrative_en},
        "fictitious": _is_fictitious(figures, programme.donor, promoter),
        "verification": {"code": code, "address": settings.SITE_URL + reverse("reports:verify")},
        "previous_sha256": previous,
    }


def figures_of(*, report: Report) -> list[dict[str, Any]]:
    """Each indicator of the project with its figure as counted now. Raises Refused measure_unknown."""
    period = report.period
    facts = measures.Facts(project_id=report.project_id, first_day=period.starts_on, last_day=period.ends_on)
    indicators = Indicator.objects.filter(project=report.project_id).order_by("position", "code")
    return [_figure(indicator, facts) for indicator in indicators]


def _figure(indicator: Indicator, facts: measures.Facts) -> dict[str, Any]:
    measure = measures.get(indicator.measure)
    figure = measure.figure(facts)
    value, target = figure.value, indicator.target
    return {
        "code": indicator.code,
        "name": {"pl": indicator.name_pl, "en": indicator.name_en},
        "unit": indicator.unit,
        "baseline": str(indicator.baseline),
        "target": _text(target),
        "measure": {
            "code": measure.code,
            "name": _both(measure.name),
            "definition": _both(measure.definition),
            "row_unit": measure.row_unit,
            "per": measure.per,
            "places": measure.places,
        },
        "value": _text(value),
        "percent": None if value is None else _text(percent(value, target)),
        "total": None if value is None else figure.total,
        "parts": [
            {"axis": part.axis, "code": part.code, "name": _both(part.name), "amount": str(part.amount)}
            for part in figure.parts
        ],
        "rows": [asdict(row) | {"day": row.day.isoformat()} for row in figure.rows],
    }


def _both(text: Promise) -> dict[str, str]:
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[language] = str(text)
    return texts


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _body(body: Organisation) -> dict[str, Any]:
    return {"name": {"pl": body.name, "en": body.name_en}}


def _promoter(report: Report) -> Organisation | None:
    partner = report.project.partners.filter(role=PartnerRole.PROMOTER).select_related("organisation").first()
    return partner.organisation if partner else None


def _is_fictitious(figures: list[dict[str, Any]], *bodies: Organisation | None) -> bool:
    """Whether anything in it was invented for a demo: a body named on the cover or a town behind a figure."""
    codes = {row["teryt"] for figure in figures for row in figure["rows"] if row["teryt"]}
    invented = Organisation.objects.filter(fictitious=True, teryt_codes__code__in=codes)
    return any(body is not None and body.fictitious for body in bodies) or invented.exists()
