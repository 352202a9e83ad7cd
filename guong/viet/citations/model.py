"""What the finder returns."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    NUMBERED = "numbered"
    NAMED = "named"


class Subkind(StrEnum):
    """Of a named citation."""

    TITLE = "title"  # Luật Đất đai
    EVENT = "event"  # Nghị quyết Đại hội XIII của Đảng: one document, named by who adopted it
    GROUP = "group"  # các kết luận, quy định của Hội nghị Trung ương 4: documents without name or number
    BACKREF = "backref"  # Quyết định này


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a text that names a document. Offsets are code points of the text as it was given.

    `core_start:core_end` is the number-symbol alone (None for named ones). `type` is what the symbol says, `word_type`
    what the word before it says; they may contradict. `number` keeps zeros and letters as printed; `year` comes from
    the number or 'năm YYYY', never from the date; `body_code` is normalised, `unit` the office that drafted;
    `body_name` as printed with single spaces; `date` is ISO, None when its year is not said; `pin` the place inside
    the document ('khoản 2 Điều 5').

    `refers_to` holds the starts of earlier citations of the same text that this one means: of 'Quyết định này', of
    'các nghị quyết nêu trên', of 'Nghị quyết 35' behind 'Nghị quyết số 35-NQ/TW'. A back reference without any means
    the document that the text itself is.
    """

    start: int
    end: int
    kind: Kind
    core_start: int | None
    core_end: int | None
    type: str | None
    number: str | None
    year: int | None
    body_code: str | None
    body_name: str | None
    date: str | None
    subkind: Subkind | None
    surface: str
    word_type: str | None = None
    unit: str | None = None
    pin: str | None = None
    refers_to: tuple[int, ...] = ()


class Back(NamedTuple):
    """How a back reference is said. `sure`: one by its words alone, whether or not something stands before it."""

    this: bool  # 'này', which may mean the paper itself, or what is above in the text
    any_type: bool  # 'văn bản này' is said of every type
    many: int  # 1, or how many are meant; 0 for several
    sure: bool


@dataclass(slots=True)
class Draft:
    """A citation while its window is read: offsets of the window, fields still to be filled."""

    start: int
    end: int
    type: str | None
    core_start: int = -1
    core_end: int = -1
    number: str | None = None
    year: int | None = None
    body_code: str | None = None
    body_name: str | None = None
    date: str | None = None
    subkind: Subkind | None = None
    word_type: str | None = None
    unit: str | None = None
    pin: str | None = None
    symbol: bool = False  # it prints a whole symbol, not a number alone
    listed: bool = False  # it goes on the list of the one before it
    back: Back | None = None
