"""Digits of fonts look like the digits that they are said to be, or are suspected."""

from __future__ import annotations

import pytest

from extractors.opening.mupdf import pymupdf
from extractors.reading.letterforms import Form, Letterforms
from extractors.reading.picture import picture_of

FACES = ("helv", "hebi", "tiro", "tibi", "cour", "cobo", "china-s", "china-ts", "japan", "korea")


def set_in(face: str, size: float = 10.5, text: str = "0123456789") -> pymupdf.Page:
    page = pymupdf.open().new_page(width=300, height=100)
    page.kept = page.parent
    page.insert_text((20, 50), text, fontname=face, fontsize=size)
    return page


def suspects(forms: Letterforms, page: pymupdf.Page) -> dict[Form, object]:
    return dict(forms.suspects(forms.of(page, page.get_texttrace()), picture_of(page.get_displaylist())))


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("size", [7.5, 10.5, 16.0])
def test_digits_of_common_fonts_are_believed(face: str, size: float) -> None:
    assert not suspects(Letterforms(), set_in(face, size))


def test_digits_white_on_dark_and_beside_rulings_are_believed() -> None:
    page = set_in("tiro")
    page.draw_rect(pymupdf.Rect(10, 38, 290, 52), color=(0, 0, 0), width=0.7)
    page.draw_rect(pymupdf.Rect(10, 60, 290, 80), color=None, fill=(0.1, 0.2, 0.4))
    page.insert_text((20, 75), "0123456789", fontname="tiro", fontsize=10.5, color=(1, 1, 1))
    assert not suspects(Letterforms(), page)


@pytest.mark.parametrize(("shown", "said"), [("3", "8"), ("8", "3"), ("6", "0"), ("1", "7"), ("5", "6"), ("9", "4")])
@pytest.mark.parametrize("face", ["helv", "tiro", "china-s"])
def test_a_digit_that_looks_like_another_is_suspected(face: str, shown: str, said: str) -> None:
    page = set_in(face, text=shown)
    forms = Letterforms()
    (form,) = forms.of(page, page.get_texttrace())
    lying = form._replace(digit=said)
    assert list(
        forms.suspects({lying: forms.of(page, page.get_texttrace())[form]}, picture_of(page.get_displaylist()))
    ) == [lying]


def test_what_a_page_said_of_a_form_is_kept() -> None:
    page, forms = set_in("helv", text="3"), Letterforms()
    (form,) = forms.of(page, page.get_texttrace())
    lying = form._replace(digit="8")
    forms.learn([(lying, False)])
    assert forms.lie({lying: []})
    assert not forms.lie(forms.of(page, page.get_texttrace()))
    forms.learn([(form, True)])
    assert not suspects(forms, page)


def test_of_fonts_that_share_a_name_every_digit_is_looked_at() -> None:
    page, forms = set_in("helv", text="33"), Letterforms()
    (form,) = forms.of(page, page.get_texttrace())
    several = form._replace(objects=(1, 2))
    first, second = forms.of(page, page.get_texttrace())[form]
    page.draw_rect(pymupdf.Rect(second), color=None, fill=(1, 1, 1))
    page.insert_text((second.x0, 50), "8", fontname="helv", fontsize=10.5)
    assert not forms.suspects({form: [first, second]}, picture_of(page.get_displaylist()))
    assert forms.suspects({several: [first, second]}, picture_of(page.get_displaylist())) == {several: second}
