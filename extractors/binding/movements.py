"""Who is not the staff that is there: who came or went (录用4人，退休3人，年末55人), was there before, or is served."""

from __future__ import annotations

from extractors.binding.held import posts
from extractors.binding.passage import without_brackets
from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.mention import Mention
from patterns.loader import load_patterns
from patterns.parts import load_parts
from patterns.wording import any_of


def came_or_went(walk: Walk, counted: str, named_until: int, mention: Mention) -> bool:
    """Whether the count is of those who left, in a list of who came and went; its name ends at `named_until`."""
    passage = walk.passage
    named = next((m for m in passage.mentions if m.end == named_until and m.label == counted), None)
    if named is None or passage.words(named) not in concept(counted).moves:
        return False
    if _explains_change(walk, mention) or _goes_on_moving(walk, named, mention):
        return True
    clause, sentence = passage.clause_start(mention.start), passage.sentence_start(mention.start)
    explained = any(m.kind in ("reason", "text") and clause <= m.start < named.start for m in passage.mentions)
    if explained and walk.found.last is not None and walk.found.last.measure == "change":
        return True  # 比上年减少3人，主要是退休4人、调入1人
    end = passage.clause_end(mention.end)
    if clause > sentence and "（" not in passage.text[clause : mention.start]:  # 录用2人，退休3人
        before = without_brackets(passage.text[passage.clause_start(clause - 1) : clause])
        return moved(before)  # not 在职40人，退休3人，调出1人
    return moved(passage.text[end : passage.clause_end(end + 1)])


def _explains_change(walk: Walk, mention: Mention) -> bool:
    """`净减5人（退休7人、调出3人）`: whether a bracket right behind a change of persons tells who came and went."""
    passage = walk.passage
    opened = passage.text.rfind("（", passage.sentence_start(mention.start), mention.start)
    changed = any(b.measure == "change" and b.end == passage.offset + opened for b in walk.found.bound)
    changed = changed or any(m.kind == "direction" for m in passage.starting_in(passage.clause_start(opened), opened))
    closed = passage.text.find("）", mention.end)
    return changed and closed >= 0 and moved(passage.text[opened:closed])


def _goes_on_moving(walk: Walk, named: Mention, mention: Mention) -> bool:
    """`其中退休7人、招录4人`: whether a list begins with who left and goes on so; not 在职40人、退休3人、调出1人."""
    passage = walk.passage
    start, end = passage.clause_start(mention.start), passage.clause_end(mention.end)
    first = not any(m.kind == "amount" for m in passage.starting_in(start, named.start))
    return first and moved(passage.text[mention.end : end])


def moved(clause: str) -> bool:
    """Whether words tell who came or went."""
    return any_of(load_patterns().markers.came_or_went).search(clause) is not None


def is_served(walk: Walk, counted: str, mention: Mention) -> bool:
    """`服务在校学生1200人`: whether the count is of those that the unit works for."""
    known = load_parts().is_kind_within(counted)
    return known and any_of(load_patterns().markers.served).match(walk.passage.lead_in(mention)) is not None


def is_left_out(walk: Walk, mention: Mention) -> bool:
    """`外聘教师12人不计入人员数`: whether what follows a count says that it is of none who are counted here."""
    behind = walk.passage.text[mention.end : walk.passage.part_end(mention.end)]
    return any_of(load_patterns().markers.not_among).match(behind.lstrip("，")) is not None


def lives_there(walk: Walk, found: str, named_until: int, mention: Mention) -> bool:
    """`辖13个行政村，23540人`: whether a count that names nobody is of the people of a place, not of staff."""
    passage = walk.passage
    if named_until != mention.start or not load_parts().is_kind_within(found):
        return False
    before = passage.text[passage.sentence_start(mention.start) : mention.start]
    named = passage.concept_before(mention.start)
    told = named is not None and named.start >= passage.sentence_start(mention.start)
    return not told and any_of(load_patterns().markers.populace).search(before) is not None


def is_among(walk: Walk, named_until: int) -> bool:
    """`职工中有技术人员410人`: whether what follows a name that ends there is only among those it names."""
    return any_of(load_patterns().markers.among).match(walk.passage.text, named_until) is not None


def was_there_before(walk: Walk, mention: Mention) -> bool:
    """`年初在职41人，其中…；年末43人`: whether a count is that of a year's beginning: of staff, or of both ends."""
    markers, text = load_patterns().markers, walk.passage.text
    begins, ends = any_of(markers.year_begins), any_of(markers.year_ends)
    part = text[walk.passage.part_start(mention.start) : mention.start]
    begun = [
        m.end() for m in begins.finditer(part) if not part.endswith(load_patterns().measures.compares, 0, m.start())
    ]
    if not begun or _are_posts_of_the_year(walk, mention):
        return False
    named = walk.passage.concept_before(mention.start)
    staff = named is not None and load_parts().is_kind_within(named.label)
    return not ends.search(part, begun[-1]) and (staff or ends.search(text, mention.end) is not None)


def _are_posts_of_the_year(walk: Walk, mention: Mention) -> bool:
    """`年初编制124人，年底实有186人`: whether a count is of posts, of which the text tells no others behind it."""
    named = walk.passage.concept_before(mention.start)
    if named is None or named.label not in posts():
        return False
    return not any(m.label == named.label for m in walk.passage.mentions if m.start >= mention.end)
