"""What a cell of a register looks like, where no head says it."""

import re

from guong.viet.tone import place_tones

_SYMBOL = re.compile(r"^\d{1,5}[a-zđ]?\s*[-/–]\s*\S*[^\W\d_]{2}", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,6}[a-zđ]?$", re.IGNORECASE)
_DAY = re.compile(r"^(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d{2}-\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$")
# How names of bodies begin; "ban hành …", "hội nghị …", "phòng chống …" begin an abstract.
_BODY = re.compile(
    r"(?:(?:tỉnh|huyện|thành|quận|xã|phường|đảng) ủy|ban (?!hành)|ủy ban|ubnd|hđnd|hội đồng|văn phòng|sở |bộ |cục "
    r"|hội (?!nghị)|chi bộ|phòng (?!chống)|trường |tổng cục|liên đoàn|[a-z ]*committee|office of)"
)


def is_symbol(cell: str) -> bool:
    return len(cell) <= 80 and _SYMBOL.match(cell) is not None


def is_number(cell: str) -> bool:
    """A number of a register, with a suffix as old books have it: 30c."""
    return _NUMBER.match(cell) is not None


def is_day(cell: str) -> bool:
    """A day, with the hour where another system prints it."""
    return _DAY.match(cell) is not None


def is_body(cell: str) -> bool:
    """
    >>> [is_body(cell) for cell in ("UỶ BAN NHÂN DÂN xã", "Ban Tuyên giáo", "Ban hành quy chế", "Hội nghị sơ kết")]
    [True, True, False, False]
    """
    return len(cell) <= 100 and _BODY.match(place_tones(cell).casefold()) is not None


def iso_day(cell: str) -> str:
    """24/02/2022 and 2022-02-24 as 2022-02-24, so that days can be compared."""
    day = cell.split(maxsplit=1)[0]
    if day[4:5] == "-":
        return day
    first, month, year = re.split(r"[/.\-]", day)
    return f"{year}-{month:0>2}-{first:0>2}"
