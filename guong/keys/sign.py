"""The installation's signature (Ed25519): on heads and receipts, which anyone with the public key can check offline."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from guong.keys import store

_WHOSE = ("sign", "installation")


def sign(data: bytes) -> str:
    """The signature of `data`, base64url without padding."""
    return _encode(_private().sign(data))


def public_key() -> str:
    """The public key, base64url without padding; made with the private one when there is none yet."""
    return _encode(_private().public_key().public_bytes_raw())


def public_keys() -> list[str]:
    """The public keys of every signing key here: more than one after a recovery sheet met a new key; makes none."""
    privates = [Ed25519PrivateKey.from_private_bytes(key) for key in store.find_all(*_WHOSE)]
    return [_encode(private.public_key().public_bytes_raw()) for private in privates]


def verify(data: bytes, signature: str, public: str) -> bool:
    """Whether `signature` is that of `data` under `public`; anything malformed is simply no signature.

    base64 can write the same bytes in several ways; one alone is taken, so that no character of it can be changed.
    """
    try:
        given = _decode(signature)
        Ed25519PublicKey.from_public_bytes(_decode(public)).verify(given, data)
    except (InvalidSignature, ValueError):
        return False
    return _encode(given) == signature


def _private() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(store.key(*_WHOSE))


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
