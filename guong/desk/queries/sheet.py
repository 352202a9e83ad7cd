"""What a sheet starts from: duties that can be answered together, the last version, what was typed before."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from guong.jobs.clock import day_of
from guong.rounds.content import Content, NilReport, SittingReport, StatedFinding, StatedPromise, WrittenReport
from guong.rounds.enums import Answer, DutyKind, Exemption, JudgementKind
from guong.rounds.models import AgendaPoint, Duty, Held, OwnItem, Photo, Submission
from guong.rounds.queries import content_of, latest, plan_awaited, points
from guong.units.models import Unit
from guong.units.queries import head_of


@dataclass(frozen=True)
class Start:
    """Everything a sheet needs to be drawn for one duty."""

    duty: Duty
    together: list[Duty]
    latest: Submission | None
    sitting: bool
    agenda: list[AgendaPoint | OwnItem]
    plan_awaited: bool = False

    @property
    def light(self) -> bool:
        """Three fields, in a standing round."""
        return self.sitting and bool(self.duty.phase.round.rhythm)

    @property
    def listed(self) -> int | None:
        """The head count of the frozen list for a sitting."""
        return next((one.expected for one in self.together if one.kind == DutyKind.SITTING), None)

    @property
    def orders(self) -> dict[int, str]:
        return {point.order: point.text for point in self.agenda}


def start(duty: Duty) -> Start:
    mine = Duty.objects.filter(phase=duty.phase, unit=duty.unit, exemption=Exemption.NONE).order_by("kind")
    duties = list(mine.select_related("unit", "phase__round__owner", "superior"))
    version = latest(duty)
    answered = [one for one in duties if duty.thread is not None and one.thread == duty.thread]
    sitting = DutyKind.SITTING in {one.kind for one in [duty, *answered]}
    return Start(
        duty=duty,
        together=[one for one in duties if one.pk == duty.pk or _fits(one, duty, sitting=sitting)],
        latest=version,
        sitting=sitting,
        agenda=points(duty),
        plan_awaited=version is None and plan_awaited(duty),
    )


def _fits(one: Duty, duty: Duty, *, sitting: bool) -> bool:
    """A sitting may serve a review or a report too; what has its own report already stays with it."""
    if one.thread is not None:
        return one.thread == duty.thread
    if sitting:
        return one.kind != DutyKind.PLAN and duty.thread is None
    return one.kind != DutyKind.SITTING and duty.thread is None


def last_sitting(unit: Unit, *, besides: Submission | None = None) -> SittingReport | None:
    """What the unit wrote of its sitting before: where it sat, who took the minutes; `besides`: not in this thread."""
    sent = unit.submissions.filter(answer=Answer.REPORT, sittings__isnull=False)
    if besides is not None:
        sent = sent.exclude(thread=besides.thread)
    before = sent.order_by("-received_at").first()
    content = content_of(before, inside=True) if before else None
    return content if isinstance(content, SittingReport) else None


def _prefilled(given: Start, at: datetime) -> dict[str, Any]:
    """Field 1, 4, 5 and 6 of the sheet: duty, place, people, total."""
    before = last_sitting(given.duty.unit)
    head = head_of(given.duty.unit, day_of(at))
    return {
        "expected": given.listed,
        "place": before.place if before else "",
        "chair": (before.chair if before else "") or (head.person.name if head else ""),
        "minutes_taker": before.minutes_taker if before else "",
        "form": before.form if before else "",
    }


@dataclass(frozen=True)
class Typed:
    """Initial values of a sheet: its fields and the rows of shortcomings and promises."""

    values: dict[str, Any]
    rows: list[dict[str, Any]]
    minutes: tuple[str, ...]


def sitting_values(report: SittingReport) -> dict[str, Any]:
    """The fields of the form as a report filled them; choices are strings there."""
    values = asdict(report)
    for name in ("duties", "minutes", "findings", "promises", "participants"):
        values.pop(name)
    by_category = {f"by_{code}": count for code, count in report.participants.items()}
    return {
        **values,
        **by_category,
        "mode": report.mode.value,
        "covered": [str(order) for order in report.covered],
    }


def written_values(report: WrittenReport) -> dict[str, Any]:
    return {name: getattr(report, name) for name in ("document_number", "document_on", "text", "requests")}


def promise_rows(findings: Sequence[StatedFinding], promises: Sequence[StatedPromise]) -> list[dict[str, Any]]:
    """The initial rows of an edit: what `stated` made, back again."""
    rows: list[dict[str, Any]] = [
        {"kind": one.kind.value, "words_found": one.words, "topic": one.topic} for one in findings
    ]
    for promise in promises:
        own = {
            name: getattr(promise, name)
            for name in ("words", "deadline", "owner_office", "holder", "measure", "shared")
        }
        free = promise.finding is not None and promise.finding < len(findings) and "words" not in rows[promise.finding]
        if free and promise.finding is not None:
            rows[promise.finding].update(own)
        else:
            rows.append(own)
    return rows


def initial(given: Start, at: datetime) -> Typed:
    """Of an edit: the last version as it was sent. Of a first report: what is known already."""
    duties = [str(given.duty.uid)]
    if given.latest is None:
        return Typed({"duties": duties, **(_prefilled(given, at) if given.sitting else {})}, [], ())
    typed = values_of(content_of(given.latest, inside=True))
    prefilled = _prefilled(given, at) if given.sitting and given.latest.answer == Answer.NIL else {}
    return replace(typed, values={**prefilled, **typed.values, "base": given.latest.uid})


def values_of(content: Content) -> Typed:
    """A version as the form would hold it."""
    duties = {"duties": [str(uid) for uid in content.duties]}
    if isinstance(content, NilReport):
        return Typed({**duties, "reason": content.reason}, [], ())
    values = sitting_values(content) if isinstance(content, SittingReport) else written_values(content)
    return Typed({**values, **duties}, promise_rows(content.findings, content.promises), content.minutes)


def photos_before(given: Start, waited: Held | None = None) -> list[Photo]:
    """Photos of the version that stands, and of what waited for a decision: a new version names them again."""
    found = Photo.objects.filter(submissions=given.latest) if given.latest else Photo.objects.none()
    return list(dict.fromkeys([*found.order_by("pk"), *(waited.photos.order_by("pk") if waited else ())]))


def returned_reasons(submission: Submission | None) -> dict[str, str]:
    """Why the last version came back, by field; empty when it did not."""
    if submission is None:
        return {}
    found = submission.judgements.filter(kind=JudgementKind.RETURNED).first()
    return dict(found.reasons) if found else {}
