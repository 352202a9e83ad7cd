"""The sample texts of `guong/ops/samples`, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "samples"
PASSWORD = "guong-mau-2022"  # noqa: S105  (printed on the terminal; the sample serves this machine alone)
# The secret of the second step of every desk account of the sample; the sign-in page of a sample shows its code.
SECOND_STEP = "GUONGMAUGUONGMAUGUONGMAUGUONGMAU"


@cache
def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
