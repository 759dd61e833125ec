"""A web server that does what sites should not: by accident (slow, broken, asking who is asking) and on purpose."""

from __future__ import annotations

import gzip
import threading
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

from tests.flows.monitor import documents

CAPTCHA = '<html><body><form action="/v"><p>请输入验证码后继续访问</p></form><p>请输入验证码</p></body></html>'.encode()


class Misbehaving(ThreadingHTTPServer):
    """Serves `answers` by path; counts requests by path in `asked`, remembers bodies sent to it in `posted`."""

    daemon_threads = True

    def __init__(self, address: str = "127.0.0.1") -> None:
        super().__init__((address, 0), _Handler)
        self.base = f"http://{address}:{self.server_address[1]}"
        self.asked: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()
        self.posted: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        self.said = b""  # to what is posted
        self.answers: dict[str, Callable[[_Handler, int], None]] = {"/robots.txt": status(404)}

    def __enter__(self) -> Misbehaving:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what is being tested."""

    def listing(self, path: str, targets: dict[str, str]) -> str:
        """Puts a list page at `path` that links to the targets, by what is said of them."""
        items = "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in targets.items())
        self.answers[path] = gives(f"<html><body><ul>{items}</ul></body></html>".encode(), "text/html")
        return self.base + path


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Misbehaving

    def do_GET(self) -> None:
        path = self.path
        self.server.asked[path] += 1
        answer = self.server.answers.get(path, status(404))
        answer(self, self.server.asked[path])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((dict(self.headers), body))
        code = self.server.statuses.pop(0) if self.server.statuses else 200
        self.reply(self.server.said, code=code)

    def reply(self, body: bytes, kind: str = "application/octet-stream", code: int = 200, **headers: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


Answer = Callable[[_Handler, int], None]


def gives(body: bytes, kind: str = "application/octet-stream", **headers: str) -> Answer:
    return lambda handler, _: handler.reply(body, kind, **headers)


def status(code: int, **headers: str) -> Answer:
    return lambda handler, _: handler.reply(b"", code=code, **headers)


def redirects(target: str) -> Answer:
    return status(302, Location=target)


def slow(body: bytes, seconds: float) -> Answer:
    def answer(handler: _Handler, _: int) -> None:
        time.sleep(seconds)
        handler.reply(body)

    return answer


def fails_first(times: int, then: Answer, code: int = 500) -> Answer:
    return lambda handler, asked: status(code)(handler, asked) if asked <= times else then(handler, asked)


def truncated_first(times: int, body: bytes) -> Answer:
    """Says how long the body is and hangs up in the middle of it."""

    def answer(handler: _Handler, asked: int) -> None:
        if asked > times:
            handler.reply(body)
            return
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.close_connection = True

    return answer


def dripping(handler: _Handler, _: int) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(600):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def endless(handler: _Handler, _: int) -> None:
    """Ten gigabytes that begin like a PDF."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/pdf")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    block = b"%PDF-1.7\n" + b"0" * 65_527
    for _ in range(10 * 1024**3 // len(block)):
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(block), block))
        handler.server.sent[handler.path] += len(block)


def gzip_bomb(megabytes: int) -> Answer:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()
    return gives(body, "application/pdf", Content_Encoding="gzip")


def zip_bomb(megabytes: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("云岭市炸局2023年度部门决算.pdf", bytes(megabytes * 1_000_000))
    return out.getvalue()


def travelling_zip(unit: str) -> bytes:
    """A disclosure whose name, and whose neighbour's, lead out of any folder they are unpacked to."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("../../../../tmp/juesuan-was-here.pdf", documents.pdf(unit, "77.70"))
        packed.writestr("/etc/juesuan-was-here", b"x")
    return out.getvalue()


def packed_page(body: bytes) -> Answer:
    return gives(gzip.compress(body), "text/html", Content_Encoding="gzip")
