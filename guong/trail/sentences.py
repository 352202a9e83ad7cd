"""Faults of the chain in words, for `guong verify`."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guong.jobs import clock
from guong.trail import queries
from guong.trail.queries import Fault, What

SENTENCES: dict[What, Promise] = {
    What.REMOVED: _("Trail: the entry at position %(position)s was removed."),
    What.ALTERED: _("Trail: the entry %(entry)s at position %(position)s was altered."),
    What.MOVED: _("Trail: the entry %(entry)s was moved to position %(position)s."),
    What.CUT: _("Trail: the chain was cut from position %(position)s on; a signed head knows more."),
    What.HEAD: _("Trail: the signed head at position %(position)s does not fit the chain or its signature."),
    What.UNSIGNED: _("Trail: no signed head covers the end of the chain at position %(position)s."),
    What.BACKLOG: _(
        "Trail: entries have waited for their seal for more than a minute. See that “guong work” is running."
    ),
    What.NO_KEY: _("Trail: the signing key is missing, so signatures cannot be checked. Run “guong keys import”."),
}


def sentence(fault: Fault) -> str:
    return str(SENTENCES[fault.what]) % {"position": fault.position, "entry": fault.entry}


def faults() -> Iterator[str]:
    """Everything that is wrong with the chain now, one sentence each."""
    return map(sentence, queries.verify(at=clock.now()))
