"""Where a citation and the paper that it is linked to say different things. Shown to staff; the link stands."""

import re

from guong.registry.enums import Doubt
from guong.registry.models import Citation, OfficialDocument
from guong.registry.rules import symbol_key

_YEAR = re.compile(r"/((?:19|20)\d\d)/")


def doubts(citation: Citation) -> list[Doubt]:
    paper = citation.copy or citation.target
    if paper is None or paper.issued_on is None:
        return []
    year = _YEAR.search(citation.symbol)
    found = {
        Doubt.OTHER_DAY: citation.cited_on is not None and citation.cited_on != paper.issued_on,
        Doubt.OTHER_YEAR: year is not None and int(year[1]) != paper.issued_on.year,
        Doubt.OTHER_TYPE: _other_type(citation, paper),
    }
    return [doubt for doubt, there in found.items() if there]


def _other_type(citation: Citation, paper: OfficialDocument) -> bool:
    """Decisions and rules share a symbol, and texts mix up their words: that is no difference."""
    return bool(citation.type) and symbol_key(citation.type) != symbol_key(paper.type)
