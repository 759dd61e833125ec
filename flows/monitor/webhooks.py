"""Events as signed POSTs to webhooks, at least once each; the event's id tells a repetition."""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from urllib.parse import urlsplit

import httpx

from flows.monitor.network import Guard, guarded_client
from flows.monitor.outbox import advance, all_after, note_problem, reached, retrying
from flows.monitor.sources import OF_DOCUMENTS, Sources, Webhook
from flows.monitor.state import State
from flows.monitor.tables import EventRow
from flows.words import words

_ATTEMPTS = 5
_LONGEST_DELIVERY = 300.0  # seconds for one event, attempts and pauses together


class WebhookFailed(Exception):
    """A receiver that did not take an event, and may when asked again."""


def webhook_name(webhook: Webhook) -> str:
    """The name that the database knows a receiver by; it does not give the address away, which may hold a key."""
    return "webhook-" + hashlib.sha256(webhook.url.encode()).hexdigest()[:32]


def webhook_label(webhook: Webhook) -> str:
    """What people know a receiver by: its host, and nothing of the address that may be a key."""
    parts = urlsplit(webhook.url)
    return words("monitor.webhook", address=f"{parts.scheme}://{parts.hostname}")


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """The signature of a webhook: HMAC-SHA256 of the timestamp, a dot and the body, in hexadecimal."""
    return "sha256=" + hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def send_webhooks(state: State, sources: Sources, backoff: float = 2.0) -> list[str]:
    """Sends what each receiver has not had yet, in order; gives one line for each that did not take it."""
    return [line for webhook in sources.webhooks if (line := _send_all(state, webhook, backoff)) is not None]


def _send_all(state: State, webhook: Webhook, backoff: float) -> str | None:
    name = webhook_name(webhook)
    secret = os.environ.get(webhook.secret_env, "").encode()
    problem = None if secret else f"the environment variable {webhook.secret_env} holds no key to sign with"
    guard = Guard(webhook.allow_addresses)
    with guarded_client(guard, "juesuan-monitor", 20.0) as client:
        for row in all_after(state, reached(state, name)) if secret else ():
            if row.kind in (webhook.events or OF_DOCUMENTS):
                try:
                    guard.deadline = time.monotonic() + _LONGEST_DELIVERY
                    _send(client, webhook, secret, row, backoff)
                except (WebhookFailed, httpx.HTTPError) as error:
                    problem = " ".join(str(error).split()) or type(error).__name__
                    break
            advance(state, name, row.number)
    note_problem(state, name, problem)
    return f"{webhook_label(webhook)}: {problem}" if problem else None


def _send(client: httpx.Client, webhook: Webhook, secret: bytes, row: EventRow, backoff: float) -> None:
    body = row.body.encode()

    def post() -> None:
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Juesuan-Event": row.id,
            "X-Juesuan-Timestamp": timestamp,
            "X-Juesuan-Signature": signature(secret, timestamp, body),
        }
        response = client.post(webhook.url, content=body, headers=headers)
        if not response.is_success:
            raise WebhookFailed(f"status {response.status_code}")

    retrying((WebhookFailed, httpx.TransportError), _ATTEMPTS, backoff)(post)
