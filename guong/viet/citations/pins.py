"""The place inside a document that stands before its citation: 'điểm a khoản 2 Điều 5', 'Phụ lục III'."""

import re

from guong.viet.citations.window import Window

_VALUE = r"(?:\d{1,3}[a-z]?(?:\.\d{1,3})*|[ivxl]{1,6}|[a-z])\b\)?"
_VALUES = rf"{_VALUE}(?:\s*(?:,|;|va|den|-|hoac)\s*{_VALUE})*"
_UNIT = rf"(?:cac\s+)?(?:diem|tiet|khoan|dieu|tieu\s+muc|muc|phan|chuong|phu\s+luc|bieu|mau)\s+(?:so\s+)?{_VALUES}"
_PIN = re.compile(
    rf"(?<![a-z])(?P<pin>{_UNIT}(?:\s*(?:,|;|va)?\s*{_UNIT}){{0,5}}(?:\s+\(tru\s[^()]{{1,60}}\))?)"
    r"\s*,?\s*(?:cua\s+)?(?:(?:ban\s+hanh\s+)?kem\s+theo\s+)?\Z"
)
_WORDS = re.compile("dieu|khoan|muc|luc|phan|chuong|diem|bieu|mau")
_REACH = 120


def pin_before(window: Window, at: int) -> str | None:
    """The pinpoint that ends where a citation begins."""
    low = max(0, at - _REACH)
    if not _WORDS.search(window.folded, max(low, at - 40), at):
        return None
    found = _PIN.search(window.folded, low, at)
    return " ".join(window.printed[slice(*found.span("pin"))].split()) if found else None
