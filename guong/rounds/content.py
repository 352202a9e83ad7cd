"""What a unit writes when it hands in, as values; how these become the two parts of a submission, and back.

`build` gives canonical JSON (RFC 8785) in two parts. `up` goes to the superior. `stays` never leaves the unit: names,
findings and promises in words, digests of the minutes' pages. Of these only `counts` and the texts that the unit
itself marked as shared stand in `up`. `parse` reads both parts; without `stays` the fields that stay are empty.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

import rfc8785
from django.utils.translation import gettext as _

from guong.rounds.enums import FindingKind, Mode
from guong.rounds.rules import Refused

LARGEST = 65_536  # bytes of a part: twelve fields take two thousand


_UNKEEPABLE = re.compile("[\\x00\\ud800-\\udfff]")  # neither UTF-8 nor PostgreSQL can hold them


class Malformed(Refused):
    """The bytes are no report of a form that this version knows."""

    def __init__(self, detail: str) -> None:
        super().__init__(_("Not sent: the report cannot be read. What was typed is still on the device. Try again."))
        self.detail = detail


@dataclass(frozen=True, kw_only=True)
class StatedFinding:
    """A strength or shortcoming in words. `topic` is a code of the pack's table `topics`."""

    kind: FindingKind
    words: str
    topic: str = ""
    cause: str = ""


@dataclass(frozen=True, kw_only=True)
class StatedPromise:
    """What will be mended: by which office (code of `offices`), held by whom, until when, measured how.

    `finding` is the place of its finding in the same report, from 0. `shared` is what the unit lets go up.
    """

    words: str
    deadline: date | None
    owner_office: str = ""
    holder: str = ""
    measure: str = ""
    finding: int | None = None
    shared: str = ""


@dataclass(frozen=True, kw_only=True)
class SittingReport:
    """The twelve fields of the sitting form. None where a number or day is not filled in."""

    duties: tuple[UUID, ...]
    held_on: date | None
    started: time | None = None
    ended: time | None = None
    form: str = ""
    mode: Mode = Mode.IN_PERSON
    place: str = ""
    expected: int | None = None
    expected_reason: str = ""
    present: int | None = None
    absent_excused: int = 0
    absent: int = 0
    exempt: int = 0
    guests: int = 0
    superiors: int = 0  # of the guests, those from the level above
    participants: Mapping[str, int] = field(default_factory=dict)  # by code of the pack's `participant_categories`
    covered: tuple[int, ...] = ()  # order of the agenda points discussed
    speeches: int | None = None
    outcome_number: str = ""
    outcome_on: date | None = None
    outcome: str = ""
    people: int | None = None  # distinct people, when the unit declares them
    tasks: str = ""
    requests: str = ""
    good_practice: str = ""
    # from here on it stays in the unit
    chair: str = ""
    minutes_taker: str = ""
    minutes: tuple[str, ...] = ()  # SHA-256 of the pages
    findings: tuple[StatedFinding, ...] = ()
    promises: tuple[StatedPromise, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WrittenReport:
    """The answer to a duty that is no sitting: a plan issued, a self-review held, a report written."""

    duties: tuple[UUID, ...]
    document_number: str = ""
    document_on: date | None = None
    text: str = ""
    requests: str = ""
    # from here on it stays in the unit
    minutes: tuple[str, ...] = ()
    findings: tuple[StatedFinding, ...] = ()
    promises: tuple[StatedPromise, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NilReport:
    """Nothing to report, with the reason: a full answer."""

    duties: tuple[UUID, ...]
    reason: str


Content = SittingReport | WrittenReport | NilReport


def counted(content: Content) -> dict[str, int]:
    """The counts that go up of what stays: findings by kind, shortcomings by topic, promises. Zeros are left out."""
    if isinstance(content, NilReport):
        return {}
    counts = Counter(f"findings.{finding.kind.value}" for finding in content.findings)
    shortcomings = [finding for finding in content.findings if finding.kind == FindingKind.SHORTCOMING]
    topics = [_tidy(finding.topic) for finding in shortcomings]
    counts.update(f"findings.{topic}" for topic in topics if topic)
    counts.update({"corrections.promised": len(content.promises)})
    return {measure: value for measure, value in sorted(counts.items()) if value}


def build(content: Content) -> tuple[bytes, bytes | None]:
    """The two parts of a submission: what goes up, and what stays (None when nothing does)."""
    up: dict[str, Any] = {"duties": sorted(str(uid) for uid in content.duties)}
    if isinstance(content, NilReport):
        return rfc8785.dumps({**up, "schema": "nil/1", "reason": _tidy(content.reason)}), None
    own = _sitting_up(content) if isinstance(content, SittingReport) else _written_up(content)
    shared = [_tidy(promise.shared) for promise in content.promises if promise.shared.strip()]
    stays = _stays(content)
    return rfc8785.dumps({**up, **own, "counts": counted(content), "shared": shared}), rfc8785.dumps(
        stays
    ) if stays else None


def _sitting_up(content: SittingReport) -> dict[str, Any]:
    texts = ("form", "place", "expected_reason", "outcome_number", "outcome", "tasks", "requests", "good_practice")
    numbers = ("expected", "present", "absent_excused", "absent", "exempt", "guests", "superiors", "speeches", "people")
    by_category = {"participants": dict(content.participants)} if content.participants else {}
    return {
        **by_category,  # left out when not stated, so that a report without it keeps its bytes
        "schema": "sitting/1",
        "held_on": _day(content.held_on),
        "started": _hour(content.started),
        "ended": _hour(content.ended),
        "mode": content.mode.value,
        "outcome_on": _day(content.outcome_on),
        "covered": sorted(set(content.covered)),
        **{name: _tidy(getattr(content, name)) for name in texts},
        **{name: getattr(content, name) for name in numbers},
    }


def _written_up(content: WrittenReport) -> dict[str, Any]:
    return {
        "schema": "written/1",
        "document_number": _tidy(content.document_number),
        "document_on": _day(content.document_on),
        "text": _tidy(content.text),
        "requests": _tidy(content.requests),
    }


def _stays(content: SittingReport | WrittenReport) -> dict[str, Any]:
    """Only what is filled in, so that a report without it has no staying part at all."""
    part: dict[str, Any] = {"minutes": sorted(content.minutes)}
    if isinstance(content, SittingReport):
        part |= {"chair": _tidy(content.chair), "minutes_taker": _tidy(content.minutes_taker)}
    part["findings"] = [
        {"kind": one.kind.value, "topic": _tidy(one.topic), "words": _tidy(one.words), "cause": _tidy(one.cause)}
        for one in content.findings
    ]
    part["promises"] = [
        {
            "words": _tidy(one.words),
            "deadline": _day(one.deadline),
            "owner_office": _tidy(one.owner_office),
            "holder": _tidy(one.holder),
            "measure": _tidy(one.measure),
            "finding": one.finding,
            "shared": _tidy(one.shared),
        }
        for one in content.promises
    ]
    return {key: value for key, value in part.items() if value}


def parse(up: bytes, stays: bytes | None = None) -> Content:
    """The content of received bytes, texts in NFC. Raises Malformed; says nothing about whether it is complete."""
    reader, inside = _Reader(_object(up)), _Reader(_object(stays) if stays is not None else {})
    schema = reader.text("schema")
    duties = tuple(reader.uids("duties"))
    if schema == "nil/1":
        return NilReport(duties=duties, reason=reader.text("reason"))
    if schema == "sitting/1":
        return _parse_sitting(duties, reader, inside)
    if schema == "written/1":
        return WrittenReport(
            duties=duties,
            document_number=reader.text("document_number"),
            document_on=reader.day("document_on"),
            text=reader.text("text"),
            requests=reader.text("requests"),
            minutes=tuple(inside.texts("minutes")),
            findings=tuple(_findings(inside)),
            promises=tuple(_promises(inside)),
        )
    raise Malformed("schema")


def counts(up: bytes) -> dict[str, int]:
    """The counts that a part going up states of what stays."""
    stated = _object(up).get("counts", {})
    if not isinstance(stated, dict):
        raise Malformed("counts")
    reader = _Reader(stated)
    return {measure: reader.count(measure) for measure in sorted(stated)}


def shared(up: bytes) -> list[str]:
    """The texts of promises that the unit marked as shared."""
    return _Reader(_object(up)).texts("shared")


def _parse_sitting(duties: tuple[UUID, ...], up: "_Reader", inside: "_Reader") -> SittingReport:
    if up.text("mode") not in Mode.values:
        raise Malformed("mode")
    return SittingReport(
        duties=duties,
        held_on=up.day("held_on"),
        started=up.hour("started"),
        ended=up.hour("ended"),
        form=up.text("form"),
        mode=Mode(up.text("mode")),
        place=up.text("place"),
        expected=up.whole("expected"),
        expected_reason=up.text("expected_reason"),
        present=up.whole("present"),
        absent_excused=up.count("absent_excused"),
        absent=up.count("absent"),
        exempt=up.count("exempt"),
        guests=up.count("guests"),
        superiors=up.count("superiors"),
        participants=_participants(up),
        covered=tuple(up.wholes("covered")),
        speeches=up.whole("speeches"),
        outcome_number=up.text("outcome_number"),
        outcome_on=up.day("outcome_on"),
        outcome=up.text("outcome"),
        people=up.whole("people"),
        tasks=up.text("tasks"),
        requests=up.text("requests"),
        good_practice=up.text("good_practice"),
        chair=inside.text("chair"),
        minutes_taker=inside.text("minutes_taker"),
        minutes=tuple(inside.texts("minutes")),
        findings=tuple(_findings(inside)),
        promises=tuple(_promises(inside)),
    )


def _participants(up: "_Reader") -> dict[str, int]:
    stated = up.values.get("participants", {})
    if not isinstance(stated, dict):
        raise Malformed("participants")
    reader = _Reader(stated)
    return {code: reader.count(code) for code in sorted(stated)}


def _findings(inside: "_Reader") -> Iterable[StatedFinding]:
    for row in inside.rows("findings"):
        if row.text("kind") not in FindingKind.values:
            raise Malformed("findings")
        kind = FindingKind(row.text("kind"))
        yield StatedFinding(kind=kind, words=row.text("words"), topic=row.text("topic"), cause=row.text("cause"))


def _promises(inside: "_Reader") -> Iterable[StatedPromise]:
    for row in inside.rows("promises"):
        yield StatedPromise(
            words=row.text("words"),
            deadline=row.day("deadline"),
            owner_office=row.text("owner_office"),
            holder=row.text("holder"),
            measure=row.text("measure"),
            finding=row.whole("finding"),
            shared=row.text("shared"),
        )


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _hour(hour: time | None) -> str | None:
    return hour.strftime("%H:%M") if hour else None


def _object(part: bytes) -> dict[str, Any]:
    if len(part) > LARGEST:
        raise Malformed("size")
    try:
        value = json.loads(part)
    except (ValueError, RecursionError) as error:
        raise Malformed("json") from error
    if not isinstance(value, dict):
        raise Malformed("json")
    return value


class _Reader:
    """Typed reads of a JSON object; a missing key reads as empty, a wrong type is Malformed."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str) or _UNKEEPABLE.search(value):
            raise Malformed(key)
        return _tidy(value)

    def whole(self, key: str) -> int | None:
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
            raise Malformed(key)
        return value

    def count(self, key: str) -> int:
        return self.whole(key) or 0

    def day(self, key: str) -> date | None:
        return _read(date.fromisoformat, key, self.text(key)) if self.values.get(key) is not None else None

    def hour(self, key: str) -> time | None:
        return _read(time.fromisoformat, key, self.text(key)) if self.values.get(key) is not None else None

    def rows(self, key: str) -> list["_Reader"]:
        if not all(isinstance(one, dict) for one in self._list(key)):
            raise Malformed(key)
        return [_Reader(one) for one in self._list(key)]

    def texts(self, key: str) -> list[str]:
        return [_Reader({key: one}).text(key) for one in self._list(key)]

    def wholes(self, key: str) -> list[int]:
        return [_Reader({key: one}).count(key) for one in self._list(key)]

    def uids(self, key: str) -> list[UUID]:
        return [_read(UUID, key, one) for one in self.texts(key)]

    def _list(self, key: str) -> list[Any]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise Malformed(key)
        return value


def _read(convert: Any, key: str, text: str) -> Any:
    try:
        return convert(text)
    except ValueError as error:
        raise Malformed(key) from error
