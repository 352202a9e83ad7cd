"""Identity of documents as printed, and the gate that keeps secret papers out. Plain text in, verdicts out."""

import hashlib
from datetime import date

from django.utils.translation import gettext as _

from guong.registry.enums import Stage
from guong.registry.marks import name_marks, secrecy_marks, secrecy_warnings
from guong.viet.bodies import same_body
from guong.viet.fold import fold
from guong.viet.symbols import number_of, symbol_key
from guong.viet.tone import place_tones

__all__ = [
    "Refused",
    "iso_day",
    "marked",
    "may_be_changed",
    "may_be_deleted",
    "may_be_issued",
    "may_be_sent_back",
    "may_be_signed",
    "name_key",
    "number_of",
    "refuse_marked_names",
    "refuse_marks",
    "same_body",
    "secrecy_marks",
    "secrecy_warnings",
    "symbol_key",
    "token_hash",
]


class Refused(Exception):
    """The act cannot be done; the message is a whole sentence for the person."""


def name_key(name: str) -> str:
    """The form in which two prints of a body's name are equal."""
    return " ".join(fold(place_tones(name)).split())[:200]


# --- secrecy marks


def refuse_marks(*texts: str) -> None:
    """Raise `Refused` when one of the texts carries a secrecy mark. The sentence quotes nothing of it."""
    if any(secrecy_marks(text) for text in texts):
        raise marked()


def refuse_marked_names(*names: str) -> None:
    """The same for names and titles of files."""
    if any(name_marks(name) for name in names):
        raise marked()


def marked() -> Refused:
    return Refused(
        _(
            "The document carries a secrecy mark, so it is not taken into the system. Nothing of it was stored."
            " Handle it under the rules on the protection of state secrets."
        )
    )


# --- links for outsiders


def token_hash(token: str) -> str:
    """What is kept of the token of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


# --- dates


def iso_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# --- how far a paper of one's own has come: what may be done with it


def may_be_changed(stage: str) -> bool:
    """A new version is laid, opinions are asked for and given."""
    return stage == Stage.DRAFT


def may_be_signed(stage: str) -> bool:
    return stage == Stage.FOR_SIGNING


def may_be_sent_back(stage: str) -> bool:
    return stage in {Stage.FOR_SIGNING, Stage.SIGNED}


def may_be_issued(stage: str) -> bool:
    return stage == Stage.SIGNED


def may_be_deleted(stage: str) -> bool:
    return stage != Stage.ISSUED
