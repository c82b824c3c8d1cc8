"""A report's content as one reads it in one language: names chosen, numbers written, what is missing said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from grants.choices import Unit
from reports.choices import Kind
from reports.documents.charts import Bars, bars
from ui.format import NOTHING, day, hours, moment, money, number


@dataclass(frozen=True)
class RowLine:
    """One row of evidence."""

    number: int
    kind: str
    kind_label: str
    id: int
    day: str
    reference: str
    name: str
    town: str
    teryt: str
    amount: str
    counts: bool
    """False for what was counted in an earlier row."""

    @property
    def title(self) -> str:
        """What the row is called: its own code, a town by its name."""
        return self.reference or self.town


@dataclass(frozen=True)
class PartLine:
    """One part of a figure."""

    name: str
    amount: str
    share: str


@dataclass(frozen=True)
class Axis:
    """The parts along one axis with their drawing."""

    label: str
    parts: list[PartLine]
    chart: Bars | None


@dataclass(frozen=True)
class FigureLine:
    """One indicator with its figure."""

    code: str
    name: str
    unit: str
    baseline: str
    target: str
    value: str
    percent: str
    total: str
    """The sum of the rows as the rows are written."""
    measure: str
    definition: str
    axes: list[Axis]
    rows: list[RowLine]
    known: bool


@dataclass(frozen=True)
class Narrative:
    """The text, and the language it is written in if that is not the reader's."""

    text: str
    language: str
    foreign: bool


def figure_lines(figures: list[dict[str, Any]]) -> list[FigureLine]:
    """The figures of a content, live or frozen, in the language that is active."""
    return [_figure(figure) for figure in figures]


def _figure(figure: dict[str, Any]) -> FigureLine:
    measure = figure["measure"]
    places, unit = measure["places"], str(Unit(figure["unit"]).label)
    return FigureLine(
        code=figure["code"],
        name=chosen(figure["name"]),
        unit=unit,
        baseline=_number(figure["baseline"], places),
        target=_("not set") if figure["target"] is None else _number(figure["target"], places),
        value=value_text(figure["value"], places),
        percent=_percent(figure),
        total=NOTHING if figure["total"] is None else row_amount(figure["total"], measure["row_unit"]),
        measure=chosen(measure["name"]),
        definition=chosen(measure["definition"]),
        axes=_axes(figure),
        rows=[_row(at, row, measure["row_unit"]) for at, row in enumerate(figure["rows"], 1)],
        known=figure["value"] is not None,
    )


def _percent(figure: dict[str, Any]) -> str:
    """Of the target; where there is none, or it is zero, a percentage does not apply."""
    if figure["value"] is None:
        return NOTHING
    if figure["percent"] is None:
        return pgettext("not applicable", "n/a")
    return f"{_number(figure['percent'], 2)}\N{NO-BREAK SPACE}%"


def _axes(figure: dict[str, Any]) -> list[Axis]:
    return [_axis(figure, axis, list(parts)) for axis, parts in groupby(figure["parts"], key=lambda part: part["axis"])]


def _axis(figure: dict[str, Any], axis: str, parts: list[dict[str, Any]]) -> Axis:
    places, whole = figure["measure"]["places"], Decimal(figure["value"] or 0)
    label = axis_label(axis)
    written = [(chosen(part["name"]), _number(part["amount"], places), Decimal(part["amount"])) for part in parts]
    finding = ", ".join(f"{name}: {amount}" for name, amount, _size in written)
    return Axis(
        label=label,
        parts=[PartLine(name, amount, _share(size, whole)) for name, amount, size in written],
        chart=bars(f"{chosen(figure['name'])}, {label.lower()}. {finding}.", written),
    )


def _share(size: Decimal, whole: Decimal) -> str:
    if not whole:
        return pgettext("not applicable", "n/a")
    return f"{_number(str(size * 100 / whole), 1)}\N{NO-BREAK SPACE}%"


def axis_label(axis: str) -> str:
    """What the parts divide by."""
    return {"sex": _("By sex"), "way": _("By kind of support")}.get(axis, axis)


def kind_label(kind: str) -> str:
    """What a row of evidence is."""
    return {
        "trainings.enrolment": _("participation"),
        "advisory.consultation": _("consultation"),
        "organisations.organisation": _("town"),
        "partnerships.partnership": _("partnership"),
    }.get(kind, kind)


def _row(at: int, row: dict[str, Any], row_unit: str) -> RowLine:
    return RowLine(
        number=at,
        kind=row["kind"],
        kind_label=_kind(row),
        id=row["id"],
        day=day(date.fromisoformat(row["day"])),
        reference=row["reference"],
        name=chosen({"pl": row["name_pl"], "en": row["name_en"]}),
        town=row["town"],
        teryt=row["teryt"],
        amount=row_amount(row["amount"], row_unit),
        counts=row["amount"] != 0,
    )


def _kind(row: dict[str, Any]) -> str:
    """What it is, with the number by which auditors find it; a town is found by its code, which stands beside it."""
    label = kind_label(row["kind"])
    return label if row["kind"] == "organisations.organisation" else f"{label} {row['id']}"


def row_amount(amount: int, row_unit: str) -> str:
    """An amount of rows: a number, or minutes as hours and minutes."""
    return hours(amount) if row_unit == "minute" else number(amount)


def chosen(texts: Mapping[str, str]) -> str:
    """The text in the active language; the Polish one where there is no other."""
    return texts.get(get_language() or "pl") or texts["pl"]


def _number(text: str, places: int) -> str:
    return number(Decimal(text), places)


def value_text(value: str | None, places: int) -> str:
    """A value as written; what is not known is said in words."""
    return _("no data") if value is None else _number(value, places)


def narrative(content: dict[str, Any]) -> Narrative:
    """The narrative in the active language, else in the other one."""
    texts, wanted = content["narrative"], get_language() or "pl"
    other = "en" if wanted == "pl" else "pl"
    found = wanted if texts[wanted] or not texts[other] else other
    return Narrative(texts[found], found, foreign=found != wanted)


def cover(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The facts of the first page, as label and text."""
    project, programme = content["project"], content["programme"]
    period, promoter = content["period"], content["promoter"]
    return [
        (_("Project"), project["code"]),
        (_("Project promoter"), chosen(promoter["name"]) if promoter else _("not named")),
        (_("Programme"), f"{chosen(programme['name'])} ({programme['code']})"),
        (_("Mechanism"), programme["mechanism"]),
        (_("Donor"), chosen(content["donor"]["name"])),
        (_("Reporting period"), f"{period['number']}: {span(period)}"),
        (_("Duration of the project"), span(project)),
        (_("Project budget"), money(Decimal(project["amount"]), project["currency"])),
        (_("Programme budget"), money(Decimal(programme["amount"]), programme["currency"])),
        (_("Programme grant"), money(Decimal(programme["grant_amount"]), programme["currency"])),
        (_("Submitted"), moment(datetime.fromisoformat(content["report"]["submitted_at"]))),
    ]


def span(dates: Mapping[str, Any]) -> str:
    """From the first day to the last."""
    return f"{day(date.fromisoformat(dates['starts_on']))} – {day(date.fromisoformat(dates['ends_on']))}"


def heading(content: dict[str, Any]) -> str:
    """Interim report no. 3."""
    kind = str(Kind(content["report"]["kind"]).label)
    return _("%(kind)s no. %(number)s") % {"kind": kind[:1].upper() + kind[1:], "number": content["report"]["number"]}
