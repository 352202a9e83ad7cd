"""A phone as the wire knows it: a key of its own, reports signed with it, photos in pieces. No session."""

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from uuid_utils.compat import uuid7

from guong.accounts import signatures
from guong.accounts.models import Device
from guong.jobs import clock
from guong.rounds import content
from guong.rounds.models import Duty
from guong.rounds.tests.factories import sitting
from guong.units.models import Person


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def jwk(key: EllipticCurvePrivateKey) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    x, y = (base64url(one.to_bytes(32, "big")) for one in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def mark(key: EllipticCurvePrivateKey, message: bytes) -> str:
    r, s = decode_dss_signature(key.sign(message, ECDSA(SHA256())))
    return base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A photo as the device holds it."""

    content: bytes
    use: str = "minutes"
    consent: str = ""
    media_type: str = "image/jpeg"
    uid: UUID = field(default_factory=uuid7)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def declared(self) -> dict[str, Any]:
        return {
            "id": str(self.uid), "sha256": self.sha256, "size": len(self.content), "media_type": self.media_type,
            "use": self.use, "consent": self.consent,
        }  # fmt: skip


class Phone:
    """Everything that is asked carries the signature of its key."""

    def __init__(self, person: Person, *, at: datetime | None = None) -> None:
        assert person.user is not None
        self.key = generate_private_key(SECP256R1())
        made = at or clock.now()
        self.device = Device.objects.create(
            user=person.user, public_key=signatures.read_key(jwk(self.key)), browser="Chrome", system="Android",
            made_at=made, last_used_at=made,
        )  # fmt: skip
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def ask(self, method: str, path: str, body: bytes = b"", written_at: str = "", **headers: str) -> Any:
        signed = {
            "Guong-Device": str(self.device.uid),
            "Guong-Signature": mark(self.key, signatures.message(method, path, body, written_at)),
            "Accept-Language": "vi",
        }
        kind = "application/json" if method == "PUT" and "Content-Range" not in headers else "application/octet-stream"
        return self.client.generic(method, path, body, content_type=kind, headers={**signed, **headers})

    def put(self, uid: UUID, given: dict[str, Any]) -> Any:
        body = json.dumps(given, ensure_ascii=False).encode()
        written = given["written_at"]
        return self.ask("PUT", address(uid), body, written if isinstance(written, str) else "")

    def get(self, uid: UUID) -> Any:
        return self.ask("GET", address(uid))

    def piece(self, uid: UUID, shot: Shot, begin: int, end: int) -> Any:
        """Bytes from `begin` up to, not with, `end`."""
        path = f"{address(uid)}/photos/{shot.uid}"
        told = f"bytes {begin}-{end - 1}/{len(shot.content)}"
        return self.ask("PUT", path, shot.content[begin:end], **{"Content-Range": told})


def address(uid: UUID) -> str:
    return f"/api/v1/submissions/{uid}"


def body(*duties: Duty, shots: tuple[Shot, ...] = (), said: content.Content | None = None, **given: Any) -> Any:
    """What a phone sends: a sitting, whose minutes name the photos of use "minutes"."""
    pages = tuple(one.sha256 for one in shots if one.use == "minutes")
    up, stays = content.build(said if said is not None else sitting(*duties, minutes=pages))
    return {
        "base": None,
        "written_at": clock.now().isoformat(),
        "up": up.decode(),
        "stays": stays.decode() if stays is not None else None,
        "photos": [one.declared() for one in shots],
        **given,
    }


def told(answer: Any) -> tuple[int, dict[str, Any]]:
    kind = "application/problem+json" if answer.status_code >= 400 else "application/json; charset=utf-8"
    assert answer["Content-Type"] == kind
    return answer.status_code, answer.json()


def faults(answer: Any) -> list[str]:
    status, said = told(answer)
    assert status == 422
    return [one["field"] for one in said["errors"]]
