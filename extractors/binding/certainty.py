"""How surely a figure is bound, by how its sentence says it: factors in (0, 1], 1 where nothing is left to doubt.

All of them were set by judgement while reading made disclosures: they put wordings in an order, from those that
nothing can be mistaken in to those that are a guess. They are no probabilities; what they weigh in a confidence is
fitted (patterns/calibration.yaml, `cue`, `unit` and `shape`).
"""

from __future__ import annotations

# cue: whether the words say which figure of which concept it is
ADJACENT = 1.0  # the cue stands right before the figure, or only filling words do
NEAR = 0.93  # other words stand between cue and figure
DIRECTION_NEAR = 0.9  # the same for 增加, 减少
DIRECTION_WRITTEN_AS_SIGN = 0.9  # 增减额：-0.48万元
DIRECTION_LEFT_OPEN = 0.6  # a template's 增加（减少）: the direction is concluded
COUNTED = 0.99  # only filling words between what is counted and its number
COUNTED_NEAR = 0.93
BESIDE_NAME = 0.98  # the final figure right behind its concept
PART_OF_BUDGET = 0.9  # the same where only a budget was told of the whole
NAMED_BEHIND = 0.95  # 其中5万元为公务接待费
PART = 0.95  # a part by the name that the document gives it
NEAR_NAME = 0.8  # up to three other characters between
SHARED = 0.97  # told of several at once
COMPARAND = 0.99  # 比上年决算数11万元
DIFFERENCE = 0.97  # 决算数大于预算数1万元
BEHIND_YEAR = 0.95  # 上年7.04万元
COMPARED_WITH = 0.95  # 与2021年度决算总收支1058.40万元相比
RATE_BESIDE = 0.95  # 下降77.03万元、3.01%
RATE_IN_BRACKETS = 0.9  # 30万元（30%）
OTHER_YEAR = 0.9  # 2022年度基本支出268万元
BEHIND_COMMA = 0.9  # 机关运行经费，合计150万元
BEHIND_REASON = 0.9  # 下降10%，主要原因是…，2023年度支出45万元: the rate bears it out
BEHIND_OTHER = 0.6  # behind a figure that was left, with words of its own before it
OPENS_SECTION = 0.85  # the first figure below a title
BY_ARITHMETIC = 0.85  # no words tell it, the figures around it do
CODE_BESIDE = 0.85  # of a name that several codes bear, the code that those beside it leave
STALE_YEAR = 0.6  # year: the section speaks of another than the document
TEXT = 0.97
REASON = 0.99
LEVEL = 0.99  # 与上年持平
NONE_AT_ALL = 0.97  # nothing of what is counted: the denial is a count of 0
ALL_ZERO = 0.97  # A、B、C均为0

# unit: whether the unit stands there
UNIT_SHARED = 1.0  # it stands behind the last of a list
UNIT_ABOVE = 0.97  # told once for a list: （单位：万元）
UNIT_WRITTEN_SHORT = 0.97  # 万 for 万元
RATE_BEHIND_CUE = 0.9  # 占12.5: the cue measures nothing but rates
RATE_OF_WHOLE = 0.8  # 占支出的12.5
RATE_BEHIND_CHANGE = 0.85  # 增加10万元，增长5.2
UNIT_OF_CHANGE = 0.85  # 较上年4.02减少0.34万元
COUNT_ASSUMED = 0.8
MONEY_ASSUMED = 0.7

# shape: whether the number is written as numbers are
SLIP = 0.6

# What a reader is warned of: below, the unit was taken from what stands around; up to this, the direction is open
UNIT_TOLD = 0.95
CUE_OPEN = DIRECTION_LEFT_OPEN
