"""Relations of a paper on its page: its life, what does not fit together, what carries it out; entering and mending."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.registry import queries
from guong.registry.access import document_for, documents_for, relation_for
from guong.registry.actions import lift_suspension, relate, unrelate
from guong.registry.enums import RelationKind
from guong.registry.forms import DayForm, LiftForm, ReasonForm, RelationForm
from guong.registry.lives import Span
from guong.registry.models import OfficialDocument, Relation
from guong.registry.rules import Refused, symbol_key
from guong.registry.timeline import Event, timeline
from guong.registry.views.asking import ask, of_paper, posted
from guong.registry.views.shown import pill, relation_words, type_words
from guong.ui import lifebar
from guong.units.access import person_for, person_required
from guong.units.enums import Verb
from guong.units.models import Person, Unit

_PASSIVE = "passive:"


@dataclass(frozen=True)
class Asked:
    """The day for which the page is computed, and the instant by which it was recorded; None: all that is."""

    on: date
    known: datetime | None
    form: DayForm

    @classmethod
    def of(cls, request: HttpRequest, day: date) -> "Asked":
        form = DayForm(request.GET)
        form.is_valid()
        known = form.cleaned_data.get("known")
        until = timezone.make_aware(datetime.combine(known + timedelta(days=1), time.min)) if known else None
        return cls(form.cleaned_data.get("on") or day, until, form)


@dataclass(frozen=True)
class Line:
    """A relation as the page says it."""

    words: str
    event: Event
    may_lift: bool


def life_bar(spans: Iterable[Span], on: date) -> SafeString:
    """The bar of a paper's life, for any page that shows one."""
    drawn = [lifebar.Stretch(span.from_on, span.to_on, *pill(span.state)) for span in spans if span.from_on is not None]
    return lifebar.life(drawn, today=on, title=_("Life of the document"))


def panels(person: Person, found: OfficialDocument, seen: QuerySet[Unit], asked: Asked) -> dict[str, Any]:
    """What the page of a paper shows of its relations."""
    life = timeline(found, among=documents_for(person, today()), known=asked.known)
    own = next((n for n, each in enumerate(life.events) if _after(each, found)), len(life.events))
    lines = [_line(event) for event in life.events]
    return {
        "bar": life_bar(life.spans, asked.on),
        "before": lines[:own],
        "after": lines[own:],
        "doubtful": [line for line in lines if line.event.conflicts],
        "parts": [(where, pill(state)) for where, state in queries.parts_on(found, asked.on, asked.known)],
        "cascade": queries.cascade(found, asked.on, seen=seen),
    }


def _after(event: Event, found: OfficialDocument) -> bool:
    return event.on is None or found.issued_on is None or event.on > found.issued_on


def _line(event: Event) -> Line:
    relation = event.relation
    return Line(
        words=relation_words(relation.kind, passive=event.passive),
        event=event,
        may_lift=relation.kind == RelationKind.SUSPENDS and relation.until_on is None,
    )


def _kinds() -> list[tuple[str, str]]:
    active = [(kind, relation_words(kind)) for kind in RelationKind.values]
    return active + [(_PASSIVE + kind, relation_words(kind, passive=True)) for kind in RelationKind.values]


def _named(person: Person, found: OfficialDocument, symbol: str) -> list[OfficialDocument]:
    """Papers of that symbol in the registers that the person sees; those of the same register first."""
    key = symbol_key(symbol)
    rows = documents_for(person, today()).filter(symbol_key=key).exclude(pk=found.pk) if key else []
    return sorted(rows, key=lambda paper: (paper.keeper_id != found.keeper_id, paper.issued_on or date.min, paper.pk))


def _choice(paper: OfficialDocument) -> tuple[str, str]:
    words = [paper.symbol, paper.issued_on.strftime("%d/%m/%Y") if paper.issued_on else ""]
    return str(paper.uid), ", ".join(filter(None, [*words, paper.issuer.name if paper.issuer else "", paper.abstract]))


@person_required
def relate_(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Enter what a paper does to another, or what another does to it."""
    person = person_for(request)
    found = document_for(person, uid, today(), to=Verb.DIRECT)
    papers = _named(person, found, request.POST.get("symbol", ""))
    form = RelationForm(request.POST or None, kinds=_kinds(), papers=[_choice(paper) for paper in papers])
    if request.method == "POST" and form.is_valid():
        relation = _related(person, found, form, papers)
        if relation is not None:
            messages.success(request, _("The relation is recorded."))
            return redirect("registry:document", found.uid)
    context = {"document": found, "form": form, "type": type_words(found.type)}
    return render(request, "registry/relate.html", context, status=422 if form.errors else 200)


def _related(
    person: Person, found: OfficialDocument, form: RelationForm, papers: list[OfficialDocument]
) -> Relation | None:
    given = form.cleaned_data
    if not papers:
        form.add_error("symbol", _("No register holds this document yet. Register it first, then relate the two."))
        return None
    chosen = next((paper for paper in papers if len(papers) == 1 or str(paper.uid) == given.get("other")), None)
    if chosen is None:
        form.add_error("other", _("Several documents carry this number. Choose one."))
        return None
    kind = given["kind"].removeprefix(_PASSIVE)
    acting, other = (chosen, found) if given["kind"].startswith(_PASSIVE) else (found, chosen)
    days = {"from_on": given["from_on"], "until_on": given["until_on"]}
    try:
        return relate(by=person, document=acting, kind=kind, other=other, part=given["part"], **days)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _said(relation: Relation) -> str:
    names = [paper.symbol or type_words(paper.type) for paper in (relation.document, relation.other)]
    return f"{names[0]} {relation_words(relation.kind)} {names[1]}"


@person_required
def unrelate_(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Ask for the reason, then withdraw a relation."""
    person = person_for(request)
    relation = relation_for(person, uid, today())
    form = ReasonForm(posted(request))
    question = of_paper(
        relation.document,
        _("Withdraw “{words}”?").format(words=_said(relation)),
        _("It no longer counts from now on. It stays on record, with the reason and the name of the person."),
        _("Withdraw the relation"),
        _("The relation is withdrawn."),
    )
    return ask(
        request, question, lambda: unrelate(by=person, relation=relation, reason=form.cleaned_data["reason"]), form
    )


@person_required
def lift(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Ask for the day, then lift a suspension."""
    person = person_for(request)
    relation = relation_for(person, uid, today())
    form = LiftForm(posted(request))
    question = of_paper(
        relation.document,
        _("Lift the suspension “{words}”?").format(words=_said(relation)),
        _("From that day on the document is as it would be without the suspension."),
        _("Lift the suspension"),
        _("The suspension is lifted."),
        to=reverse("registry:document", args=[relation.other.uid]),
    )
    return ask(
        request, question, lambda: lift_suspension(by=person, relation=relation, on=form.cleaned_data["on"]), form
    )
