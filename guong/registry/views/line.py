"""Acts along the line of a paper: for signing, signed, sent back, numbered and issued, deleted."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.registry import books
from guong.registry.access import draft_for
from guong.registry.actions import delete_draft, issue_paper, send_back, sign_paper, submit_for_signing
from guong.registry.enums import LineState
from guong.registry.models import OfficialDocument
from guong.registry.office_forms import IssueForm, ReasonForm, SignForm
from guong.registry.rules import Refused
from guong.registry.signing import signing_with, signings
from guong.registry.views.asking import ask, kept, of_paper, posted
from guong.units.access import person_for, person_required


def day_given(request: HttpRequest, name: str) -> date:
    """The day that a form gives before its other fields are judged; today where it gives none."""
    try:
        return parse_date(request.POST.get(name, "")) or today()
    except ValueError:
        return today()


@person_required
def submit(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    found = draft_for(person, uid, today(), to="write")
    question = of_paper(
        found,
        _("Submit for signing: {paper}"),
        _("The newest draft goes to the signers. It is not changed while it lies there."),
        _("Submit for signing"),
        _("Submitted for signing."),
    )
    return ask(request, question, lambda: submit_for_signing(by=person, document=found))


@person_required
def sign(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Who signed, in which capacity: proposed from the offices held on the day of signing."""
    person = person_for(request)
    found = draft_for(person, uid, today(), to="sign")
    on = day_given(request, "signed_on")
    choices = signings(found.keeper, found.issuer, on)
    first = choices[0].key if choices else None
    form = SignForm(posted(request), signings=choices, initial={"signed_on": on, "signing": first})

    def work() -> None:
        chosen = signing_with(found.keeper, found.issuer, on, form.cleaned_data["signing"])
        if chosen is None:
            raise Refused(_("Say who signed."))
        sign_paper(by=person, document=found, signing=chosen, signed_on=on)

    question = of_paper(
        found,
        _("Signed: {paper}"),
        _("Record the signature on the paper. Number and date are given afterwards, on issuing."),
        _("Record the signature"),
        _("Signed. The office now gives number and date."),
    )
    return ask(request, question, work, form)


@person_required
def back(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    found = draft_for(person, uid, today(), to="sign")
    form = ReasonForm(posted(request))
    question = of_paper(
        found,
        _("Send back to the drafter: {paper}"),
        _("The drafter sees the reason and lays a new draft. A signature that was recorded is taken off."),
        _("Send back"),
        _("Sent back to the drafter."),
    )
    return ask(
        request, question, lambda: send_back(by=person, document=found, reason=form.cleaned_data["reason"]), form
    )


@person_required
def issue(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Number and day by the clerk; the numbers offered are those of the book of that day."""
    person = person_for(request)
    found = draft_for(person, uid, today(), to="issue")
    on = day_given(request, "issued_on")
    form = IssueForm(
        posted(request),
        request.FILES or None,
        next_number=_next_number(found, on),
        reserved=_reserved(found, on),
        initial={"issued_on": on},
    )

    def work() -> None:
        given = form.cleaned_data
        with kept(request, "scan") as scan:
            issue_paper(
                by=person,
                document=found,
                issued_on=given["issued_on"],
                effective_on=given["effective_on"],
                reserved=int(given["reserved"]) if given["reserved"] else None,
                scan=scan,
            )

    question = of_paper(
        found,
        _("Number and issue: {paper}"),
        _sends(found.recipients.filter(unit__isnull=False).count()),
        _("Give the number and issue"),
        _("The paper is issued."),
    )
    return ask(request, question, work, form)


def _sends(units: int) -> str:
    if not units:
        return _("It gets its number and date and enters the register. No unit stands among its recipients yet.")
    return _("It gets its number and date, enters the register and goes to {count} units.").format(count=units)


def _next_number(document: OfficialDocument, on: date) -> str:
    """What the next number would be; somebody else may take it first."""
    book = document.issuer and books.book_on(document.issuer, document.type, on)
    return _("the next one, {number} now").format(number=(book.last if book else 0) + 1)


def _reserved(document: OfficialDocument, on: date) -> list[tuple[str, str]]:
    book = document.issuer and books.book_on(document.issuer, document.type, on)
    if not book:
        return []
    held = book.lines.filter(state=LineState.RESERVED).order_by("number")
    return [(str(line.number), f"{line.number} · {line.reason}") for line in held]


@person_required
def delete(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    found = draft_for(person, uid, today(), to="write")
    question = of_paper(
        found,
        _("Delete the draft: {paper}"),
        _("All its versions and the opinions on them go for good. No number is lost, since none was given."),
        _("Delete the draft"),
        _("The draft is deleted."),
        to=reverse("registry:drafts"),
    )
    return ask(request, question, lambda: delete_draft(by=person, document=found))
