"""Hôm nay, and the duties of the unit on the phone."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guong.desk.access import board_unit_for, directed, looked_over, reports_for
from guong.desk.queries.board import board
from guong.desk.queries.held import HeldLine, held_lines
from guong.desk.queries.home import ClerkWork, clerk_work
from guong.desk.queries.incoming import counts
from guong.desk.queries.reading import submission_lines
from guong.desk.queries.standing import open_promises
from guong.desk.queries.tasks import Group, tasks
from guong.desk.views.board import sentence, share_bar
from guong.desk.views.phone import draw
from guong.desk.words import due_words
from guong.jobs.clock import now, today
from guong.portal.queries import Waiting, in_review
from guong.registry.worklist import paper_work
from guong.rounds.access import held_for
from guong.rounds.models import Phase
from guong.rounds.queries import open_phases
from guong.units.access import holds, person_for, person_required
from guong.units.enums import Verb
from guong.units.models import Person


def _editors_work(person: Person) -> list[Waiting]:
    """Articles in review, for who edits."""
    return in_review() if holds(person, Verb.EDIT, today()) else []


def _held(person: Person) -> list[HeldLine]:
    """What the person's units have to decide: two versions of one report."""
    return held_lines(held_for(person, today()).prefetch_related("duties").order_by("received_at"), today())


@dataclass(frozen=True)
class Running:
    """A phase that is open. `over`: the person may open its board. The one due first is told and drawn as well."""

    phase: Phase
    due: str
    over: bool
    sentence: str = ""
    bar: str = ""


def _running(person: Person) -> list[Running]:
    phases = {phase: phase.due_at for phase in open_phases(person, now())[:6] if phase.due_at}
    over = looked_over(person, phases)
    first = next((phase for phase in phases if phase.pk in over), None)
    drawn = _drawn(person, first) if first else ("", "")
    return [
        Running(
            phase,
            _("to be sent {due}").format(due=due_words(due)),
            phase.pk in over,
            *(drawn if phase == first else ("", "")),
        )
        for phase, due in phases.items()
    ]


def _drawn(person: Person, phase: Phase) -> tuple[str, str]:
    of = board(phase=phase, unit=board_unit_for(person, phase), at=now())
    return sentence(of), share_bar(of)


def _headline(groups: list[Group], clerk: ClerkWork | None, others: int, running: list[Running]) -> str:
    """What is the case, in one sentence: the own duties first, then the desk."""
    mine = sum(len(group.waiting) for group in groups)
    desk = (clerk.waiting + len(clerk.to_confirm) + len(clerk.to_open) + len(clerk.late)) if clerk else 0
    desk += others
    if mine and desk:
        return _("{mine} duties to send, {desk} things to see to").format(mine=mine, desk=desk)
    if mine:
        return ngettext("{n} duty is to be sent", "{n} duties are to be sent", mine).format(n=mine)
    if desk:
        return ngettext("{n} thing is to be seen to", "{n} things are to be seen to", desk).format(n=desk)
    return next((one.sentence for one in running if one.sentence), _("Nothing waits today"))


@person_required
def show(request: HttpRequest) -> HttpResponseBase:
    person, at = person_for(request), now()
    clerk = clerk_work(directed(person), at)
    groups = [group for group in tasks(reports_for(person), at) if group.waiting]
    articles, running, held = _editors_work(person), _running(person), _held(person)
    papers, incoming = paper_work(person, today()), counts(directed(person), today()) if clerk else None
    waiting = len(held) + len(papers) + (incoming.total if incoming else 0)
    context = {
        "at": at,
        "headline": _headline(groups, clerk, waiting, running),
        "incoming": incoming,
        "papers": papers,
        "clerk": clerk,
        "to_receive": submission_lines(clerk.to_receive, today()) if clerk else [],
        "groups": groups,
        "held": held,
        "standing": [line for unit in reports_for(person) for line in open_promises(unit, person=person, on=today())],
        "articles": articles,
        "boards": running,
        "empty": not (running or groups or articles or waiting) and (clerk is None or clerk.empty),
        "empty_what": _("Nothing waits."),
        "empty_next": _("New duties show here when the level above opens a phase."),
    }
    return render(request, "desk/home.html", context)


@person_required
def tasks_of_unit(request: HttpRequest) -> HttpResponseBase:
    """On the phone: everything that the person's units owe, and what became of it."""
    person = person_for(request)
    groups = tasks(reports_for(person), now())
    context = {
        "held": _held(person),
        "groups": groups,
        "empty_what": _("No duty waits."),
        "empty_next": _("New duties show here when the level above opens a phase."),
    }
    return draw(request, "desk/tasks.html", context)
