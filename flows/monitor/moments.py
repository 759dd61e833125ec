"""Times as people read them: of this machine's zone, which is always said; 北京时间 where that is its zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.words import words

_CHINA = ("CST", timedelta(hours=8))  # what the zone Asia/Shanghai calls itself, and its offset


def shown(at: datetime | str | None) -> str:
    """A moment, or the ISO form of one, as local time with its zone; what has no zone is of UTC, as in the state.

    A text that is no moment is given as it is; None and "" are "never".
    """
    if not at:
        return words("monitor.never")
    try:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    except ValueError:
        return str(at)
    local = (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone()
    return f"{local:%Y-%m-%d %H:%M} {zone_of(local)}"


def zone_of(local: datetime) -> str:
    """What the zone of a moment is called: by its name where everybody knows it, else by its offset.

    >>> zone_of(datetime(2024, 9, 20, tzinfo=UTC)), zone_of(datetime.fromisoformat("2024-09-20T08:00:00+05:30"))
    ('UTC', 'UTC+05:30')
    """
    offset = local.utcoffset() or timedelta()
    if (local.tzname(), offset) == _CHINA:
        return words("notice.china_time")
    return f"UTC{local.isoformat()[-6:]}" if offset else "UTC"


def iso(at: datetime) -> str:
    """A moment of the state (UTC, without a zone) in ISO form with its offset, as data has it."""
    return at.replace(tzinfo=UTC).isoformat(timespec="seconds")
