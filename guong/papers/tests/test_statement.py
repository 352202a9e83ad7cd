from datetime import date

import pytest

from guong.papers.actions import make_statement
from guong.papers.models import Statement
from guong.papers.narrative import Bound, Text, pieces, plain
from guong.papers.queries import newest_of, statement
from guong.rounds.models import Phase
from guong.rounds.tests.factories import AFTER, World, duty_of, make_phase, make_world, send, sitting

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def world() -> World:
    return make_world()


def write(world: World, phase: Phase, template: str = "held") -> Statement:
    return make_statement(by=world.clerk, phase=phase, template=template, on=date(2022, 8, 31), known=AFTER)


def crowd(world: World) -> Phase:
    phase = make_phase(world)
    duty = duty_of(phase, world.school)
    send(world.secretary, duty, said=sitting(duty, expected=3600, present=3550, absent_excused=50, guests=10))
    return phase


def test_the_sentence_says_units_exactly_and_a_floor_of_the_attendances(world: World) -> None:
    written = write(world, crowd(world))
    assert plain(written, "vi") == (
        "Đến nay có 1 tổ chức đảng trực thuộc Đảng bộ huyện Mường Soi đã tiến hành buổi sinh hoạt;"
        " tính cả các cấp là 1 buổi sinh hoạt, với trên 3.550 lượt người dự."
    )
    assert plain(written, "en") == (
        "To date 1 party organisations directly below Đảng bộ huyện Mường Soi have held their sittings;"
        " over all levels 1 sittings with more than 3,550 attendances."
    )


def test_each_number_is_bound_to_its_publication(world: World) -> None:
    shown = pieces(write(world, crowd(world)), "vi")
    assert [(piece.text, piece.publication.definition) for piece in shown if isinstance(piece, Bound)] == [
        ("1", "units_direct"),
        ("1", "sittings"),
        ("trên 3.550", "seats"),
    ]
    assert isinstance(shown[0], Text)


def test_what_was_not_declared_is_said_to_be_unknown(world: World) -> None:
    written = write(world, crowd(world), "took_part")
    assert plain(written, "vi").endswith("với chưa rõ số người tham gia ở các cấp.")


def test_the_public_never_reads_a_small_number_of_persons(world: World) -> None:
    phase = make_phase(world)
    duty = duty_of(phase, world.school)
    send(world.secretary, duty, said=sitting(duty, expected=5, present=5, absent_excused=0, guests=0))
    written = write(world, phase)
    public = [piece.text for piece in pieces(written, "vi") if isinstance(piece, Bound)]
    inside = [piece.text for piece in pieces(written, "vi", public=False) if isinstance(piece, Bound)]
    assert (public, inside) == (["1", "1", "dưới mười"], ["1", "1", "5"])


def test_the_newest_sentence_of_a_round_is_found(world: World) -> None:
    phase = crowd(world)
    write(world, phase)
    second = write(world, phase, "took_part")
    assert newest_of(phase.round) == second == statement(second.uid)
