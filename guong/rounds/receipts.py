"""Receipts: what they say, the check mark over it, and checking it without a network.

The mark is an Ed25519 signature of the installation over the canonical text (RFC 8785). It proves that these bytes
arrived then; it is no signature in law. The short form for QR codes holds the same fields, in order, and gives the
same text again.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785

from guong.keys import sign
from guong.rounds.models import Receipt

FORM = "guong-receipt/1"
SHORT = "GUONG1"


class Unreadable(ValueError):
    """This is no receipt of a form that this version knows."""


@dataclass(frozen=True)
class Checked:
    """A receipt that was read: its fields, and whether the mark fits them."""

    fields: Mapping[str, Any]
    genuine: bool


def fields(receipt: Receipt) -> dict[str, Any]:
    """What the receipt says; instants in whole seconds of UTC, digests in hex."""
    submission = receipt.submission
    return {
        "form": FORM,
        "owner": str(receipt.owner.uid),
        "year": receipt.year,
        "number": receipt.number,
        "unit": str(submission.unit.uid),
        "submission": str(submission.uid),
        "version": submission.version,
        "digest": submission.digest,
        "arrived_at": _instant(submission.arrived_at),
        "issued_at": _instant(receipt.issued_at),
        "head_position": receipt.head_position,
        "head_seal": receipt.head_seal,
    }


def text(receipt: Receipt) -> bytes:
    """The canonical text that the mark covers."""
    return rfc8785.dumps(fields(receipt))


def file(receipt: Receipt) -> bytes:
    """The receipt as a file to keep: its text and the mark, canonical JSON."""
    return rfc8785.dumps({"mark": receipt.mark, "receipt": fields(receipt)})


def number(receipt: Receipt) -> str:
    """As people write it: 0217/2022."""
    return f"{receipt.number:04d}/{receipt.year}"


def short(receipt: Receipt) -> str:
    """The content of the QR code: the same fields and the mark, short enough for a phone's screen."""
    said = fields(receipt)
    return ".".join([SHORT, *(_pack(name, said[name]) for name in _ORDER), receipt.mark])


def read(given: bytes | str) -> tuple[dict[str, Any], str]:
    """Fields and mark of a receipt in either form. Raises Unreadable."""
    if isinstance(given, bytes):
        given = given.decode("utf-8", errors="replace")
    given = given.strip()
    try:
        if given.startswith(SHORT + "."):
            _form, *parts, mark = given.split(".")
            return {"form": FORM, **{n: _strictly(n, p) for n, p in zip(_ORDER, parts, strict=True)}}, mark
        whole = json.loads(given)
        return dict(whole["receipt"]), str(whole["mark"])
    except (ValueError, KeyError, TypeError, binascii.Error, OverflowError) as error:
        raise Unreadable from error


def look(given: bytes | str, *, public: Collection[str] | None = None) -> Checked:
    """Read a receipt and check its mark against public keys (those of this installation when None)."""
    said, mark = read(given)
    if said.get("form") != FORM:
        raise Unreadable
    try:
        signed = rfc8785.dumps(said)
    except (rfc8785.CanonicalizationError, ValueError) as error:
        raise Unreadable from error
    keys = sign.public_keys() if public is None else public
    return Checked(said, any(sign.verify(signed, mark, key) for key in keys))


def check(given: bytes | str, *, public: Collection[str] | None = None) -> bool:
    """Whether this is a genuine receipt; needs no network and no database."""
    try:
        return look(given, public=public).genuine
    except Unreadable:
        return False


_UIDS = ("owner", "unit", "submission")
_HEX = ("digest", "head_seal")
_INSTANTS = ("arrived_at", "issued_at")
_WHOLES = ("year", "number", "version", "head_position")
_ORDER = (*_UIDS, *_HEX, *_INSTANTS, *_WHOLES)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _pack(name: str, value: Any) -> str:
    if name in _UIDS:
        return _encode(UUID(value).bytes)
    if name in _HEX:
        return _encode(bytes.fromhex(value))
    if name in _INSTANTS:
        return str(int(datetime.fromisoformat(value).timestamp()))
    return str(value)


def _strictly(name: str, part: str) -> Any:
    """What a part says, where it is written as we write it: another writing of the same bytes is no receipt of ours."""
    value = _unpack(name, part)
    if _pack(name, value) != part:
        raise ValueError(name)
    return value


def _unpack(name: str, part: str) -> Any:
    if name in _UIDS:
        return str(UUID(bytes=_decode(part)))
    if name in _HEX:
        return _decode(part).hex()
    if name in _INSTANTS:
        return _instant(datetime.fromtimestamp(int(part), UTC))
    return int(part)


def _encode(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _decode(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
