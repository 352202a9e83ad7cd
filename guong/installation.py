"""The folder of one installation (`GUONG_DATA`) and what its `guong.json` says. No Django here: settings read it."""

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

MARK = "guong.json"
SAMPLE_SHOWS = "2022-08-20T08:00:00+07:00"
LONGEST_SITTING = timedelta(hours=12)


class Why(StrEnum):
    """Why a folder is refused."""

    ABSENT = "absent"
    DAMAGED = "damaged"
    REAL = "real"


class NoInstallation(Exception):
    """The folder is refused. `guong.ops.refusals` has the sentence that says what to do; here there are no words."""

    def __init__(self, why: Why) -> None:
        super().__init__(f"{data_folder()}: {why} ({MARK})")
        self.why, self.folder = why, data_folder()


@dataclass(frozen=True)
class Installation:
    """What `guong.json` records. `clock_shows` and `clock_started` are ISO instants of a set clock, or empty."""

    pack: str = "party"
    sample: bool = False
    clock_shows: str = ""
    clock_started: str = ""


def data_folder() -> Path:
    """`GUONG_DATA`, or `./data` of the working folder."""
    return Path(os.environ.get("GUONG_DATA", "data")).resolve()


def keys_folder() -> Path:
    return Path(os.environ.get("GUONG_KEYS") or data_folder() / "keys").resolve()


def exists(folder: Path | None = None) -> bool:
    return ((folder or data_folder()) / MARK).is_file()


def read(folder: Path | None = None) -> Installation:
    """The installation in `folder`; the defaults where there is none, so that settings load before `guong init`."""
    path = (folder or data_folder()) / MARK
    if not path.is_file():
        return Installation()
    try:
        return Installation(**json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError) as error:
        raise NoInstallation(Why.DAMAGED) from error


def write(installation: Installation, folder: Path | None = None) -> None:
    """Make the folder an installation. Only `guong init`, `guong demo`, restores and tests call this."""
    target = folder or data_folder()
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = keys_folder() if folder is None else folder / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    keys.chmod(0o700)
    (target / MARK).write_text(json.dumps(asdict(installation), indent=1) + "\n", "utf-8")


def require() -> None:
    """Refuse a folder that nobody made an installation."""
    if not exists():
        raise NoInstallation(Why.ABSENT)


def prepare_sample() -> None:
    """Make the folder a sample installation, or wind its clock: it goes on from where it was left, half a day at most.

    A real installation is refused, so that samples never mix with it.
    """
    instant = datetime.now(UTC)
    if not exists():
        write(Installation(sample=True, clock_shows=SAMPLE_SHOWS, clock_started=instant.isoformat()))
        return
    found = read()
    if not found.sample:
        raise NoInstallation(Why.REAL)
    ran = min(instant - datetime.fromisoformat(found.clock_started), LONGEST_SITTING)
    shows = datetime.fromisoformat(found.clock_shows) + ran
    write(replace(found, clock_shows=shows.isoformat(), clock_started=instant.isoformat()))
