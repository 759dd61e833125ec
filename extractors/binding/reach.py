"""How far the binding looks, in characters.

Set by judgement while reading made disclosures, each a little over the longest that was seen there; none is fitted.
"""

from __future__ import annotations

RATE_BEHIND_OPEN = 20  # behind a template's 增加（减少）, in which a rate may tell the direction
TITLE = 24  # of a first sentence that is only a name: （二）公务用车购置及运行维护费。
ONLY_NAMED = 60  # of a paragraph that may be a heading in all but number
LEAD_IN = 16  # between a reason told first and what it is of: ，本站2023年度收、支总计比上年减少
DONE_TO = 12  # of what a verb is said of, before its count: 接待上级检查组5批次
DENIED = 14  # between a denial and what it denies
RATE_BEHIND_CHANGE = 12  # from a change in money to a rate without %
LABEL = 8  # of a sentence that is no more than a label: 支出构成。
REMARK = 60  # of a remark in brackets between a name and its figure
UNKNOWN_GAP = 3  # of other words between a name and its figure
LEAST_TEXT = 2  # of a text or reason that is one
BARE_YEAR = 10  # of a clause that only says whose and of which year what follows is: 2018年，本单位…
DATED = 16  # between a year and what it dates: 2018年全市各级部门“三公”经费
QUOTE = 40  # of a sentence told before and after a figure
PART_VALUED = 3  # between a concept and a value that is its own
SUMS = 2  # characters before a count in which it says that it sums up (共9个, 共计9个)
