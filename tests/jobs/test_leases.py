"""One worker at a time; who lost the lease writes no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from config.factories.jobs import JobFactory
from jobs import leases
from jobs.choices import State
from jobs.leases import Cancelled, LeaseLost
from jobs.models import Job

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@time_machine.travel(NOON, tick=False)
def test_a_claimed_row_runs_with_a_token_and_a_lease_and_counts_the_try():
    job = leases.claim(Job, JobFactory().pk, lease=MINUTE)

    assert (job.state, len(job.token), job.lease_until, job.attempt, job.started_at) == (
        State.RUNNING,
        32,
        NOON + MINUTE,
        1,
        NOON,
    )


def test_a_row_in_good_hands_is_not_claimed():
    job = JobFactory()
    leases.claim(Job, job.pk, lease=MINUTE)

    assert leases.claim(Job, job.pk, lease=MINUTE) is None


@time_machine.travel(NOON, tick=False)
def test_a_row_that_is_not_due_is_not_claimed():
    job = JobFactory(not_before=NOON + timedelta(seconds=1))

    assert leases.claim(Job, job.pk, lease=MINUTE) is None


@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.CANCELLED])
def test_a_finished_row_is_not_claimed(state):
    job = JobFactory(state=state, finished_at=NOON)

    assert leases.claim(Job, job.pk, lease=MINUTE) is None


def test_a_silent_worker_loses_the_row_and_can_change_nothing_any_more():
    pk = JobFactory().pk
    with time_machine.travel(NOON, tick=False) as clock:
        Job.objects.update(not_before=NOON)
        silent = leases.claim(Job, pk, lease=MINUTE)
        clock.shift(MINUTE + timedelta(seconds=1))
        other = leases.claim(Job, pk, lease=MINUTE)

    for write in (
        lambda: leases.extend(silent, lease=MINUTE),
        lambda: leases.finish(silent),
        lambda: leases.fail(silent, "x", "x"),
        lambda: leases.retry(silent, "x", "x", waits=[MINUTE]),
    ):
        with pytest.raises(LeaseLost):
            write()
    leases.finish(other, result={"by": "other"})
    done = Job.objects.get(pk=pk)
    assert (done.state, done.result, done.attempt, done.token) == (State.DONE, {"by": "other"}, 2, "")


def test_a_row_without_a_try_left_is_not_claimed_again():
    pk = JobFactory(max_attempts=1).pk
    with time_machine.travel(NOON, tick=False) as clock:
        Job.objects.update(not_before=NOON)
        leases.claim(Job, pk, lease=MINUTE)
        clock.shift(2 * MINUTE)

        assert leases.claim(Job, pk, lease=MINUTE) is None
        assert [job.pk for job in leases.exhausted(Job)] == [pk]


def test_the_worker_of_a_cancelled_row_learns_it_at_its_next_write():
    job = leases.claim(Job, JobFactory().pk, lease=MINUTE)
    Job.objects.update(state=State.CANCELLED, token="", lease_until=None, finished_at=NOON)

    with pytest.raises(Cancelled):
        leases.extend(job, lease=MINUTE)


@time_machine.travel(NOON, tick=False)
def test_a_row_put_back_waits_longer_each_time_and_then_fails():
    pk = JobFactory(max_attempts=3).pk
    waits = [timedelta(seconds=10), timedelta(minutes=2)]
    seen = []
    for _try in range(3):
        Job.objects.filter(state=State.QUEUED).update(not_before=NOON)
        job = leases.claim(Job, pk, lease=MINUTE)
        leases.retry(job, "broken", "Nie wyszło.", waits=waits)
        job = Job.objects.get(pk=pk)
        seen.append((job.state, job.not_before - NOON, job.error_code))

    assert seen == [
        ("queued", timedelta(seconds=10), "broken"),
        ("queued", timedelta(minutes=2), "broken"),
        ("failed", timedelta(0), "broken"),
    ]


@time_machine.travel(NOON, tick=False)
def test_forgotten_are_rows_long_due_and_rows_of_dead_workers_the_oldest_first():
    JobFactory()  # just queued: its message is on the way
    JobFactory(held=True)  # in good hands
    dead = JobFactory(held=True, lease_until=NOON - MINUTE)
    waiting = JobFactory(queued_at=NOON - 2 * MINUTE)

    found = leases.forgotten(Job, after=timedelta(seconds=10))

    assert [job.pk for job in found] == [waiting.pk, dead.pk]


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.RUNNING},
        {"token": "a"},
        {"finished_at": NOON},
        {"state": State.DONE},
        {"attempt": 4},
        {"progress": 101},
    ],
    ids=str,
)
def test_the_database_refuses_what_no_lease_can_lead_to(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        JobFactory(**wrong)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_many_workers_exactly_one_gets_the_row():
    jobs = [JobFactory().pk for _ in range(5)]
    barrier, won = Barrier(8), []

    def worker():
        try:
            barrier.wait()
            won.extend(pk for pk in jobs if leases.claim(Job, pk, lease=MINUTE))
        finally:
            connection.close()

    threads = [Thread(target=worker) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(won) == jobs
