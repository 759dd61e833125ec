"""Names that a page tells beside title and sentences: behind labels, in a rule's title, on the way to the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from extractors.prose.tellers import stands_for_itself
from extractors.prose.titles import is_name
from patterns.shapes import CoverShape, cover_shape, load_covers
from patterns.unit_names import region_of

# Both were set by eye on published and generated disclosures.
_HEADINGS = 60  # paragraphs from the first that may hold a label
_RECORD_LINES = 12  # paragraphs from the first that may show the way to the page


def labelled(label: CoverShape, texts: Sequence[str]) -> str | None:
    """The first name that stands behind such a label (单位名称：, 联系单位：)."""
    told = (match.group(1) for text in texts[:_HEADINGS] for match in cover_shape(label).finditer(text))
    return next((name for name in told if is_name(name)), None)


def ruled(texts: Sequence[str]) -> str | None:
    """The body whose duties and offices a cited rule lays down; of two bodies the one named last, which is the host.

    >>> ruled(["根据《青石县渔业局职能配置、内设机构和人员编制规定》，主要职责是："])
    '青石县渔业局'
    """
    told = (match.group(1) for text in texts for match in cover_shape("rule_of").finditer(text))
    bodies = (name.rpartition("、")[2] for name in told)
    return next((name for name in bodies if region_of(name) and is_name(name)), None)


def summed(texts: Sequence[str]) -> str | None:
    """The body that stands itself among those whose accounts are summed up.

    >>> summed(["包括：1.青石县渔业局本级2.青石县渔政站。"])
    '青石县渔业局'
    """
    told = (match.group(1) for text in texts for match in cover_shape("own_level").finditer(text))
    return next((name for name in told if region_of(name) and is_name(name)), None)


def speaker(front: Sequence[str]) -> str | None:
    """The body whose head reports to an assembly."""
    told = (match.group(1) for line in front if (match := cover_shape("speaker").search(line)))
    return next((name for name in told if is_name(name)), None)


def published_by(texts: Sequence[str]) -> str | None:
    """Who published the page, or on whose pages it stands; None where it may be but the host of another's.

    >>> published_by(["来源：青石县财政局"]), published_by(["来源：青石县财政局", "我局内设2个科。"])
    (None, '青石县财政局')
    """
    ways = (step for text in texts[:_RECORD_LINES] for step in _steps(text))
    named = (labelled("published_by", texts), *(step for step in ways if is_name(step)))
    return next((name for name in named if name and _is_whole(name) and not _is_host(name, texts)), None)


def _is_whole(name: str) -> bool:
    """Whether a name is that of a body, not of an office within it (办公室, 财政股)."""
    return bool(region_of(name)) or stands_for_itself(name)


def _steps(text: str) -> Iterator[str]:
    """The steps of a way to the page (首页>某某局>预决算公开), the last one first."""
    steps = cover_shape("way_joints").split(text)
    return reversed(steps[1:])


def _is_host(name: str, texts: Sequence[str]) -> bool:
    """Whether a body publishes for others, and the text doesn't speak of itself as that one would."""
    itself = next((own for end, own in _hosts().items() if name.endswith(end)), None)
    return itself is not None and not any(itself.search(text) for text in texts)


@cache
def _hosts() -> dict[str, regex.Pattern[str]]:
    return {end: regex.compile(own) for end, own in load_covers().hosts.items()}
