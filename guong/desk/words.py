"""Words of the pack on the desk, in the reader's language, and the sentences that are written from figures."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from guong.jobs.clock import day_of, zone
from guong.viet.dates import format_date


def language() -> str:
    return (get_language() or "vi")[:2]


def label(table: str, code: str) -> str:
    """What the pack calls a code; empty for an empty code."""
    return settings.PACK.label(table, code, language()) if code else ""


def word(name: str) -> str:
    return settings.PACK.word(name, language())


def choices(table: str) -> list[tuple[str, str]]:
    return [(code, first_capital(text)) for code, text in settings.PACK.choices(table, language())]


def kind_word(kind: str) -> str:
    return label("duty_kinds", kind)


def kind_short(kind: str) -> str:
    entry = settings.PACK.entry("duty_kinds", kind)
    return str(entry.extra.get("short", "")) if entry else kind


def first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sitting_sentence(*, done: int, units: int, overdue: int, at_units: int) -> str:
    """The head of a board whose phase asks for a sitting."""
    facts = {
        "done": done,
        "units": units,
        "overdue": overdue,
        "at_units": at_units,
        "sitting_word": word("sitting_word"),
    }
    if not overdue:
        return _("{done} of {units} units have held their {sitting_word}; nothing is overdue").format(**facts)
    return ngettext(
        "{done} of {units} units have held their {sitting_word}; {overdue} duty is overdue at {at_units} of them",
        "{done} of {units} units have held their {sitting_word}; {overdue} duties are overdue at {at_units} of them",
        overdue,
    ).format(**facts)


def sent_sentence(*, done: int, units: int, overdue: int, at_units: int) -> str:
    """The head of a board whose phase asks for papers alone."""
    facts = {"done": done, "units": units, "overdue": overdue, "at_units": at_units}
    if not overdue:
        return _("{done} of {units} units have sent what was asked; nothing is overdue").format(**facts)
    return ngettext(
        "{done} of {units} units have sent what was asked; {overdue} duty is overdue at {at_units} of them",
        "{done} of {units} units have sent what was asked; {overdue} duties are overdue at {at_units} of them",
        overdue,
    ).format(**facts)


def late_text(state: str, days: int) -> str:
    """The words of a badge where days belong to it; empty where the bare state says all."""
    if not days or state not in {"late", "late_accepted", "missing"}:
        return ""
    sentence = {
        "late": ngettext("Late ({n} day)", "Late ({n} days)", days),
        "late_accepted": ngettext("Late ({n} day), accepted", "Late ({n} days), accepted", days),
        "missing": ngettext("Overdue for {n} day", "Overdue for {n} days", days),
    }[state]
    return sentence.format(n=days)


def due_words(due: datetime) -> str:
    """When something is to be in: "before 17:00, …", or the end of a day where the limit is midnight."""
    local = due.astimezone(zone())
    last = day_of(due - timedelta(microseconds=1))
    day = format_date(last, lang=language())
    if local.time() == time(0):
        return _("by the end of {day}").format(day=day)
    return _("before {time}, {day}").format(time=local.strftime("%H:%M"), day=day)
