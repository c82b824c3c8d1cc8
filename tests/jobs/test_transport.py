"""The broker without a server: a folder that many workers share."""

from __future__ import annotations

import json
from pathlib import Path
from queue import Empty
from threading import Thread

import pytest
from kombu import Connection

from jobs import transport

QUEUE = "default"


@pytest.fixture
def connect(tmp_path):
    """Another connection to the same folder, as another process would have."""
    transport.register()
    opened = []

    def another():
        opened.append(
            Connection("ratusz+filesystem://", transport_options={"folder": str(tmp_path), "polling_interval": 0.01})
        )
        return opened[-1]

    yield another
    for connection in opened:
        connection.release()


def read_all(queue):
    found = []
    while True:
        try:
            message = queue.get(timeout=0.5)
        except Empty:
            return found
        found.append(message.payload)
        message.ack()


def test_messages_come_out_in_the_order_they_went_in(connect):
    queue = connect().SimpleQueue(QUEUE)
    for number in range(20):
        queue.put(number)

    assert read_all(connect().SimpleQueue(QUEUE)) == list(range(20))


@pytest.mark.race
def test_of_messages_written_while_others_read_none_is_lost_or_read_twice(connect):
    found: list[int] = []

    def write(start):
        queue = connect().SimpleQueue(QUEUE)
        for number in range(start, start + 200):
            queue.put(number)

    def read():
        found.extend(read_all(connect().SimpleQueue(QUEUE)))

    threads = [Thread(target=write, args=(start,)) for start in (0, 200)] + [Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == list(range(400))


def test_a_damaged_message_is_dropped_and_the_next_one_read(connect, tmp_path):
    queue = connect().SimpleQueue(QUEUE)
    for number in range(3):
        queue.put(number)
    first, second, _third = sorted((tmp_path / "queues" / QUEUE).iterdir())
    first.write_text('{"body": "half')
    second.unlink()

    assert read_all(connect().SimpleQueue(QUEUE)) == [2]


def test_a_queue_is_counted_and_emptied(connect):
    queue = connect().SimpleQueue(QUEUE)
    queue.put(1)
    queue.put(2)

    assert (queue.qsize(), queue.clear(), queue.qsize()) == (2, 2, 0)


def test_what_a_worker_held_goes_back_when_it_stops_in_order(connect, tmp_path):
    connect().SimpleQueue(QUEUE).put("work")
    stopping = connect()
    stopping.SimpleQueue(QUEUE).get(timeout=1)
    stopping.release()

    assert read_all(connect().SimpleQueue(QUEUE)) == ["work"]


def test_the_name_of_a_queue_cannot_lead_out_of_the_folder(connect, tmp_path):
    connect().SimpleQueue("../../elsewhere").put(1)

    assert [path.name for path in (tmp_path / "queues").iterdir()] == ["..%2F..%2Felsewhere"]
    assert not (Path(tmp_path).parents[1] / "elsewhere").exists()


def test_only_the_owner_reads_what_waits(connect, tmp_path):
    connect().SimpleQueue(QUEUE).put(1)

    assert (tmp_path / "queues" / QUEUE).stat().st_mode & 0o777 == 0o700


def test_a_message_is_plain_json(connect, tmp_path):
    connect().SimpleQueue(QUEUE).put({"id": 1})

    (path,) = (tmp_path / "queues" / QUEUE).iterdir()
    assert json.loads(path.read_text())["content-type"] == "application/json"
