"""Quantities in Vietnamese texts: 3.550 · 97,8% · trên 3.550 · gần 400, with the qualifier kept."""

import re
from dataclasses import dataclass
from decimal import Decimal

from guong.viet.fold import nfc_with_offsets

FLOORS = frozenset({"trên", "hơn", "ít nhất"})
CEILINGS = frozenset({"gần", "dưới", "tối đa", "chưa đến"})


@dataclass(frozen=True)
class Quantity:
    """A number at `start:end` (qualifier included). `value` as printed, `qualifier` '' or lower case."""

    value: Decimal
    qualifier: str
    start: int
    end: int
    percent: bool = False

    @property
    def is_floor(self) -> bool:
        return self.qualifier in FLOORS

    @property
    def is_ceiling(self) -> bool:
        return self.qualifier in CEILINGS


_QUALIFIER = r"(?:(?P<q>(?i:trên|hơn|gần|khoảng|chừng|dưới|ít nhất|tối đa|chưa đến))\s+)?"
_NUMBER = r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<part>\d+))?"
_QUANTITY = re.compile(rf"(?<![\w.,/-]){_QUALIFIER}{_NUMBER}(?P<pct>\s?%)?(?![\w/]|[.,-]\d|\s?[-–]\s?[^\W\d_]+/)")


def find_quantities(text: str) -> list[Quantity]:
    """Numbers that stand by themselves: no part of a date, a number-symbol, a phone or a plate."""
    source = nfc_with_offsets(text)
    return [
        Quantity(_value(found), (found["q"] or "").lower(), *source.original(*found.span()), bool(found["pct"]))
        for found in _QUANTITY.finditer(source.text)
    ]


def _value(found: re.Match[str]) -> Decimal:
    return Decimal(found["whole"].replace(".", "") + ("." + found["part"] if found["part"] else ""))


def parse_number(text: str) -> Decimal:
    """'3.550' → 3550, '97,8%' → 97.8. ValueError with the text when it is no number."""
    found = re.fullmatch(rf"\s*(?P<minus>-?){_NUMBER}\s*%?\s*", text)
    if found is None:
        raise ValueError(f"Not a number: {text!r}.")
    return -_value(found) if found["minus"] else _value(found)


def format_number(value: int | float | Decimal, *, lang: str = "vi", places: int | None = None) -> str:
    """3.550 and 97,8 in Vietnamese, 3,550 and 97.8 in English; `places` fixes the decimals, halves go up."""
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    english = f"{exact:,f}"
    return english if lang == "en" else english.translate(str.maketrans(",.", ".,"))


def format_percent(value: int | float | Decimal, *, lang: str = "vi", places: int = 1) -> str:
    """97,8%; a round value without decimals: 100%."""
    text = format_number(value, lang=lang, places=places)
    mark = "." if lang == "en" else ","
    return (text.rstrip("0").rstrip(mark) if mark in text else text) + "%"


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def from_roman(printed: str) -> int:
    """XIX → 19. Letters that are no Roman numeral are read as one would be."""
    values = [_ROMAN[letter] for letter in printed.upper()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
