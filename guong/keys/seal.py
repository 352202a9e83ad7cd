"""Envelopes: AES-256-GCM with the key of (kind, name), which is bound to the text as associated data.

Layout: one version byte, eight bytes that name the key, twelve random bytes, the sealed text with its tag.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from guong.keys import store

VERSION = 1
NONCE_BYTES = 12
_HEADER_BYTES = 1 + store.ID_BYTES + NONCE_BYTES


class KeyMissing(Exception):
    """The key that sealed this is not in the store; the text stays closed."""

    def __str__(self) -> str:
        return _(
            "This text is sealed and its key is not in the key store. It stays closed until the key is brought back"
            " with “guong keys import”; a key that was thrown away does not come back."
        )


class Tampered(Exception):
    """The envelope was altered, cut, or belongs to another (kind, name)."""

    def __str__(self) -> str:
        return _("This sealed text was altered or belongs elsewhere; it was not opened. Run “guong verify”.")


def seal(clear: bytes, *, kind: str, name: str) -> bytes:
    """An envelope that `unseal` opens with the same kind and name."""
    key = store.key(kind, name)
    header = bytes([VERSION]) + store.key_id(key)
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(derive(key, "seal")).encrypt(nonce, clear, _bound(header, kind, name))


def unseal(sealed: bytes, *, kind: str, name: str) -> bytes:
    """The clear bytes; raises KeyMissing or Tampered."""
    return _opened(sealed, store.find_by_id(kind, name, _key_of(sealed)), kind, name)


def unseal_each(envelopes: Mapping[str, bytes], *, kind: str) -> dict[str, bytes]:
    """The clear bytes of those that open, by name; what `unseal` would refuse is left out."""
    keys = store.find_each(kind, envelopes)
    found: dict[str, bytes] = {}
    for name, sealed in envelopes.items():
        try:
            found[name] = _opened(sealed, keys.get((name, _key_of(sealed))), kind, name)
        except (KeyMissing, Tampered):
            continue
    return found


def _key_of(sealed: bytes) -> bytes:
    """What an envelope carries of its key."""
    if len(sealed) < _HEADER_BYTES or sealed[0] != VERSION:
        raise Tampered
    return sealed[1 : 1 + store.ID_BYTES]


def _opened(sealed: bytes, key: bytes | None, kind: str, name: str) -> bytes:
    if key is None:
        raise KeyMissing
    header, nonce = sealed[: 1 + store.ID_BYTES], sealed[1 + store.ID_BYTES : _HEADER_BYTES]
    try:
        return AESGCM(derive(key, "seal")).decrypt(nonce, sealed[_HEADER_BYTES:], _bound(header, kind, name))
    except InvalidTag as error:
        raise Tampered from error


def mark(data: bytes, *, kind: str, name: str) -> str:
    """HMAC-SHA256 of `data` in hex: equal data can be recognised by whoever holds the key, guessed by nobody else."""
    return hmac.new(derive(store.key(kind, name), "mark"), data, hashlib.sha256).hexdigest()


def derive(key: bytes, use: str) -> bytes:
    """A key for one use, so that sealing, marking and file chunks never share one."""
    return hmac.digest(key, b"guong " + use.encode(), "sha256")


def _bound(header: bytes, kind: str, name: str) -> bytes:
    return header + kind.encode() + b"\0" + name.encode()
