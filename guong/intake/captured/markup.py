"""Saved HTML to lines: what the tags say of a block goes with it, everything else is left to typography."""

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from guong.intake.captured.layout import Line

_DROPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "object", "head", "select", "button", "textarea")
)
_FURNITURE = frozenset({"nav", "aside", "footer", "header", "form"})
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div section article main li ul ol h1 h2 h3 h4 h5 h6 figure figcaption table tr td th blockquote header "
        "footer nav aside form body html br hr dl dt dd center pre address time",
    )
)
_CLASS_ROLES = (
    (re.compile(r"\b(?:sapo|lead|summary|description|intro|tomtat|chapeau)\b", re.IGNORECASE), "lead"),
    (re.compile(r"\b(?:caption|chuthich|photo-?note)\b", re.IGNORECASE), "caption"),
    (re.compile(r"\b(?:publish(?:ed)?|post-?date|ngaydang|datetime|date)\b", re.IGNORECASE), "date"),
    (
        re.compile(r"\b(?:pager|pagination|sidebar|menu|breadcrumb|widget|counter|login|related)\b", re.IGNORECASE),
        "furniture",
    ),
)


def is_markup(text: str) -> bool:
    """Does the text look like HTML rather than like a page copied as plain text?"""
    return re.search(r"<(?:!doctype|html|body|head|div|p|article|h1)\b", text[:4000], re.IGNORECASE) is not None


def read_markup(content: str) -> tuple[str, list[Line]]:
    """The text of the page, blocks apart by blank lines, and its lines with their roles."""
    try:
        root = lxml.html.document_fromstring(content.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        return "", []
    lines: list[Line] = []
    at = 0
    for piece, role in _blocks(root):
        lines.append(Line(piece, at, at + len(piece), role))
        at += len(piece) + 2
    return "\n\n".join(line.text for line in lines), lines


def _blocks(root: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Runs of text between block tags, with the role of the innermost tag that has one."""
    run: list[str] = []
    current = ""
    for piece, role, breaks in _walk(root, ""):
        if breaks or role != current:
            if text := " ".join("".join(run).split()):
                yield text, current
            run = []
        run.append(piece)
        current = role
    if text := " ".join("".join(run).split()):
        yield text, current


def _walk(element: lxml.html.HtmlElement, role: str) -> Iterator[tuple[str, str, bool]]:
    if not isinstance(element.tag, str) or element.tag in _DROPPED:
        return
    own = _role(element, role)
    block = element.tag in _BLOCKS
    if block:
        yield "", own, True
    yield element.text or "", own, False
    for child in element:
        yield from _walk(child, own)
        yield child.tail or "", own, False
    if block:
        yield "", role, True


def _role(element: lxml.html.HtmlElement, inherited: str) -> str:
    if inherited == "furniture" or (element.tag in _FURNITURE and element.find(".//h1") is None):
        return "furniture"
    by_tag = {"h1": "title", "figcaption": "caption", "time": "date", "li": "bullet"}
    if element.tag in by_tag:
        return by_tag[str(element.tag)]
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    for pattern, role in _CLASS_ROLES:
        if pattern.search(names):
            return role
    return inherited
