"""Fonts for typst."""

from functools import cache

import typst


@cache
def fonts_of(folders: tuple[str, ...]) -> typst.Fonts:
    """Fonts of these folders alone: a page looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=list(folders))
