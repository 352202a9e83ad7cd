"""Secrets that people type: numbers of slips, codes, PINs. All are hashed slowly, with a pepper of the installation."""

import hashlib
import hmac
import secrets
from itertools import pairwise

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

# Without signs that look alike on paper.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
NUMBER_SIGNS = 6
CODE_FIGURES = 8
PIN_FIGURES = 6


class Hasher(Argon2PasswordHasher):
    """argon2id as OWASP advises for small servers: 19 MiB, two passes."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


def new_number() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(NUMBER_SIGNS))


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_FIGURES):0{CODE_FIGURES}}"


def tidy_number(typed: str) -> str:
    """As it is stored, whatever blanks, hyphens and small letters were typed."""
    return "".join(sign for sign in typed.upper() if sign in _SIGNS)[:NUMBER_SIGNS]


def figures(typed: str) -> str:
    return "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())


def hashed(secret: str) -> str:
    hasher = Hasher()
    return hasher.encode(_peppered(secret), hasher.salt())


def fits(secret: str, stored: str) -> bool:
    """The same work is done where nothing is stored, so that the time tells nothing."""
    fitted = Hasher().verify(_peppered(secret), stored or _NOTHING)
    return bool(stored) and fitted


def weak_pin(pin: str) -> bool:
    """One figure over and over, or figures in a row."""
    gaps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return gaps in ({0}, {1}, {9})


def key_hash(key: str) -> str:
    """Of keys too long to be guessed: found by it, and worth nothing to whoever reads it."""
    return hashlib.sha256(key.encode()).hexdigest()


def _peppered(secret: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"guong.accounts " + secret.encode(), hashlib.sha256).hexdigest()


_NOTHING = Hasher().encode(secrets.token_hex(), Hasher().salt())
