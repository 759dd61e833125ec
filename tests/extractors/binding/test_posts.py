"""Who fills posts: of each kind, or in all."""

from __future__ import annotations

import pytest

from tests.reading import facts

OFFICIALS, INSTITUTIONAL = "staff.authorised.administrative count", "staff.authorised.institutional count"
EACH, ALL = "staff.actual_by_post count", "staff.actual count"
OFFICIALS_THERE, OTHERS_THERE = (f"staff.actual_by_post#part={kind} count" for kind in ("行政编制", "事业编制"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("行政编制24人，实有人数21人；事业编制9人，实有人数8人。",
         [f"{OFFICIALS} 24", f"{OFFICIALS_THERE} 21", f"{INSTITUTIONAL} 9", f"{OTHERS_THERE} 8"]),
        ("行政编制24人，实际21人。", [f"{OFFICIALS} 24", f"{EACH} 21"]),
        ("行政编制24人；实际21人；事业编制9人；实际8人。",
         [f"{OFFICIALS} 24", f"{OFFICIALS_THERE} 21", f"{INSTITUTIONAL} 9", f"{OTHERS_THERE} 8"]),
        ("行政编制24人，年末实有人数23人，其中：在职人员21人，离休人员2人。",
         [f"{OFFICIALS} 24", f"{ALL} 23", "staff.in_service count 21", "staff.senior_retired count 2"]),
        ("行政编制2人；事业编制9人；实际10人。", [f"{OFFICIALS} 2", f"{INSTITUTIONAL} 9", f"{ALL} 10"]),
        ("事业编制9人；实际10人。", [f"{INSTITUTIONAL} 9", f"{ALL} 10"]),
        ("编制11人，实际10人。", ["staff.authorised count 11", f"{ALL} 10"]),
        ("编制11人，行政编制2人，实际10人。", ["staff.authorised count 11", f"{OFFICIALS} 2", f"{ALL} 10"]),
        ("我校实际63人。", [f"{ALL} 63"]),
        ("行政编制0人，实有人数0人；编制52（含单列编制6），实有人数51人。",
         [f"{OFFICIALS} 0", f"{OFFICIALS_THERE} 0", "staff.authorised count 52", f"{ALL} 51"]),
        ("行政编制26名，参公编制17名，事业编制49名。",
         [f"{OFFICIALS} 26", "staff.authorised.institutional#part=参公编制 count 17", f"{INSTITUTIONAL} 49"]),
        ("参公编制17名，实有15人。", [f"{INSTITUTIONAL} 17", f"{ALL} 15"]),
    ],
)  # fmt: skip
def test_who_fills_posts_is_told_of_each_kind_only_beside_it(text: str, expected: list[str]) -> None:
    assert facts(text, "organisation") == expected
