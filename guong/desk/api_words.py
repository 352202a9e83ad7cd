"""What is sent and answered on the wire of submissions; the description for programs is drawn from it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from guong.ui.problems import Problem, Text

State = Literal["text_held", "complete"]


def _told(given: Any) -> Any:
    """A time is a text: a number would be read as seconds of something."""
    if not isinstance(given, str):
        raise PydanticCustomError("string_type", "a text")
    return given


def _of_our_time(moment: datetime) -> datetime:
    if not 2000 <= moment.year < 2200:
        raise PydanticCustomError("date_of_our_time", "far away")
    return moment


Moment = Annotated[AwareDatetime, BeforeValidator(_told), AfterValidator(_of_our_time)]


class Key(Schema):
    algorithm: Literal["Ed25519"] = Field(description=_("How receipts are signed."))
    public_key: str = Field(description=_("The public key, base64url."))


class Keys(Schema):
    form: str = Field(description=_("Form of the receipts."))
    keys: list[Key] = Field(description=_("A receipt is genuine when one of them fits."))


class PublicKey(Schema):
    """A public key as a JSON Web Key; members beside these are not read."""

    kty: str = Field(max_length=10, description=_("EC"))
    crv: str = Field(max_length=10, description=_("P-256"))
    x: str = Field(max_length=50, description=_("First half of the point, base64url."))
    y: str = Field(max_length=50, description=_("Second half of the point, base64url."))
    d: str | None = Field(None, max_length=50, description=_("Never sent: a private key is refused."))


class NewDevice(Schema):
    public_key: PublicKey = Field(description=_("Public key of the device, EC P-256."))


class Enrolled(Schema):
    device: UUID = Field(description=_("What requests of the device carry in the header Guong-Device."))


class NewPhoto(Schema):
    id: UUID = Field(description=_("Identity, made on the device."))
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description=_("SHA-256 of the bytes as sent, in hex."))
    size: int = Field(ge=1, le=20 * 2**20, description=_("How many bytes it has."))
    media_type: Literal["image/jpeg", "image/png", "image/webp", "application/pdf"] = Field(
        description=_("Form of the picture; a page of the minutes may be a PDF too.")
    )
    use: Literal["minutes", "public"] = Field(description=_("minutes stays in the unit, public goes up."))
    consent: Text = Field("", max_length=500, description=_("Of a public one: who is shown, and that they agree."))


class NewSubmission(Schema):
    base: UUID | None = Field(None, description=_("The version that this one was made from; null for the first."))
    written_at: Moment | None = Field(None, description=_("The time of the device when it was written."))
    up: Text = Field(description=_("The part that goes up, as canonical JSON in a text."))
    stays: Text | None = Field(None, description=_("The part that stays in the unit, likewise; null without one."))
    photos: list[NewPhoto] = Field([], max_length=30, description=_("Photos that follow in pieces."))


class ReceiptFields(Schema):
    model_config = ConfigDict(extra="forbid")

    form: str = Field(description=_("Form of the receipt."))
    owner: UUID = Field(description=_("Unit that owns the round."))
    year: int = Field(description=_("Year of the number."))
    number: int = Field(description=_("Number in the year."))
    unit: UUID = Field(description=_("Unit that handed in."))
    submission: UUID = Field(description=_("Identity of what was handed in."))
    version: int = Field(description=_("Which version of it."))
    digest: str = Field(description=_("SHA-256 over what goes up and the keyed mark of what stays."))
    arrived_at: str = Field(description=_("When it arrived."))
    issued_at: str = Field(description=_("When the receipt was issued."))
    head_position: int = Field(description=_("How long the sealed trail was."))
    head_seal: str = Field(description=_("Seal of its end."))


class ReceiptFile(Schema):
    mark: str = Field(description=_("Signature over the canonical text of the receipt."))
    receipt: ReceiptFields = Field(description=_("What the receipt says."))


class PhotoHeld(Schema):
    id: UUID = Field(description=_("Identity, made on the device."))
    held: int = Field(description=_("How many bytes are here; sending goes on from there."))
    size: int = Field(description=_("How many bytes it has."))


class Arrived(Schema):
    """What was taken, with its receipt."""

    receipt: ReceiptFile = Field(description=_("The receipt, to keep as a file."))
    short: str = Field(description=_("The receipt as text of a QR code."))
    number: str = Field(description=_("Number of the receipt as people write it."))
    version: int = Field(description=_("Which version of it."))
    state: State = Field(description=_("text_held until every photo is here, then complete."))
    photos: list[PhotoHeld] = Field(description=_("Each photo with how much of it is here."))
    arrived_at: datetime = Field(description=_("When it arrived."))


class Waiting(Schema):
    """What could not be placed: kept, until a person of the unit decides."""

    reason: str = Field(description=_("closed, mandate, passed_on, plan, unplaced, conflict or stale."))
    detail: str = Field(description=_("What happened, in the language that was asked for."))
    kept: UUID = Field(description=_("Identity of what waits."))
    page: str = Field(description=_("Address where a person decides."))
    state: State = Field(description=_("text_held until every photo is here, then complete."))
    photos: list[PhotoHeld] = Field(description=_("Each photo with how much of it is here."))
    received_at: datetime = Field(description=_("When it came in."))


class Kept(Problem):
    """Another version stands. Both are kept."""

    kept: UUID | None = Field(None, description=_("Identity of what waits."))
    page: str | None = Field(None, description=_("Address where a person decides."))


class PieceHeld(Schema):
    held: int = Field(description=_("How many bytes are here; sending goes on from there."))
    size: int = Field(description=_("How many bytes it has."))
    state: State = Field(description=_("text_held until every photo is here, then complete."))


class HeldSoFar(Problem):
    """The piece begins elsewhere."""

    held: int = Field(description=_("How many bytes are here; sending goes on from there."))
