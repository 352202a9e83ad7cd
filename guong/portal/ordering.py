"""The orders in which the public list of papers can be read, chosen by address."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from guong.portal.facets import QUERY, Choice, address
from guong.search.docs import NEWEST, NUMBERED, OLDEST

ORDER = "xep"
# Names in addresses → orders of the index; without one the best come first for words, the newest for none.
ORDERS = {"moi": NEWEST, "cu": OLDEST, "so": NUMBERED}
_BEST = "hop"


def order_of(asked: Mapping[str, str]) -> str:
    """What the index is asked for; empty for its own order."""
    return ORDERS.get(asked.get(ORDER, ""), "")


def choices(asked: Mapping[str, str]) -> list[Choice]:
    """Each order with its address; the one in use is current. By fit only where words are asked for."""
    labels = {"moi": _("newest first"), "cu": _("oldest first"), "so": _("by number")}
    usual = "moi"
    if QUERY in asked:
        labels, usual = {_BEST: _("best match first"), **labels}, _BEST
    current = asked[ORDER] if asked.get(ORDER) in labels else usual
    bare = {name: value for name, value in asked.items() if name != ORDER}
    return [
        Choice(label, None, address(bare, ORDER, name) if name != usual else _plain(bare), current=name == current)
        for name, label in labels.items()
    ]


def _plain(asked: Mapping[str, str]) -> str:
    return f"?{urlencode(asked)}"
