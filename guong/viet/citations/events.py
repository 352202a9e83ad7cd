"""Congresses and plenums that adopt documents: 'Đại hội XIII của Đảng', 'Hội nghị Trung ương 4 (khóa XII)'."""

import re

from guong.viet.citations import tables
from guong.viet.citations.window import Window

_ADOPTED = re.compile(
    r"(?:(?:dai\s+hoi|hoi\s+nghi)(?=\s+(?:dai\s+bieu|dang|lan\s+thu|[ivxl]+\b|trung\s+uong|ban\s+chap\s+hanh|tw))"
    r"|(?:trung\s+uong|tw|t\.\s?[uw])\s+(?:lan\s+thu\s+)?(?:\d{1,2}|[ivxl]+|bay|tam|chin|muoi|sau|nam|tu|ba|hai)"
    r"(?=\s*\(?\s*,?\s*khoa|\s*[,.;:)”\"]|\s+(?:va|ve|da|la|gan|nham)\b|\s*\Z))"
)
_EVENT_WORD = re.compile(
    r"\s*,?\s+\(\s*khoa\s+(?:[ivxl]+|\d{1,2})(?:\s*(?:,|va)\s*(?:[ivxl]+|\d{1,2})\b)*\s*\)"
    r"|\s+(?:dai\s+hoi|hoi\s+nghi|dai\s+bieu|toan\s+quoc|lan\s+thu\s+[a-z0-9]+(?:\s+(?:mot|hai|ba|tu|nam))?|dang\s+bo"
    r"|cua\s+(?:dang|dang\s+bo|ban\s+chap\s+hanh)(?![a-z])|ban\s+chap\s+hanh|trung\s+uong|tw|dang"
    r"|cong\s+san\s+viet\s+nam"
    r"|(?:tinh|huyen|xa|thanh\s+pho|quan|phuong|thi\s+xa)(?=\s)|cac\s+cap|\d{1,2}(?![\d/.])|[ivxl]+(?![a-z])"
    r"|\(?khoa\s+(?:[ivxl]+|\d{1,2})\)?|\(?nhiem\s+ky\s+\d{4}\s?-\s?\d{4}\)?)(?![a-z])"
    r"|\s*,\s*(?:khoa\s+(?:[ivxl]+\b|\d{1,2}\b)|nhiem\s+ky\s+\d{4}\s?-\s?\d{4})"
)
_PLACE = re.compile(r"(?:tinh|huyen|xa|thanh\s+pho|quan|phuong)(?:\s+[a-z]+){0,2}\Z")
_DOCUMENT = re.compile(rf"\s+{tables.TYPE_PATTERN}\b")
_CAPITAL = re.compile(r"\s{1,3}([^\W\d_]+)(?=[\s.,;:)]|\Z)")


def event_end(window: Window, start: int) -> int | None:
    """Where the name of the event that begins at `start` ends; None when none begins there."""
    found = _ADOPTED.match(window.folded, start)
    if found is None:
        return None
    end = found.end()
    while more := _EVENT_WORD.match(window.folded, end) or _capital(window, end):
        end = more.end()
    named = end > found.end() or found[0].startswith("t")
    return end if named else None


def _capital(window: Window, end: int) -> re.Match[str] | None:
    """A word of a place name behind 'Đảng bộ tỉnh'."""
    found = _CAPITAL.match(window.printed, end)
    if found is None or not found[1][0].isupper() or found[1].lower() in tables.BODY_STOPS:
        return None
    if found[1].isupper() and len(found[1]) > 1 and not window.printed[max(0, end - 4) : end].isupper():
        return None
    before = window.folded[max(0, end - 40) : end]
    return found if _PLACE.search(before) and not _DOCUMENT.match(window.folded, found.start()) else None
