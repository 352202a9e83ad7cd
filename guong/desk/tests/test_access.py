"""Every address of the desk: owner and colleague do, who may only see gets 403, a stranger 404."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest
from django.urls import reverse
from uuid_utils.compat import uuid7

from guong.desk import urls
from guong.desk.tests.factories import Desk, signed_in, sitting_post
from guong.rounds.models import Held, Phase, Submission
from guong.rounds.rules import Stale
from guong.rounds.tests.factories import make_round
from guong.units.models import Person

DOES, SEES_ONLY, UNKNOWN = 200, 403, 404


@dataclass(frozen=True)
class Line:
    """Who meets an address how. `post` is what is posted where the act itself is asked for."""

    args: Callable[[Desk], list[object]]
    owner: Callable[[Desk], Person]
    colleague: Callable[[Desk], Person]
    reader: Callable[[Desk], Person] | None
    stranger: int = UNKNOWN
    reader_gets: int = SEES_ONLY


def _clerk(desk: Desk) -> Person:
    return desk.world.clerk


def _colleague(desk: Desk) -> Person:
    return desk.colleague


def _reader(desk: Desk) -> Person:
    return desk.reader


def _secretary(desk: Desk) -> Person:
    return desk.world.secretary


def _school_reader(desk: Desk) -> Person:
    return desk.school_reader


def _leader(desk: Desk) -> Person:
    return desk.leader


def _phase(desk: Desk) -> list[object]:
    return [desk.phase.uid]


def _board(desk: Desk) -> list[object]:
    return [desk.phase.uid, desk.world.district.uid]


def _waiting_phase(desk: Desk) -> list[object]:
    return [Phase.objects.get(round=desk.phase.round, order=1).uid]


def _round(desk: Desk) -> list[object]:
    return [desk.phase.round.uid]


def _proposed(desk: Desk) -> list[object]:
    return [make_round(desk.world, confirmed=False).uid]


def _duty(desk: Desk) -> list[object]:
    return [desk.duty.uid]


def _sent(desk: Desk) -> list[object]:
    return [desk.sent().submission.uid]


def _held(desk: Desk) -> list[object]:
    desk.sent()
    with suppress(Stale):
        desk.sent()
    return [Held.objects.get().uid]


def _figure(desk: Desk) -> list[object]:
    desk.phase.round.reported.create(order=0, measure="units", value=46, words="46 chi bộ", readings=["a", "b"])
    return [desk.phase.round.uid, 0]


def _none(_desk: Desk) -> list[object]:
    return []


def everybody(of: Callable[[Desk], list[object]]) -> Line:
    """A page of one's own: it shows each person only what is theirs, so nobody is refused."""
    return Line(of, _clerk, _colleague, _reader, stranger=DOES, reader_gets=DOES)


def clerks(of: Callable[[Desk], list[object]]) -> Line:
    return Line(of, _clerk, _colleague, _reader)


def seen(of: Callable[[Desk], list[object]]) -> Line:
    """Whoever sees the unit may read it."""
    return Line(of, _clerk, _secretary, _school_reader, reader_gets=DOES)


def judges(of: Callable[[Desk], list[object]]) -> Line:
    """Above the unit; its own people see it and cannot judge it."""
    return Line(of, _clerk, _colleague, _secretary)


MATRIX: dict[str, Line] = {
    "home": everybody(_none),
    "rounds": everybody(_none),
    "corrections": everybody(_none),
    "tasks": everybody(_none),
    "kit": everybody(_none),
    "kept": everybody(_none),
    "entry": Line(_none, _clerk, _colleague, _reader, stranger=DOES),  # a clerk elsewhere has a list too
    "incoming": everybody(_none),
    "round": Line(_round, _clerk, _colleague, _reader, reader_gets=DOES),
    "new_round": Line(_none, _clerk, _colleague, _reader, stranger=DOES),  # a clerk elsewhere starts rounds too
    "scope": clerks(_round),
    "new_phase": clerks(_round),
    "edit_round": clerks(_round),
    "confirm_round": Line(_proposed, _clerk, _colleague, None),
    "reading": clerks(_figure),
    "edit_phase": clerks(_waiting_phase),
    "remove_phase": clerks(_waiting_phase),
    "open_phase": clerks(_waiting_phase),
    "close_phase": clerks(_phase),
    "statement": clerks(_phase),
    "board": Line(_phase, _clerk, _leader, _reader),
    "board_of": Line(_board, _clerk, _leader, _reader),
    "board_part": Line(_board, _clerk, _leader, _reader),
    "board_export": Line(_board, _clerk, _leader, _reader),
    "duty": seen(_duty),
    "excuse": judges(_duty),
    "not_applicable": judges(_duty),
    "lift": judges(_duty),
    "extend": judges(_duty),
    "submission": seen(_sent),
    "receive": judges(_sent),
    "approve_plan": judges(_sent),
    "return": judges(_sent),
    "accept_late": judges(_sent),
    "receipt": Line(_sent, _clerk, _secretary, _leader),
    "receipt_file": Line(_sent, _clerk, _secretary, _leader),
    "held": Line(_held, _secretary, _secretary, _school_reader),
    "write": Line(_duty, _secretary, _secretary, _school_reader),
    "below": Line(_duty, _secretary, _secretary, _school_reader),
    "nil": Line(_duty, _secretary, _secretary, _clerk),
}


# Their doors are tested beside what they do (test_incoming, test_casing, test_entry).
# `totals` opens on the highest unit in sight: test_totals. `worker` and `manifest` are the same for everybody and
# name nobody: tests/access_matrix.py.
POSTED = {
    "totals", "totals_of", "propose", "case_of_round", "entry_print", "entry_revoke", "entry_take_back", "entry_desks",
    "entry_invite", "worker", "manifest",
}  # fmt: skip


def test_every_address_has_a_line() -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == set(MATRIX) | POSTED


@pytest.mark.both
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_who_meets_an_address_how(name: str, desk: Desk) -> None:
    line = MATRIX[name]
    url = reverse(f"desk:{name}", args=line.args(desk))
    done = 302 if name == "reading" else DOES
    assert signed_in(line.owner(desk)).get(url).status_code == done
    assert signed_in(line.colleague(desk)).get(url).status_code == done
    if line.reader is not None:
        assert signed_in(line.reader(desk)).get(url).status_code == line.reader_gets
    assert signed_in(desk.stranger).get(url).status_code == line.stranger


@pytest.mark.parametrize("name", ["excuse", "receive", "return", "extend"])
def test_a_posted_act_meets_the_same_door(name: str, desk: Desk) -> None:
    line = MATRIX[name]
    url = reverse(f"desk:{name}", args=line.args(desk))
    assert signed_in(desk.world.secretary).post(url, {"reason": "Thử"}).status_code == SEES_ONLY
    assert signed_in(desk.stranger).post(url, {"reason": "Thử"}).status_code == UNKNOWN


def test_nobody_hands_in_for_another_unit(desk: Desk) -> None:
    url = reverse("desk:write", args=[desk.duty.uid])
    posted = sitting_post(desk.duty, uuid7()) | {"step": "send"}
    assert signed_in(desk.world.clerk).post(url, posted).status_code == SEES_ONLY
    assert signed_in(desk.world.headman).post(url, posted).status_code == UNKNOWN
    assert Submission.objects.count() == 0


def test_visitors_go_to_the_log_in(desk: Desk) -> None:
    from django.test import Client

    assert Client().get(reverse("desk:home")).status_code == 302
