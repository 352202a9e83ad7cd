"""A captured page as plain JSON: every field with value, status and place; the same for command line and database."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from guong.intake.captured.model import CapturedPage


def plain(value: Any) -> Any:
    """Dataclasses as objects, dates as ISO days, enums as their values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def as_json(page: CapturedPage) -> dict[str, Any]:
    """All fields but the text itself, whose places they give."""
    whole: dict[str, Any] = plain(page)
    del whole["text"]
    return whole
