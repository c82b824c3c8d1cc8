"""Asking for work, doing it, calling it off, and what the requester is told."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.utils.translation import get_language

from audit.models import Event
from audit.services import record
from config.factories.accounts import UserFactory
from config.factories.jobs import JobFactory
from jobs import services
from jobs.choices import State
from jobs.models import Job
from kernel.errors import Refused

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def run(job):
    services.run(job.pk)
    return Job.objects.get(pk=job.pk)


def ask(by, key="k"):
    return services.enqueue(kind="tests.nothing", params={"id": 1}, dedupe_key=key, by=by)


def raising(error):
    def handler(_work):
        raise error

    return handler


# -- asking ----------------------------------------------------------------------------------------
def test_asking_twice_for_open_work_gives_the_same_row_and_one_event(handle):
    user = UserFactory()

    assert ask(user) == ask(user)
    assert Event.objects.filter(action="jobs.job.queued").count() == 1


def test_after_it_is_finished_the_same_may_be_asked_for_again(handle):
    user = UserFactory()
    first = ask(user)
    services.run(first.pk)

    assert ask(user) != first


def test_a_kind_that_nobody_registered_is_an_error_of_ours():
    with pytest.raises(LookupError):
        services.enqueue(kind="tests.unknown", params={}, dedupe_key="k", by=None)


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_called_after_the_commit_only(handle, calls):
    with transaction.atomic():
        ask(UserFactory())
        transaction.set_rollback(True)
    with transaction.atomic():
        job = ask(UserFactory())
        assert calls() == []

    assert calls() == [("jobs.tasks.run_job", job.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_kind_may_have_a_queue_of_its_own(handle, calls):
    handle(lambda _work: None, queue="reports")
    job = ask(UserFactory())

    assert (calls("default"), calls("reports")) == ([], [("jobs.tasks.run_job", job.pk)])


# -- doing -----------------------------------------------------------------------------------------
def test_the_result_of_the_handler_is_kept(handle):
    handle(lambda work: {"seen": work.params["id"], "by": work.requested_by.pk})
    user = UserFactory()

    job = run(ask(user))

    assert (job.state, job.progress, job.result) == (State.DONE, 100, {"seen": 1, "by": user.pk})


def test_work_that_is_done_is_not_done_again(handle):
    runs = []
    handle(runs.append)
    job = ask(UserFactory())

    services.run(job.pk)
    services.run(job.pk)

    assert len(runs) == 1


def test_a_refusal_ends_the_work_with_its_code_and_its_words(handle):
    handle(raising(Refused("period_locked", "Okres jest zamknięty.")))

    job = run(ask(UserFactory()))

    assert (job.state, job.error_code, job.error) == (State.FAILED, "period_locked", "Okres jest zamknięty.")


def test_a_defect_is_tried_again_and_then_told_without_its_trace(handle):
    handle(raising(ZeroDivisionError("secret detail")), max_attempts=2)
    with time_machine.travel(NOON, tick=False) as clock:
        job = ask(UserFactory(language="en"))
        assert run(job).state == State.QUEUED
        clock.shift(timedelta(minutes=5))
        job = run(job)

    assert (job.state, job.error_code, job.attempt) == (State.FAILED, "broken", 2)
    assert job.error == (
        "Something broke on our side, and trying again did not help. We have been told; try again later."
    )


def test_work_that_takes_too_long_is_not_tried_again(handle):
    handle(raising(SoftTimeLimitExceeded()))

    job = run(ask(UserFactory()))

    assert (job.state, job.error_code) == (State.FAILED, "too_long")


def test_work_for_a_closed_account_is_not_done(handle):
    runs = []
    handle(runs.append)
    user = UserFactory()
    job = ask(user)
    user.is_active = False
    user.save()

    job = run(job)

    assert (job.state, job.error_code, runs) == (State.FAILED, "requester_inactive", [])


def test_the_words_are_in_the_language_of_the_requester(handle):
    handle(lambda _work: {"language": get_language()})

    assert run(ask(UserFactory(language="en"))).result == {"language": "en"}


def test_events_of_the_work_name_the_job_as_their_origin(handle):
    handle(lambda work: record(action="tests.thing.done", about=work.job, by=work.requested_by))

    job = run(ask(UserFactory()))

    event = Event.objects.get(action="tests.thing.done")
    assert (event.via, event.request_id) == ("job", f"job-{job.pk}")


def test_progress_is_written_once_a_second_and_keeps_the_lease(handle):
    seen = []

    def handler(work):
        for percent in (10, 20, 30):
            work.progress(percent, f"krok {percent}")
            seen.append(Job.objects.get().progress)

    handle(handler)
    run(ask(UserFactory()))

    assert seen == [10, 10, 10]


def test_cancelled_work_stops_at_its_next_sign_of_life(handle):
    user, after = UserFactory(), []

    def handler(work):
        services.cancel(job=work.job, by=user)
        work.progress(50, "dalej")
        after.append("went on")

    handle(handler)
    job = run(ask(user))

    assert (job.state, after) == (State.CANCELLED, [])


def test_a_handler_may_finish_in_the_transaction_of_its_effect(handle):
    def handler(work):
        with transaction.atomic():
            work.finish({"href": "/"})
        return {"ignored": True}

    handle(handler)
    job = run(ask(UserFactory()))

    assert (job.state, job.result) == (State.DONE, {"href": "/"})


def test_an_effect_is_rolled_back_where_the_lease_was_lost_meanwhile(handle):
    user = UserFactory()

    def handler(work):
        Job.objects.update(token="b" * 32)  # another worker has it
        with transaction.atomic():
            UserFactory(email="effect@example.org")
            work.finish()

    handle(handler)
    run(ask(user))

    assert not type(user).objects.filter(email="effect@example.org").exists()


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_extended_while_the_handler_computes(handle, settings):
    settings.JOB_LEASE, settings.JOB_BEAT = timedelta(seconds=0.4), timedelta(seconds=0.1)
    taken = []

    def handler(work):
        for _ in range(10):
            time.sleep(0.1)
            services.run(work.job.pk)  # somebody else tries, long after the first lease
            taken.append(Job.objects.get(pk=work.job.pk).attempt)

    handle(handler)
    job = run(ask(UserFactory()))

    assert (job.state, set(taken)) == (State.DONE, {1})


# -- calling off -----------------------------------------------------------------------------------
def test_waiting_work_can_be_called_off_with_an_event():
    job = JobFactory()

    services.cancel(job=job, by=job.requested_by)

    assert Job.objects.get().state == State.CANCELLED
    assert Event.objects.get(action="jobs.job.cancelled").actor == job.requested_by


def test_only_the_requester_calls_work_off():
    with pytest.raises(Refused) as refusal:
        services.cancel(job=JobFactory(), by=UserFactory())

    assert (refusal.value.code, refusal.value.status) == ("not_your_job", 403)


def test_finished_work_cannot_be_called_off():
    job = JobFactory(done=True)

    with pytest.raises(Refused) as refusal:
        services.cancel(job=job, by=job.requested_by)

    assert refusal.value.code == "job_finished"


# -- repairing -------------------------------------------------------------------------------------
@time_machine.travel(NOON, tick=False)
def test_the_sweep_wakes_what_was_forgotten(handle, calls):
    JobFactory()
    lost = JobFactory(queued_at=NOON - timedelta(minutes=1))
    dead = JobFactory(held=True, lease_until=NOON - timedelta(seconds=1))

    services.sweep()

    assert sorted(calls()) == [("jobs.tasks.run_job", lost.pk), ("jobs.tasks.run_job", dead.pk)]


@time_machine.travel(NOON, tick=False)
def test_the_sweep_ends_what_killed_each_of_its_workers(handle, calls):
    job = JobFactory(held=True, attempt=3, lease_until=NOON - timedelta(seconds=1))

    services.sweep()

    job.refresh_from_db()
    assert (job.state, job.error_code, calls()) == (State.FAILED, "broken", [])
