"""What every template of ours needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """`sample`: the data are samples; `theme`: light, dark or empty (the system decides)."""
    theme = request.COOKIES.get("theme", "")
    return {"sample": settings.GUONG_SAMPLE, "theme": theme if theme in {"light", "dark"} else ""}
