"""Identity of documents as printed, and the gate that keeps secret papers out. Plain text in, verdicts out."""

import re
from datetime import date

from django.utils.translation import gettext as _

from guong.registry.enums import Stage
from guong.viet.fold import fold, nfc
from guong.viet.symbols import number_of, symbol_key
from guong.viet.tone import place_tones

__all__ = [
    "Refused",
    "iso_day",
    "may_be_changed",
    "may_be_deleted",
    "may_be_issued",
    "may_be_sent_back",
    "may_be_signed",
    "name_key",
    "number_of",
    "refuse_marks",
    "same_body",
    "secrecy_marks",
    "secrecy_warnings",
    "symbol_key",
]


class Refused(Exception):
    """The act cannot be done; the message is a whole sentence for the person."""


def name_key(name: str) -> str:
    """The form in which two prints of a body's name are equal."""
    return " ".join(fold(place_tones(name)).split())[:200]


def same_body(one: str, other: str) -> bool:
    """May two printed names mean one body? A shorter one may leave out what the other says ('Tỉnh ủy').

    >>> same_body("Tỉnh uỷ", "Tỉnh ủy Nậm Thi"), same_body("Tỉnh ủy Nậm Thi", "Tỉnh ủy Lào Cai")
    (True, False)
    """
    first, second = f" {name_key(one)} ", f" {name_key(other)} "
    return first in second or second in first


# --- secrecy marks

_MARK = r"(?:tối\s*mật|tuyệt\s*mật|mật|t\s*ố\s*i\s+m\s*ậ\s*t|t\s*u\s*y\s*ệ\s*t\s+m\s*ậ\s*t|m\s+ậ\s+t)"
_EDGE = r"[\s\W_]*"
# A mark alone on its line, in a field of its own, or in brackets at an end of the line.
_ALONE = re.compile(rf"^{_EDGE}(?:(?:dấu\s+)?(?:chỉ\s+)?(?:mức\s+)?độ\s+mật\s*:\s*)?{_MARK}{_EDGE}$", re.IGNORECASE)
_FIELD = re.compile(rf"^{_EDGE}(?:dấu\s+)?(?:chỉ\s+)?(?:mức\s+)?độ\s+mật\s*:\s*{_MARK}\b", re.IGNORECASE)
_BRACKETED = re.compile(rf"^\s*[\[(]\s*{_MARK}\s*[\])]|[\[(]\s*{_MARK}\s*[\])]\s*$", re.IGNORECASE)
_BEFORE_DASH = re.compile(r"^\s*(?:TỐI MẬT|TUYỆT MẬT|MẬT)\s*(?:[-–—:.]|$)")
# Where running text speaks of a degree of secrecy; a person looks at it. Not: bí mật, bảo mật, mật độ, mật ong.
_SPOKEN = re.compile(
    r"\b(?:tối mật|tuyệt mật)\b|(?<!bí )(?<!bảo )[“\"(\[]\s*mật\s*[”\")\]]|\bđộ mật\b"
    r"|\b(?:tài liệu|văn bản|công văn|hồ sơ|dấu) mật\b",
    re.IGNORECASE,
)
_HEADING_LINES = 30  # page one down to the title, with a wide margin
_PAGE_TOP_LINES = 4


def secrecy_marks(text: str) -> list[str]:
    """Lines in which a mark stands where marks stand: the head of page one, the top of a page, a field of its own."""
    found = []
    for number, page in enumerate(nfc(text).split("\f")):
        heading = _HEADING_LINES if number == 0 else _PAGE_TOP_LINES
        for place, line in enumerate(row for row in page.splitlines() if row.strip()):
            near = place < heading and (_ALONE.match(line) or _BRACKETED.search(line) or _BEFORE_DASH.match(line))
            if near or _FIELD.match(line):
                found.append(line.strip())
    return found


def secrecy_warnings(text: str) -> list[str]:
    """Places elsewhere that speak of a degree of secrecy: they do not refuse, a person looks at them."""
    plain = nfc(text)
    return [plain[max(0, hit.start() - 30) : hit.end() + 30].strip() for hit in _SPOKEN.finditer(plain)]


def refuse_marks(*texts: str) -> None:
    """Raise `Refused` when one of the texts carries a secrecy mark. The sentence quotes nothing of it."""
    if any(secrecy_marks(text) for text in texts):
        raise Refused(
            _(
                "The document carries a secrecy mark, so it is not taken into the system. Nothing of it was stored."
                " Handle it under the rules on the protection of state secrets."
            )
        )


# --- dates


def iso_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# --- how far a paper of one's own has come: what may be done with it


def may_be_changed(stage: str) -> bool:
    """A new version is laid, opinions are asked for and given."""
    return stage == Stage.DRAFT


def may_be_signed(stage: str) -> bool:
    return stage == Stage.FOR_SIGNING


def may_be_sent_back(stage: str) -> bool:
    return stage in {Stage.FOR_SIGNING, Stage.SIGNED}


def may_be_issued(stage: str) -> bool:
    return stage == Stage.SIGNED


def may_be_deleted(stage: str) -> bool:
    return stage != Stage.ISSUED
