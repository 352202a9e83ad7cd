"""Be Vietnam Pro as woff2, cut from the packaged TrueType files into the ranges that pages of ours use.

No build step: the first start makes the files (a few seconds) and keeps them by the hash of what they were made from.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

import fontpkg_be_vietnam_pro
from fontTools import subset

FAMILY = "Be Vietnam Pro"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}

# The browser fetches a range only when the page holds one of its letters. Combining marks stand with Vietnamese, so
# that decomposed text keeps its face.
RANGES = {
    "vietnamese": "U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+0300-0304,"
    " U+0306, U+0308-0309, U+031B, U+0323, U+1EA0-1EF9, U+20AB",
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02C6, U+02DA, U+02DC, U+2000-2044, U+2070-2089, U+20AC, U+2116,"
    " U+2122, U+2190-2193, U+2212, U+2215, U+2248, U+2260, U+2264-2265",
}


def codepoints(text: str) -> set[int]:
    """The code points of a CSS `unicode-range`."""
    points: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


@cache
def digest() -> str:
    """Names the output: package and tool versions and the cut itself."""
    made_of = (version("fontpkg-be-vietnam-pro"), version("fonttools"), repr(sorted(RANGES.items())), repr(WEIGHTS))
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:12]


def file_name(weight: int, part: str) -> str:
    return f"be-vietnam-pro-{weight}-{part}.woff2"


def build(cache_folder: Path) -> Path:
    """The folder with all woff2 files, made if need be. Two processes may race: the later copy is thrown away."""
    target = cache_folder / f"fonts-{digest()}"
    if target.is_dir():
        return target
    cache_folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_folder) as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        for weight, style in WEIGHTS.items():
            for part, text in RANGES.items():
                _cut(style, codepoints(text), made / file_name(weight, part))
        try:
            os.rename(made, target)
        except OSError:
            if not target.is_dir():
                raise
    return target


def _cut(style: str, points: set[int], out: Path) -> None:
    source = fontpkg_be_vietnam_pro.ROOT / "files" / f"BeVietnamPro-{style}.ttf"
    options = subset.Options(flavor="woff2", layout_features=["*"], hinting=False, notdef_outline=True)
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    subset.save_font(font, str(out), options)
    font.close()


def css() -> str:
    """The @font-face rules; the files lie in `fonts/` beside the style sheet."""
    return "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-style: normal; font-display: swap;'
        f' src: url("fonts/{file_name(weight, part)}") format("woff2"); unicode-range: {text}; }}'
        for weight in WEIGHTS
        for part, text in RANGES.items()
    )
