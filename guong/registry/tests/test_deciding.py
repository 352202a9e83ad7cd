"""The document that decides a change of the tree."""

from datetime import date

import pytest

from guong.registry.actions.deciding import CHANGE
from guong.registry.queries import cited_in
from guong.registry.tests.factories import make_document
from guong.units import planning
from guong.units.actions import carry_out
from guong.units.tests.factories import make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DAY = date(2022, 9, 1)


def test_a_decision_is_linked_when_its_paper_is_held_sooner_or_later() -> None:
    top = make_unit("Đảng bộ huyện Mường Soi")
    acts = [
        carry_out(by=None, plan=planning.rename(unit=top, day=day, name=name, kind="cell", decision=decision)).act
        for day, name, decision in (
            (DAY, "Một", "Kế hoạch số 105-KH/TU ngày 24/02/2022 của Tỉnh ủy Nậm Thi"),
            (date(2022, 10, 1), "Hai", "theo ý kiến của cấp trên"),
            (date(2022, 11, 1), "Ba", ""),
        )
    ]
    assert [[one.target for one in cited_in(CHANGE, act)] for act in acts] == [[None], [], []]
    paper = make_document(top, "105-KH/TU")
    assert [[one.target for one in cited_in(CHANGE, act)] for act in acts] == [[paper], [], []]
