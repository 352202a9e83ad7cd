import random

import pytest

from guong.ops.benches import resolve


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_register_with_collisions_links_next_to_nothing_wrongly() -> None:
    figures = resolve.measure(1200, 400, random.Random(7))
    assert figures["citations"] == 400
    assert figures["wrong_pct"] <= 0.5
    assert figures["missed_pct"] <= 0.5
    assert figures["right_pct"] >= 50
