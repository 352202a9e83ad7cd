"""Văn bản đang soạn: the list by stage, a paper in the making with its versions and what was said of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.files import queries as stored
from guong.files.rules import ENDINGS
from guong.jobs.clock import today
from guong.registry import recipients
from guong.registry.access import KEEPING, documents_for, draft_for, drafts_for, keeps_papers
from guong.registry.actions import ask_for_opinions, check_words, give_opinion, issuer_of, lay_draft, start_draft
from guong.registry.enums import Stage, Voice
from guong.registry.issuing_bodies import Body, bodies
from guong.registry.models import Draft, Issuer, OfficialDocument
from guong.registry.office_forms import AskForm, DraftForm, LayForm, WordsForm
from guong.registry.rules import may_be_changed, may_be_issued, may_be_sent_back, may_be_signed
from guong.registry.views.asking import Question, ask, kept, of_paper, posted, warn_of_secrecy
from guong.registry.views.shown import clipped, type_words
from guong.units.access import own_units, person_for, person_required
from guong.units.enums import Verb
from guong.units.models import Person, Unit
from guong.units.queries import people_of

STAGES = (Stage.DRAFT, Stage.FOR_SIGNING, Stage.SIGNED)


@dataclass(frozen=True)
class Step:
    """One step of the line: `state` is done, now or next."""

    label: str
    state: str
    note: str = ""


def steps(document: OfficialDocument) -> list[Step]:
    """How far the paper has come, from draft to issued."""
    at = list(Stage).index(Stage(document.stage))
    return [
        Step(str(stage.label), "done" if place < at else "now" if place == at else "next")
        for place, stage in enumerate(Stage)
    ]


@person_required
def drafts(request: HttpRequest) -> HttpResponseBase:
    """Papers in the making that the person has to do with, by stage."""
    person, on = person_for(request), today()
    rows = list(drafts_for(person, on).select_related("drafted_by"))
    groups = [(stage.label, [(row, type_words(row.type)) for row in rows if row.stage == stage]) for stage in STAGES]
    may_draft = own_units(person, KEEPING, on).exists()
    return render(request, "registry/drafts.html", {"groups": groups, "rows": rows, "may_draft": may_draft})


def own_bodies(person: Person, on: date) -> list[Body]:
    """In whose name the person may write."""
    return bodies(own_units(person, KEEPING, on), on)


def chosen_body(found: list[Body], key: str) -> tuple[Unit, Issuer]:
    """Keeper and issuer of what a form chose."""
    body = next(one for one in found if one.key == key)
    made = body.issuer or issuer_of(unit=body.unit, collective=body.collective, name=body.name, code=body.code)
    return body.unit, made


@person_required
def add(request: HttpRequest) -> HttpResponseBase:
    """Draft 1."""
    person, on = person_for(request), today()
    found = own_bodies(person, on)
    if not own_units(person, KEEPING, on).exists():
        raise PermissionDenied
    form = DraftForm(posted(request), request.FILES or None, bodies=found, on=on)

    def work() -> str:
        given = dict(form.cleaned_data)
        check_words(given["abstract"], given["text"], no_mark_declared=given["no_mark_declared"])
        keeper, issuer = chosen_body(found, given.pop("issuer"))
        with kept(request) as given["file"]:
            made = start_draft(by=person, keeper=keeper, issuer=issuer, **given)
        warn_of_secrecy(request, given["text"])
        return reverse("registry:draft", args=[made.uid])

    question = Question(
        _("New draft"),
        _("It carries neither number nor date until it is issued, and only people of the unit see it."),
        _("Lay draft 1"),
        _("Draft 1 is laid."),
        reverse("registry:drafts"),
        of=_("Papers in the making"),
    )
    return ask(request, question, work, form)


@person_required
def draft(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """A paper in the making. Once it is issued, this address leads to it in the register."""
    person, on = person_for(request), today()
    if documents_for(person, on).filter(uid=uid).exists():
        return redirect("registry:document", uid)
    found = draft_for(person, uid, on)
    versions = list(
        found.drafts.select_related("file", "made_by").prefetch_related("opinions__by", "invitations").order_by("-no")
    )
    return render(
        request,
        "registry/draft.html",
        {
            "document": found,
            "heading": clipped(found.abstract),
            "type": type_words(found.type),
            "steps": steps(found),
            "newest": versions[0],
            "older": versions[1:],
            "returned": _returned(found, versions[0]),
            "asked": any(one.by_id == person.pk and one.voice == Voice.OPINION for one in versions[0].opinions.all()),
            "lines": recipients.lines(found, on),
            **_allowed(person, found, on),
        },
    )


def _returned(document: OfficialDocument, newest: Draft) -> object:
    """The reason for which the newest version came back, while it is still the newest."""
    back = [one for one in newest.opinions.all() if one.voice == Voice.RETURN]
    return back[-1] if back and document.stage == Stage.DRAFT else None


def _allowed(person: Person, document: OfficialDocument, on: date) -> dict[str, bool]:
    office = keeps_papers(person, document.keeper, on)
    writes = office or document.drafted_by_id == person.pk
    signs = office or own_units(person, [Verb.SIGN], on).filter(pk=document.keeper_id).exists()
    return {
        "may_change": writes and may_be_changed(document.stage),
        "may_address": writes,
        "may_sign": signs and may_be_signed(document.stage),
        "may_send_back": signs and may_be_sent_back(document.stage),
        "may_issue": office and may_be_issued(document.stage),
        "may_delete": writes,
    }


@person_required
def lay(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Draft n."""
    person = person_for(request)
    found = draft_for(person, uid, today(), to="write")
    newest = found.drafts.order_by("-no")[0]
    initial = {"abstract": found.abstract, "text": newest.text}
    form = LayForm(posted(request), request.FILES or None, initial=initial)

    def work() -> None:
        given = dict(form.cleaned_data)
        check_words(given["abstract"], given["text"], no_mark_declared=given["no_mark_declared"])
        with kept(request) as given["file"]:
            lay_draft(by=person, document=found, **given)
        warn_of_secrecy(request, given["text"])

    number = newest.no + 1
    question = of_paper(
        found,
        _("Lay draft {number}").format(number=number),
        _("Draft {number} stays as it was laid, with the opinions on it.").format(number=newest.no),
        _("Lay draft {number}").format(number=number),
        _("Draft {number} is laid.").format(number=number),
    )
    return ask(request, question, work, form)


@person_required
def draft_file(request: HttpRequest, uid: UUID, no: int) -> HttpResponseBase:
    """The file of a version, as a download."""
    found = draft_for(person_for(request), uid, today())
    version = get_object_or_404(found.drafts.filter(file__isnull=False).select_related("file"), no=no)
    return version_file(version)


def version_file(version: Draft) -> FileResponse:
    """The file of a version, never opened inside a page of ours. 404 where there is none."""
    if version.file is None:
        raise Http404
    name = f"{_('draft-file')}-{version.no}.{ENDINGS.get(version.file.media_type, 'bin')}"
    response = FileResponse(stored.stream(version.file), as_attachment=True, filename=name)
    response["Content-Type"] = version.file.media_type
    response["Cache-Control"] = "private, no-store"
    return response


@person_required
def opinions(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Ask people of the unit what they say of the newest version."""
    person, on = person_for(request), today()
    found = draft_for(person, uid, on, to="write")
    people = {str(held.person.uid): held.person for held in people_of(found.keeper, on) if held.person_id != person.pk}
    form = AskForm(posted(request), people=[(key, one.name) for key, one in people.items()])

    def work() -> None:
        ask_for_opinions(by=person, document=found, people=[people[key] for key in form.cleaned_data["people"]])

    question = of_paper(
        found,
        _("Ask for opinions on the draft"),
        _("Those who are asked find the draft among theirs and can write what they think. It stays in the unit."),
        _("Ask for opinions"),
        _("The people were asked."),
    )
    return ask(request, question, work, form)


@person_required
def opinion(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """What the person says of the newest version."""
    person = person_for(request)
    found = draft_for(person, uid, today())
    newest = found.drafts.order_by("-no")[0]
    mine = get_object_or_404(newest.opinions.select_related("draft__document"), by=person, voice=Voice.OPINION)
    form = WordsForm(posted(request), initial={"words": mine.text})
    question = of_paper(
        found,
        _("Opinion on: {paper}"),
        _("Seen by the drafter, the office and the signers of the unit. It never leaves the unit."),
        _("Give the opinion"),
        _("The opinion is given."),
    )
    return ask(
        request, question, lambda: give_opinion(by=person, document=found, text=form.cleaned_data["words"]), form
    )
