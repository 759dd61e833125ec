"""A mail server for tests: takes what is sent to it by SMTP, or refuses; one thread a connection, all in memory."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage
from typing import cast


class MailServer(socketserver.ThreadingTCPServer):
    """`taken` are the mails with those whom they were for; `refusals` are answers to give instead, one a mail."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.port = int(self.server_address[1])
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.refusals: list[str] = []

    def __enter__(self) -> MailServer:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 here")
        whom: list[str] = []
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith(("HELO", "EHLO", "RSET", "NOOP", "MAIL")):
                self._say("250 yes")
            elif verb.startswith("RCPT"):
                whom.append(line.partition("<")[2].partition(">")[0])
                self._say("250 yes")
            elif verb == "DATA":
                self._say("354 go on")
                self._take(whom)
                whom = []
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("502 no")

    def _take(self, whom: list[str]) -> None:
        body = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            body += line.removeprefix(b".")
        if self.server.refusals:
            self._say(self.server.refusals.pop(0))
            return
        mail = email.message_from_bytes(body, policy=email.policy.default)
        self.server.taken.append((whom, cast(EmailMessage, mail)))
        self._say("250 taken")

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())
