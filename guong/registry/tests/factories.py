"""Papers for tests."""

from datetime import date
from itertools import count

from guong.registry.actions import find_or_make_issuer, register_document
from guong.registry.models import OfficialDocument
from guong.units.models import Unit

_numbers = count(1)


def make_document(keeper: Unit, symbol: str = "", **given: object) -> OfficialDocument:
    """An incoming plan of the provincial committee; `given` overrides what `register_document` takes."""
    values: dict[str, object] = {
        "by": None,
        "keeper": keeper,
        "direction": "incoming",
        "type": "KH",
        "symbol": symbol or f"{next(_numbers)}-KH/TU",
        "issued_on": date(2022, 2, 24),
        "abstract": "Triển khai đợt sinh hoạt năm 2022",
        "no_mark_declared": True,
    }
    if "issuer" not in given:
        values["issuer"] = find_or_make_issuer(name="Tỉnh ủy Nậm Thi", code="TU")
    return register_document(**{**values, **given})  # type: ignore[arg-type]  # tests name what they override
