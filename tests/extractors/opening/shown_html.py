# ruff: noqa: E501 - a case a line is read most easily
"""Web pages, by head and body, and what a person sees of each: paragraphs, then cells of tables."""

from __future__ import annotations

APART = "\ufffc"
_S = "<p>收入12.34{}万元</p>"
_GONE = ["收入12.34万元"]


def inline(style: str) -> tuple[str, str, list[str]]:
    """A figure with more digits behind it in a style."""
    return "", _S.format(f'<span style="{style}">99</span>'), _GONE


def ruled(css: str, inner: str) -> tuple[str, str, list[str]]:
    """A figure with an element behind it, on a page with a style sheet."""
    return f"<style>{css}</style>", _S.format(inner), _GONE


HTML: dict[str, tuple[str, str, list[str]]] = {
    "display": inline("display:none"),
    "display, in capitals and important": inline("DISPLAY : None !important; color:red"),
    "visibility": inline("visibility:hidden"),
    "opacity": inline("opacity:0"),
    "no size": inline("font-size:0px"),
    "one point": inline("font-size:1px"),
    "no size, in short": inline("font:0/0 a"),
    "white": inline("color:#fff"),
    "white by name": inline("color:white"),
    "white by numbers": inline("color:rgb(255, 255, 255)"),
    "seen through": inline("color:transparent"),
    "dark on the same dark": inline("color:#123;background:#112233"),
    "off the page": inline("position:absolute;left:-9999px"),
    "indented off the page": inline("display:inline-block;text-indent:-9999px"),
    "clipped": inline("position:absolute;clip:rect(0,0,0,0)"),
    "no height": inline("display:block;height:0;overflow:hidden"),
    "attribute": ("", _S.format("<span hidden>99</span>"), _GONE),
    "font of white": ("", _S.format('<font color="#FFFFFF">99</font>'), _GONE),
    "closed dialog": ("", _S.format("") + "<dialog>99万元</dialog>", _GONE),
    "by tag": ruled("b{display:none}", "<b>99</b>"),
    "by class": ruled(".x{display:none}", '<i class="a x">99</i>'),
    "by id": ruled("#x{visibility:hidden}", '<i id="x">99</i>'),
    "by tag and class": ruled("i.x{display:none}", '<i class="x">99</i>'),
    "by descent": ruled("p .x, td{display:none}", '<i class="x">99</i>'),
    "by child": ruled("p>.x{display:none}", '<i class="x">99</i>'),
    "with a comment": ruled("/* {} */ .x /* a */ {/* b */ display:none}", '<i class="x">99</i>'),
    "for screens": ruled("@media screen{.x{display:none}}", '<i class="x">99</i>'),
    "behind a rule that is none": ruled("@import url(a.css);@font-face{font-family:a} .x{display:none}", '<i class="x">99</i>'),
    "behind a selector that is none": ruled("a:::b{color:red} .x{display:none}", '<i class="x">99</i>'),
    "shown again by id": (
        "<style>#y{display:inline} .x{display:none}</style>", '<p>收入<b class="x" id="y">12.34</b>万元</p>', _GONE,
    ),
    "shown again": (
        "<style>.x{display:none} p .x{display:inline}</style>", '<p>收入<b class="x">12.34</b>万元</p>', _GONE,
    ),
    "shown by its style": (
        "<style>.x{display:none}</style>", '<p>收入<b class="x" style="display:inline">12.34</b>万元</p>', _GONE,
    ),
    "hidden, whatever its style": (
        "<style>.x{display:none!important}</style>",
        '<p>收入12.34<b class="x" style="display:inline">99</b>万元</p>', _GONE,
    ),
    "only on paper": ("<style>@media print{.x{display:none}}</style>", '<p>收入<b class="x">12.34</b>万元</p>', _GONE),
    "only on small screens": (
        "<style>@media (max-width:600px){.x{display:none}}</style>", '<p>收入<b class="x">12.34</b>万元</p>', _GONE,
    ),
    "only under the pointer": ("<style>.x:hover{display:none}</style>", '<p>收入<b class="x">12.34</b>万元</p>', _GONE),
    "size lost and found": ("", '<p style="font-size:0"><span style="font-size:14px">收入12.34万元</span></p>', _GONE),
    "hidden and shown within": (
        "", '<p style="visibility:hidden">99<span style="visibility:visible">收入12.34万元</span></p>', _GONE,
    ),
    "white on dark": ("", '<p style="background:#036;color:#fff">收入12.34万元</p>', _GONE),
    "white on a picture": ("", '<p style="background:url(a.png);color:#fff">收入12.34万元</p>', _GONE),
    "white on dark cells": (
        "", '<table><tr bgcolor="#003366"><td style="color:#fff">项目</td><td>数</td></tr><tr><td>甲</td><td>1</td></tr></table>',
        ["项目", "数", "甲", "1"],
    ),
    "white within a figure": (
        "", '<p>收入1<span style="color:#fff">9</span>2.34万元</p>', [f"收入1{APART}2.34万元"],
    ),
    "struck": ("", "<p>收入<s>99.99</s>12.34万元</p>", _GONE),
    "deleted": ("", "<p>收入<del>99.99</del>12.34万元</p>", _GONE),
    "struck, the old way": ("", "<p>收入<strike>99.99</strike>12.34万元</p>", _GONE),
    "struck by style": inline("text-decoration:line-through"),
    "struck by style, at length": inline("text-decoration-line: underline line-through"),
    "struck digit": ("", "<p>收入1<s>9</s>2.34万元</p>", [f"收入1{APART}2.34万元"]),
    "struck in a cell": (
        "", "<table><tr><td>项目</td><td>数</td></tr><tr><td>甲</td><td><del>9.99</del>1.00</td></tr></table>",
        ["项目", "数", "甲", "1.00"],
    ),
    "note": ("", _S.format("<sup>1</sup>"), _GONE),
    "note in brackets": ("", _S.format('<sup><a href="#f">[1]</a></sup>'), _GONE),
    "note by style": inline("vertical-align:super"),
    "square metres": ("", "<p>面积12.34m<sup>2</sup></p>", ["面积12.34m2"]),
    "hidden row": (
        "", '<table><tr><td>项目</td><td>数</td></tr><tr style="display:none"><td>乙</td><td>2</td></tr>'
        "<tr><td>甲</td><td>1</td></tr></table>", ["项目", "数", "甲", "1"],
    ),
    "hidden cell": (
        "", '<table><tr><td>项目</td><td hidden>暗</td><td>数</td></tr><tr><td>甲</td><td hidden>9</td><td>1</td></tr></table>',
        ["项目", "数", "甲", "1"],
    ),
    "closed details": ("", "<details><summary>概要</summary><p>收入12.34万元</p></details>", ["概要", "收入12.34万元"]),
    "for screen readers not": ("", '<p aria-hidden="true">收入12.34万元</p>', _GONE),
    "template": ("", _S.format("") + "<template><p>99万元</p></template>", _GONE),
    "text of a style sheet": (
        "<style>p::after{content:'99万元'}</style>", _S.format(""), _GONE,
    ),
    "title that is hidden": ("", '<h1 style="display:none">99万元</h1><p>收入12.34万元</p>', _GONE),
    "blank of no width": ("", "<p>收入1\u200b2.\u200d34\u2060万元</p>", _GONE),
    "soft hyphen": ("", "<p>收入1&shy;2.34万元</p>", _GONE),
    "turned round": ("", "<p>收入\u202e43.21\u202c万元</p>", _GONE),
    "struck by characters": ("", "<p>收入9\u03369\u033612.34万元</p>", _GONE),
}  # fmt: skip
