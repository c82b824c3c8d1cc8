"""Two who submit at once, and a fact that comes in the same moment: one snapshot, and it holds every fact."""

from __future__ import annotations

import time
from datetime import date
from functools import partial

import pytest
from django.db import transaction

from config.factories.grants import PeriodFactory
from grants.services import require_open
from reports import services
from reports.models import Report, Snapshot
from tests.reports.facts import at, edition, took_part
from tests.threads import at_once, codes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_of_two_who_submit_at_once_one_is_told_that_it_was_done(report, manager):
    submit = partial(services.submit_report, report=report, by=manager)
    assert codes(at_once(submit, submit)) == ["report_state"]
    assert Snapshot.objects.count() == 1


def test_two_reports_of_a_project_submitted_at_once_form_one_chain(report, manager, project):
    later = PeriodFactory(
        project=project, number=2, starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31), due_on=date(2027, 1, 31)
    )
    second = services.open_report(period=later, by=manager)
    assert codes(at_once(*(partial(services.submit_report, report=one, by=manager) for one in (report, second)))) == []
    chain = list(Snapshot.objects.order_by("pk").values_list("previous_sha256", "sha256"))
    assert (chain[0][0], chain[1][0]) == ("", chain[0][1])


def test_two_who_open_a_report_at_once_get_one(period, manager, indicators):
    open_it = partial(services.open_report, period=period, by=manager)
    assert codes(at_once(open_it, open_it)) == ["report_exists"]
    assert list(Report.objects.values_list("number", flat=True)) == [1]


def test_a_fact_is_either_in_the_report_or_refused(report, manager, project):
    held = edition(project, at(3, 1))

    def note_somebody():
        with transaction.atomic():
            require_open(project_id=project.pk, day=date(2026, 3, 1))
            time.sleep(0.2)  # submitting has to wait for us, or we for it
            took_part(held)

    refused = codes(at_once(note_somebody, partial(services.submit_report, report=report, by=manager)))
    people = next(figure["value"] for figure in Snapshot.objects.get().data["figures"] if figure["code"] == "I.1")
    assert (people, refused) in [("1", []), ("0", ["period_locked"])]
