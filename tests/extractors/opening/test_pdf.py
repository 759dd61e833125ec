"""What cannot be read is refused in one line that names the file and the cause."""

from __future__ import annotations

import pickle

import pymupdf
import pytest

from extractors.model.errors import UnreadableDocument
from extractors.opening.pdf import open_document
from tests.hostile_pdfs import HOSTILE, plain


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_one_line(name: str) -> None:
    make, word = HOSTILE[name]
    with pytest.raises(UnreadableDocument) as caught:
        open_document(make(), f"{name}.pdf")
    line = str(caught.value)
    assert line.startswith(f"{name}.pdf")
    assert word in line
    assert "\n" not in line


def test_plain_file_opens() -> None:
    with open_document(plain(), "plain.pdf") as opened:
        assert (opened.page_count, opened.file_name) == (1, "plain.pdf")
        assert len(opened.sha256) == 64


def test_file_that_only_restricts_editing_opens() -> None:
    pdf = pymupdf.open(stream=plain(), filetype="pdf")
    data = pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="", owner_pw="owner")
    with open_document(data, "restricted.pdf") as opened:
        assert opened.page_count == 1


def test_link_action_is_no_script() -> None:
    pdf = pymupdf.open(stream=plain(), filetype="pdf")
    pdf.xref_set_key(pdf.pdf_catalog(), "OpenAction", "[0 /Fit]")
    with open_document(pdf.tobytes(), "view.pdf") as opened:
        assert opened.page_count == 1


def test_errors_cross_process_borders() -> None:
    error = UnreadableDocument("a.pdf", "broken", place="page 3")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.cause, again.place) == ("a.pdf, page 3: broken", "broken", "page 3")
