"""What was sent: the superior reads the part that goes up, the unit both; receipts; receiving and returning."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guong.desk.forms.rounds import ReasonForm, ReturnForm
from guong.desk.lines import Line, field_labels, goes_up, stays_inside
from guong.desk.queries.reading import duties_of, judgements, versions
from guong.desk.views.common import act, ask, of_phase, of_round, posted, round_crumbs
from guong.desk.words import due_words, first_capital, kind_word, late_text
from guong.jobs.clock import now, today
from guong.render import qr
from guong.rounds import receipts
from guong.rounds.access import may_judge, may_see_inside, receipt_for, submission_for
from guong.rounds.actions import accept_late, receive, return_submission
from guong.rounds.enums import DutyKind, DutyState, JudgementKind
from guong.rounds.models import Duty, Judgement, Submission
from guong.rounds.queries import StatedDuty, content_of, days_late, due_of, points, state_of, with_state
from guong.ui.templatetags.ui import moment
from guong.units.access import may, person_for, person_required
from guong.units.enums import Verb
from guong.units.models import Person
from guong.units.queries import name_of


def _lines(submission: Submission, duties: list[Duty]) -> list[Line]:
    agenda = {point.order: point.text for point in points(duties[0])} if duties else {}
    return goes_up(bytes(submission.up), kinds=[duty.kind for duty in duties], agenda=agenda)


def _states(submission: Submission) -> list[tuple[str, str, str]]:
    """(kind of duty, state, words of its badge), as of now."""
    at = now()
    rows = with_state(submission.duties.all(), at).order_by("kind")
    return [(first_capital(kind_word(row.kind)), *_state(row)) for row in rows]


def _state(row: "StatedDuty") -> tuple[str, str]:
    state = state_of(row)
    return state, late_text(state, days_late(row, row.first_arrived_at or now()))


def _what(duties: list[Duty]) -> str:
    return ", ".join(first_capital(kind_word(duty.kind)) for duty in duties)


def _title(submission: Submission, duties: list[Duty]) -> str:
    return _("{what}: {unit}").format(what=_what(duties), unit=name_of(submission.unit, today()))


@person_required
def show(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    submission = submission_for(person, uid)
    duties = duties_of(submission)
    history = versions(submission)
    newest = history[0].pk == submission.pk
    judged = judgements(submission)
    own = may_see_inside(person, submission.unit)
    kinds = {row.kind for row in judged if row.submission_id == submission.pk}
    directs = newest and all(may_judge(person, duty, today()) for duty in duties)
    context: dict[str, Any] = {
        "submission": submission,
        "title": _title(submission, duties),
        "phase": duties[0].phase,
        "what": _what(duties),
        "unit": name_of(submission.unit, today()),
        "goes": _lines(submission, duties),
        "stays": stays_inside(content_of(submission, inside=True)) if own else None,
        "sealed": submission.stays is not None,
        "states": _states(submission),
        "history": history,
        "judged": [(row, _judged_word(row), _reasons(row)) for row in judged],
        "newest": history[0],
        "open_to_judge": directs and not kinds & {JudgementKind.RECEIVED, JudgementKind.RETURNED},
        "may_approve": directs and duties[0].phase.plan_approval and _plan_waits(duties),
        "may_return": directs and JudgementKind.RETURNED not in kinds,
        "may_accept": directs and any(state == DutyState.LATE for _kind, state, _text in _states(submission)),
        "may_edit": newest and may(person, Verb.REPORT, submission.unit, today()),
        "duty": duties[0],
        "number": receipts.number(submission.receipt),
        "may_hold": _may_hold(person, submission, duties),
        "crumbs": _crumbs(person, duties[0], _title(submission, duties)),
    }
    return render(request, "desk/submission.html", context)


def _plan_waits(duties: list[Duty]) -> bool:
    return any(duty.kind == DutyKind.PLAN and duty.approved_at is None for duty in duties)


def _crumbs(person: Person, duty: Duty, title: str) -> list[tuple[str, str]]:
    return round_crumbs(of_round(duty.phase.round), of_phase(duty.phase, person), (title, ""))


def _judged_word(row: Judgement) -> str:
    words = {
        JudgementKind.RECEIVED: _("Received"),
        JudgementKind.RETURNED: _("Returned to be completed"),
        JudgementKind.LATE_ACCEPTED: _("Lateness accepted"),
        JudgementKind.APPROVED: _("Plan approved"),
    }
    return words[JudgementKind(row.kind)]


def _reasons(row: Judgement) -> list[tuple[str, str]]:
    labels = field_labels()
    return [(labels.get(name, ""), why) for name, why in row.reasons.items()]


@person_required
def take(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Receive: one click from the page, a question when the address is opened by itself."""
    person = person_for(request)
    submission = submission_for(person, uid, to="judge")
    back = reverse("desk:submission", args=[uid])
    if request.method == "POST":
        return act(request, lambda: receive(by=person, submission=submission), done=_("Received."), to=back)
    name = name_of(submission.unit, today())
    return ask(
        request,
        title=_("Receive the report of {unit}?").format(unit=name),
        effect=_("The unit sees that it was received. It can still send a new version."),
        action=_("Receive"),
        back=back,
    )


@person_required
def send_back(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    submission = submission_for(person, uid, to="judge")
    back = reverse("desk:submission", args=[uid])
    lines = [(line.name, line.label) for line in _lines(submission, duties_of(submission)) if line.name != "duties"]
    form = ReturnForm(posted(request), lines=lines)
    if request.method == "POST" and form.is_valid():
        reasons = form.reasons
        done = _("Returned. The unit sees the reasons.")
        return act(
            request, lambda: return_submission(by=person, submission=submission, reasons=reasons), done=done, to=back
        )
    return ask(
        request,
        title=_("Return the report of {unit}?").format(unit=name_of(submission.unit, today())),
        effect=_("The unit sees the reasons and can send again. Its first arrival still says whether it was on time."),
        action=_("Return"),
        back=back,
        form=form,
    )


@person_required
def accept(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    submission = submission_for(person, uid, to="judge")
    back = reverse("desk:submission", args=[uid])
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = _("The lateness is accepted. It stays in the count of the late.")
        return act(request, lambda: accept_late(by=person, submission=submission, reason=reason), done=done, to=back)
    return ask(
        request,
        title=_("Accept that {unit} was late?").format(unit=name_of(submission.unit, today())),
        effect=_("It stays in the count of the late, marked as accepted, with this reason beside it."),
        action=_("Accept the lateness"),
        back=back,
        form=form,
    )


@person_required
def receipt(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    found = _own_receipt(request, uid)
    submission = found.submission
    duties = duties_of(submission)
    state, text = _state(with_state(submission.duties.all(), now()).order_by("kind")[0])
    facts = [
        (_("Unit"), name_of(submission.unit, today())),
        (_("Duty"), ", ".join(first_capital(kind_word(duty.kind)) for duty in duties)),
        (_("Phase"), f"{duties[0].phase.title}, {duties[0].phase.round.title}"),
        (_("Written on the device"), moment(submission.written_at) or _("not stated")),
        (_("Received by the server"), moment(submission.received_at)),
        (_("To be sent"), due_words(due_of(duties[0]))),
        (_("Version"), str(submission.version)),
    ]
    context = {
        "submission": submission,
        "owner": name_of(found.owner, today()),
        "number": receipts.number(found),
        "mark": " ".join(submission.digest[at : at + 4] for at in (0, 4)).upper(),
        "qr": SafeString(qr.svg(receipts.short(found), label=_("QR code of the receipt"), error="l")),
        "facts": facts,
        "state": state,
        "state_text": text,
        "back_url": reverse("desk:tasks"),
    }
    return render(request, "desk/receipt.html", context)


def _own_receipt(request: HttpRequest, uid: UUID) -> Any:
    """Receipts are for the unit and for who judges it; others who see the unit do not need the mark."""
    person = person_for(request)
    found = receipt_for(person, uid)
    duties = duties_of(found.submission)
    if _may_hold(person, found.submission, duties):
        return found
    raise PermissionDenied


def _may_hold(person: Person, submission: Submission, duties: list[Duty]) -> bool:
    judges = all(may_judge(person, duty, today()) for duty in duties)
    return judges or may_see_inside(person, submission.unit)


@person_required
def receipt_file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The receipt to keep: canonical JSON with its mark."""
    found = _own_receipt(request, uid)
    response = HttpResponse(receipts.file(found), content_type="application/json")
    name = f"bien-nhan-{found.number:04d}-{found.year}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
