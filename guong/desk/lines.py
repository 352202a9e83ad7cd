"""A submission as labelled lines: what goes up, read back from the very bytes that go, and what stays in the unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guong.desk.words import first_capital, kind_word, label, language
from guong.rounds.content import (
    Content,
    NilReport,
    SittingReport,
    StatedFinding,
    StatedPromise,
    WrittenReport,
    counts,
    parse,
    shared,
)
from guong.rounds.enums import FindingKind
from guong.rounds.rules import participant_groups
from guong.viet.dates import format_date
from guong.viet.numbers import format_number


@dataclass(frozen=True)
class Line:
    """`name` is the field, so that a return can say why beside it."""

    name: str
    label: str
    text: str


def _num(value: int | None) -> str:
    return "" if value is None else format_number(value, lang=language())


def _day(value: date | None) -> str:
    return format_date(value, lang=language()) if value else ""


def field_labels() -> dict[str, str]:
    """What the lines are called, by field; the same words as on the form."""
    return {
        "duties": _("What this answers"),
        "reason": _("Why there is nothing to report"),
        "held_on": _("Day and hours"),
        "form": _("Form of the sitting"),
        "place": _("Place"),
        "attendance": _("Attendance"),
        "expected_reason": _("Why the total differs from the list"),
        "guests": _("Guests"),
        "participants": _("By category"),
        "covered": _("What was discussed"),
        "speeches": _("Number of speeches"),
        "outcome": _("Outcome"),
        "people": _("Distinct people"),
        "tasks": _("Key tasks it was tied to"),
        "good_practice": _("Good practice"),
        "requests": _("Requests to the superior"),
        "text": _("What was done, in short"),
        "document_number": _("Number and symbol of the paper"),
        "counts": _("Shortcomings and promises, as counts"),
        "shared": _("Promises that the unit shares"),
    }


def _hours(report: SittingReport) -> str:
    hours = [hour.strftime("%H:%M") for hour in (report.started, report.ended) if hour]
    return ", ".join(filter(None, [_day(report.held_on), "–".join(hours)]))


def _attendance(report: SittingReport) -> str:
    if report.expected is None:
        return _("{present} present").format(present=_num(report.present))
    sentence = _(
        "{present} present of {expected}; absent with a reason {absent_excused}, without {absent}; relieved {exempt}"
    )
    return sentence.format(
        present=_num(report.present),
        expected=_num(report.expected),
        absent_excused=_num(report.absent_excused),
        absent=_num(report.absent),
        exempt=_num(report.exempt),
    )


def _guests(report: SittingReport) -> str:
    if not report.guests:
        return ""
    if not report.superiors:
        return _num(report.guests)
    return _("{guests}, of these {superiors} from the level above").format(
        guests=_num(report.guests), superiors=_num(report.superiors)
    )


def _by_category(report: SittingReport) -> str:
    codes = [code for group in participant_groups().values() for code in group if code in report.participants]
    return "; ".join(f"{label('participant_categories', code)}: {_num(report.participants[code])}" for code in codes)


def _numbered(number: str, day: date | None) -> str:
    if number and day:
        return _("{number}, dated {day}").format(number=number, day=_day(day))
    return number or _day(day)


def _sitting(report: SittingReport, agenda: Mapping[int, str]) -> dict[str, str]:
    outcome = "\n".join(filter(None, [_numbered(report.outcome_number, report.outcome_on), report.outcome]))
    form = ", ".join(filter(None, [label("sitting_forms", report.form), label("sitting_modes", report.mode.value)]))
    return {
        "held_on": _hours(report),
        "form": first_capital(form),
        "place": report.place,
        "attendance": _attendance(report),
        "expected_reason": report.expected_reason,
        "guests": _guests(report),
        "participants": _by_category(report),
        "covered": "\n".join(agenda[order] for order in report.covered if order in agenda),
        "speeches": _num(report.speeches),
        "outcome": outcome,
        "people": _num(report.people),
        "tasks": report.tasks,
        "good_practice": report.good_practice,
        "requests": report.requests,
    }


def _written(report: WrittenReport) -> dict[str, str]:
    return {
        "text": report.text,
        "document_number": _numbered(report.document_number, report.document_on),
        "requests": report.requests,
    }


def count_words(stated: Mapping[str, int]) -> list[str]:
    """Counts in words: how many of each, by topic; never a word of what was found."""
    fixed = {
        "findings.shortcoming": _("shortcomings"),
        "findings.strength": _("strengths"),
        "corrections.promised": _("corrections promised"),
    }
    topics = [key for key in stated if key.startswith("findings.") and key not in fixed]
    by_topic = "; ".join(f"{label('topics', key.split('.', 1)[1])}: {_num(stated[key])}" for key in topics)
    found = {key: f"{first_capital(word)}: {_num(stated[key])}" for key, word in fixed.items() if stated.get(key)}
    if by_topic and "findings.shortcoming" in found:
        found["findings.shortcoming"] += f" ({by_topic})"
    return list(found.values())


def goes_up(up: bytes, *, kinds: Iterable[str], agenda: Mapping[int, str]) -> list[Line]:
    """The lines of the part that goes up, from its bytes. Empty fields are left out."""
    report = parse(up)
    values: dict[str, str] = {"duties": ", ".join(first_capital(kind_word(kind)) for kind in kinds)}
    if isinstance(report, NilReport):
        values["reason"] = report.reason
    else:
        values |= _sitting(report, agenda) if isinstance(report, SittingReport) else _written(report)
        values["counts"] = "\n".join(count_words(counts(up)))
        values["shared"] = "\n".join(shared(up))
    labels = field_labels()
    return [Line(name, labels[name], text) for name, text in values.items() if text]


def _finding(one: StatedFinding) -> str:
    words = f"{one.words} ({label('topics', one.topic)})" if one.topic else one.words
    return f"{words}. {_('Cause: {cause}').format(cause=one.cause)}" if one.cause else words


def _promise(one: StatedPromise) -> str:
    until = _("until {day}").format(day=_day(one.deadline)) if one.deadline else ""
    return ", ".join(filter(None, [one.words, label("offices", one.owner_office), one.holder, until, one.measure]))


def stays_inside(content: Content) -> list[Line]:
    """The lines of what stays: only ever shown to people of the unit itself."""
    if isinstance(content, NilReport):
        return []
    values: list[tuple[str, str, str]] = []
    if isinstance(content, SittingReport):
        values += [
            ("chair", _("Chair"), content.chair),
            ("minutes_taker", _("Minutes taken by"), content.minutes_taker),
        ]
    strengths = [_finding(one) for one in content.findings if one.kind == FindingKind.STRENGTH]
    found = [_finding(one) for one in content.findings if one.kind == FindingKind.SHORTCOMING]
    pages = _("{n} pages stored").format(n=_num(len(content.minutes))) if content.minutes else ""
    values += [
        ("minutes", _("Pages of the minutes"), pages),
        ("strengths", _("Strengths"), "\n".join(strengths)),
        ("findings", _("Shortcomings"), "\n".join(found)),
        ("promises", _("What will be mended"), "\n".join(_promise(one) for one in content.promises)),
    ]
    return [Line(name, text, value) for name, text, value in values if value]


def carried(data: Any, *, without: frozenset[str]) -> list[tuple[str, str]]:
    """All typed values of a form as pairs for hidden fields."""
    return [(name, value) for name, values in data.lists() if name not in without for value in values]
