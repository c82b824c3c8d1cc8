"""A small mail server: takes what it gets, answers as told."""

from __future__ import annotations

import socketserver
import time
from contextlib import contextmanager
from email import message_from_bytes
from threading import Thread


class Session(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self):
        """Speak as much SMTP as is needed."""
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line.split(b":")[0].split()[0].upper().decode()
            if verb == "DATA":
                self.say("354 go on")
                self.take()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say(self.server.answers.get(verb, "250 ok"))

    def take(self):
        """Accept a message, then take a moment to say so: who is killed in between does not know."""
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if line == b"":
            return  # hung up half-way: not accepted
        answer = self.server.answers.get("DATA", "250 accepted")
        if answer.startswith("250"):
            self.server.letters.append(message_from_bytes(b"".join(lines)))
            time.sleep(self.server.delay)
        self.say(answer)

    def say(self, line):
        """Answer."""
        self.wfile.write(f"{line}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    """The server."""

    daemon_threads = True
    request_queue_size = 50
    delay = 0.0

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.letters = []
        self.answers: dict[str, str] = {}

    def handle_error(self, request, client_address):
        """A sender that was killed hangs up: that is what is tested."""

    def ids(self):
        """The Message-IDs of what was accepted."""
        return [letter["Message-ID"] for letter in self.letters]


@contextmanager
def serving():
    """A server that runs until the end."""
    with Sink() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
