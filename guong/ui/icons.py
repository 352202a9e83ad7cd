"""Our own drawn icons, from `icons.toml`."""

import tomllib
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS: dict[str, str] = tomllib.loads((Path(__file__).parent / "icons.toml").read_text("utf-8"))


def icon(name: str, label: str = "") -> SafeString:
    """The icon as inline SVG. With a `label` it is spoken, without it is decoration. Unknown names raise KeyError."""
    paths = mark_safe(PATHS[name])  # noqa: S308  (our own drawings)
    if label:
        return format_html('<svg class="i" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, paths)
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', paths)
