"""Requests signed by a device: ECDSA on P-256 with SHA-256, as browsers make it. No session is needed.

The device signs `METHOD`, the path, the SHA-256 of the body in hex, and the time at which it was written (empty where
there is none), with a line end between them. The headers `Guong-Device` and `Guong-Signature` carry who and what.
"""

import binascii
import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.http import HttpRequest

from guong.accounts.models import Device

_HALF = 32  # bytes of a coordinate, and of each half of a signature


class NoKey(ValueError):
    """This is no public key of P-256."""


def is_signed(request: HttpRequest) -> bool:
    return "Guong-Device" in request.headers


def read_key(jwk: Mapping[str, Any]) -> str:
    """A public key in the form in which it is kept; raises NoKey."""
    if jwk.get("kty") != "EC" or jwk.get("crv") != "P-256" or "d" in jwk:
        raise NoKey
    point = b"\x04" + _decode(str(jwk.get("x", ""))) + _decode(str(jwk.get("y", "")))
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError as error:
        raise NoKey from error
    return urlsafe_b64encode(point).decode().rstrip("=")


def message(method: str, path: str, body: bytes, written_at: str = "") -> bytes:
    """What is signed."""
    return "\n".join([method, path, hashlib.sha256(body).hexdigest(), written_at]).encode()


def signer(request: HttpRequest, body: bytes, written_at: str = "") -> Device | None:
    """The device that signed this request; None for one that is unknown, revoked, closed, or signed something else."""
    device = _named(request.headers.get("Guong-Device", ""))
    signed = message(str(request.method), request.path, body, written_at)
    if device is None or not verify(device.public_key, signed, request.headers.get("Guong-Signature", "")):
        return None
    return device


def _named(uid: str) -> Device | None:
    try:
        wanted = UUID(uid)
    except ValueError:
        return None
    rows = Device.objects.select_related("user").filter(revoked_at=None, user__is_active=True)
    return rows.filter(uid=wanted).exclude(public_key="").first()


def verify(public_key: str, signed: bytes, signature: str) -> bool:
    """Whether `signature` (its two halves, base64url) is that of `signed`; anything malformed is simply none."""
    try:
        halves = _decode(signature, 2 * _HALF)
        first, second = int.from_bytes(halves[:_HALF], "big"), int.from_bytes(halves[_HALF:], "big")
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _decode(public_key, 2 * _HALF + 1))
        key.verify(encode_dss_signature(first, second), signed, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def _decode(text: str, size: int = _HALF) -> bytes:
    try:
        found = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise NoKey from error
    if len(found) != size:
        raise NoKey
    return found
