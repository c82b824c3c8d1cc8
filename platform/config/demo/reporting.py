"""The reports of the invented project: one submitted, so that its files get made, and one still being written."""

from __future__ import annotations

from config.demo.stage import Stage
from grants.models import ReportingPeriod
from reports.models import Report
from reports.services import change_narrative, open_report, submit_report

PAST_PL = """Opis, liczby i osoby w tym raporcie są zmyślone: pokazują, jak działa platforma.

W okresie odbyły się trzy szkolenia dla urzędników z dziesięciu miast. Doradcy pracowali w czterech miastach, a każdą \
konsultację przyjęło miasto, którego dotyczyła. Jedno partnerstwo podpisało umowę.

W następnym okresie planujemy szkolenia z dialogu z mieszkańcami i z danych o mieście oraz umowę drugiego \
partnerstwa."""
PAST_EN = """Text, figures and people in this report are invented: they show how the platform works.

Three trainings for officials of ten towns took place in the period. Advisors worked in four towns, and each \
consultation was accepted by the town concerned. One partnership signed its agreement.

In the next period we plan trainings on talking with residents and on data on a town, and the agreement of a second \
partnership."""
DRAFT_PL = "Szkic (dane zmyślone): okres trwa, liczby rosną z każdym szkoleniem i każdą przyjętą konsultacją."
DRAFT_EN = "Draft (invented data): the period is running; figures grow with each training and consultation."


def submit_past_report(stage: Stage) -> Report:
    """Submitting locks the period and orders the files; a worker makes them."""
    report = _write(stage, 1, PAST_PL, PAST_EN)
    submit_report(report=report, by=stage.people["manager"])
    return report


def draft_report(stage: Stage) -> Report:
    """For the project manager to submit."""
    return _write(stage, 2, DRAFT_PL, DRAFT_EN)


def _write(stage: Stage, number: int, narrative_pl: str, narrative_en: str) -> Report:
    manager = stage.people["manager"]
    report = open_report(period=ReportingPeriod.objects.get(project=stage.project, number=number), by=manager)
    return change_narrative(report=report, narrative_pl=narrative_pl, narrative_en=narrative_en, by=manager)
