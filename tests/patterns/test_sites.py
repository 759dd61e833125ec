"""The wordings of sites do what their examples say."""

from __future__ import annotations

import pytest

from patterns.sites import SiteExample, load_sites, pagers, site_words


@pytest.mark.parametrize("example", load_sites().examples, ids=lambda e: e.text)
def test_site_wording_is_found_in_its_example(example: SiteExample) -> None:
    if example.what == "pagers":
        assert any(pager.search(example.text) for pager in pagers())
    else:
        assert site_words(example.what).search(example.text)  # type: ignore[arg-type]
