"""Lines of a printed page joined to the paragraphs that they were: what a PDF gives breaks where the paper ended.

One character stays one character, so what was found in the text as given stands at the same place.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_NARROWEST, _WIDEST = 45, 130  # characters of a printed line; longer ones are paragraphs already
_LINE = re.compile(r"[^\n\f]*(?:[\n\f]|\Z)")
# What begins a line of its own, whatever stands before it.
_ITEM = re.compile(
    r"[-–—+*•]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|\(?[a-zđ]\)\s|[IVXLC]{1,6}[.)]\s|Điều\s+\d+[a-zđ]?[.:]"
    r"|(?:Chương|Mục|Phần|Phụ lục)\s+[IVXLC\d]+[A-Z]?\s*(?:[.:]|\Z)|(?:Nơi nhận|Kính gửi|Căn cứ|Xét|Theo đề nghị)\b"
    r"|(?:TM|KT|TL|TUQ|T/M|K/T|T/L)[.\s]"
)
_ENDS = (".", ";", ":", "!", "?", "…", "./.")
_SYMBOL = re.compile(r"\w[-/]\Z")
_INSIDE = "\u200b"  # between the two halves of a symbol: 'NĐ-' and 'CP'


def flowed(text: str) -> str:
    """The text, of the same length, with a blank for each line end that is the page's and not the writer's.

    >>> flowed("ngắn\\nngắn")
    'ngắn\\nngắn'
    """
    lines = [found[0] for found in _LINE.finditer(text) if found[0]]
    width = _width(lines)
    if not _NARROWEST <= width <= _WIDEST:
        return text
    return "".join(_joined(lines, width))


def _width(lines: list[str]) -> int:
    """Of a full line: all but the longest twentieth are at most so long."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip() and "\t" not in line)
    return lengths[len(lengths) * 19 // 20] if lengths else 0


def _joined(lines: list[str], width: int) -> Iterator[str]:
    for line, after in pairwise([*lines, ""]):
        goes_on = line[-1:] in {"\n", "\f"} and _goes_on(line.strip(), after.strip(), width)
        if not goes_on:
            yield line
        else:
            inside = _SYMBOL.search(line[:-1]) and after[:1].isupper()
            yield line[:-1] + (_INSIDE if inside else " ")


def _goes_on(line: str, after: str, width: int) -> bool:
    """Does the paragraph of `line` go on with `after`?"""
    if not line or not after or "\t" in line or "\t" in after or line.isupper() or after.isupper():
        return False
    if line.isdigit() or after.isdigit() or _ITEM.match(after) or _is_head(line):
        return False
    if _SYMBOL.search(line) and after[0].isupper():
        return True
    if after[0].islower():
        return not line.endswith((";", "./."))
    return not line.endswith(_ENDS) and len(line) + len(after.split(maxsplit=1)[0]) >= width - 3


def _is_head(line: str) -> bool:
    """'Chương II' alone, before its title."""
    return re.fullmatch(r"(?:Chương|Mục|Phần|Phụ lục)\s+[IVXLC\d]+[A-Z]?\.?", line) is not None
