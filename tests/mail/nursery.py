"""Senders in processes of their own: `python -m tests.mail.nursery N` keeps N alive and prints the id of each."""

from __future__ import annotations

import os
import random
import sys
import time

import django


def send_for_ever():
    """Send whatever may be claimed."""
    # Models can be imported only now, and each sender opens a connection of its own.
    from jobs import leases  # noqa: PLC0415
    from mail import services  # noqa: PLC0415
    from mail.models import Message  # noqa: PLC0415

    while True:
        waiting = list(Message.objects.filter(leases.claimable()).values_list("pk", flat=True)[:50])
        random.shuffle(waiting)
        for pk in waiting:
            services.send(pk)
        if not waiting:
            time.sleep(0.05)


def keep_alive(number):
    """Replace each sender that dies."""
    while True:
        for _ in range(number):
            pid = os.fork()
            if pid == 0:
                send_for_ever()
            print(pid, flush=True)  # noqa: T201 -- the test reads it
        os.wait()
        number = 1


if __name__ == "__main__":
    django.setup()
    keep_alive(int(sys.argv[1]))
