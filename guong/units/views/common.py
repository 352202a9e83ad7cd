"""What the screens of the tree share: the day and the line that an address asks for, and words for kinds and posts."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.units import queries


@dataclass(frozen=True)
class Asked:
    """`wrong` is a sentence about a day that cannot be read; the day is then today."""

    line: str
    on: date
    wrong: str = ""

    @property
    def query(self) -> str:
        """The same line and day for another address; nothing for the usual ones."""
        given = [f"line={self.line}"] if self.line != queries.default_line() else []
        return "&".join([*given, f"on={self.on.isoformat()}"] if self.on != today() else given)


def asked(request: HttpRequest) -> Asked:
    known = {entry.code for entry in settings.PACK.table("lines")}
    line = request.GET.get("line", "")
    on, wrong = day_of(request.GET.get("on", ""), today())
    return Asked(line if line in known else queries.default_line(), on, wrong)


def day_of(text: str, otherwise: date) -> tuple[date, str]:
    """A day as an address or a date field writes it; with a sentence where it is none."""
    try:
        return (date.fromisoformat(text), "") if text else (otherwise, "")
    except ValueError:
        return otherwise, _("“{text}” is no day; the page shows {day}.").format(text=text, day=otherwise.isoformat())


def lines(on: date, current: str) -> list[tuple[str, str, bool]]:
    return [(code, label, code == current) for code, label in settings.PACK.choices("lines", language(), on)]


def language() -> str:
    return get_language() or "vi"


def kind_label(kind: str) -> str:
    return settings.PACK.label("unit_kinds", kind, language()) if kind else ""
