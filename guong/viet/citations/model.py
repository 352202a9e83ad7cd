"""What the finder returns."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    NUMBERED = "numbered"
    NAMED = "named"


class Subkind(StrEnum):
    """Of a named citation."""

    TITLE = "title"  # Luật Đất đai
    EVENT = "event"  # Nghị quyết Đại hội XIII của Đảng: one document, named by who adopted it
    GROUP = "group"  # các kết luận, quy định của Hội nghị Trung ương 4: documents without name or number
    BACKREF = "backref"  # Quyết định này


@dataclass(frozen=True)
class Citation:
    """A place in a text that names a document. Offsets are code points of the text as it was given.

    `core_start:core_end` is the number-symbol alone (None for named ones). `number` keeps zeros and letters as
    printed; `year` comes from the number or 'năm YYYY', never from the date; `body_code` is normalised, `body_name`
    as printed with single spaces; `date` is ISO, None when its year is not said.
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
