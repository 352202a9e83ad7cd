"""Static files that are made, not written: the fonts, and `ui/ui.css` put together from its parts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from guong.ui import fonts

PARTS = ("tokens", "ground", "shell", "controls", "parts", "status", "charts", "paper")
SOURCES = Path(__file__).parent / "static" / "ui" / "css"
SHEET = "ui/ui.css"


def cache_folder() -> Path:
    return Path(settings.GUONG_DATA) / "cache" / "ui"


def style_sheet() -> str:
    """Fonts, tokens and all component families, in the order of their layers."""
    return "\n".join([fonts.css(), *((SOURCES / f"{part}.css").read_text("utf-8") for part in PARTS)])


def _folder() -> Path:
    """A folder shaped like a static folder, named by its content: `ui/ui.css` and `ui/fonts/*.woff2`."""
    text = style_sheet()
    made = fonts.build(cache_folder())
    folder = cache_folder() / hashlib.sha256(f"{fonts.digest()}{text}".encode()).hexdigest()[:12]
    sheet = folder / SHEET
    if not sheet.is_file():
        sheet.parent.mkdir(parents=True, exist_ok=True)
        link = sheet.parent / "fonts"
        link.mkdir(exist_ok=True)
        for font in made.iterdir():
            if not (link / font.name).exists():
                (link / font.name).write_bytes(font.read_bytes())
        part = sheet.with_suffix(f".{os.getpid()}")
        part.write_text(text, "utf-8")
        part.replace(sheet)
    return folder


class BuiltFinder(BaseFinder):
    """Finds what this module makes."""

    def check(self, **_kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != SHEET and not (path.startswith("ui/fonts/") and path.endswith(".woff2")):
            return []
        found = _folder() / path
        if not found.is_file():
            return []
        return [str(found)] if find_all or kwargs.get("all") else str(found)

    def list(self, _ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        folder = _folder()
        storage = FileSystemStorage(location=str(folder))
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), storage
