import pytest

from guong.keys.seal import KeyMissing
from guong.units.sealing import seal, unseal
from guong.units.tests.factories import make_unit

pytestmark = pytest.mark.django_db


def test_a_text_is_sealed_with_the_key_of_its_unit() -> None:
    unit, other = make_unit(), make_unit()
    sealed = seal(unit, "Hạn chế: họp chưa đều")
    assert "Hạn chế".encode() not in sealed
    assert unseal(unit, sealed) == "Hạn chế: họp chưa đều"
    seal(other, "khác")
    with pytest.raises(KeyMissing):
        unseal(other, sealed)
