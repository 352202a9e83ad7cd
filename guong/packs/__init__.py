"""Packs: what an organisation calls things and which forms it uses, as data with validity dates.

A pack is a folder of TOML files. Every entry may carry `starts` and `until` days; `on(day)` gives those in force, so
an old record keeps the words and forms it was made with. Labels are given per language and read with `label()`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


class UnknownPack(Exception):
    """No folder of that name under `guong/packs`; the arguments are the name and the packs that there are."""


@dataclass(frozen=True)
class Entry:
    """One named thing of a pack: `code` in data, `labels` by language, `extra` what its table says besides."""

    code: str
    labels: Mapping[str, str]
    starts: date | None = None
    until: date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def label(self, language: str) -> str:
        """The label in `language`, in Vietnamese where a language is missing."""
        return self.labels.get(language.split("-", maxsplit=1)[0]) or self.labels["vi"]

    def in_force(self, on: date) -> bool:
        return (self.starts is None or self.starts <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Pack:
    """All tables of one pack. `words` are the nouns that core sentences take ({unit_word} …), by language."""

    name: str
    time_zone: str
    words: Mapping[str, Mapping[str, str]]
    tables: Mapping[str, tuple[Entry, ...]]
    weekend: frozenset[int] = frozenset()
    monthly_due: int = 0  # working days after the month of a standing round

    def table(self, name: str, on: date | None = None) -> tuple[Entry, ...]:
        """Entries of a table in the pack's order; with `on`, those in force that day. Empty for an unknown table."""
        return tuple(entry for entry in self.tables.get(name, ()) if on is None or entry.in_force(on))

    def entry(self, table: str, code: str, on: date | None = None) -> Entry | None:
        """The entry of that code, in force on the day if given; the newest when the code has several."""
        found = [entry for entry in self.table(table, on) if entry.code == code]
        return found[-1] if found else None

    def label(self, table: str, code: str, language: str) -> str:
        """The label of a code; the code itself when the pack does not know it, so that old records stay readable."""
        entry = self.entry(table, code)
        return entry.label(language) if entry else code

    def word(self, name: str, language: str) -> str:
        """A noun that core sentences take, in `language` or Vietnamese."""
        return self.words.get(language.split("-", maxsplit=1)[0], self.words["vi"])[name]

    def choices(self, table: str, language: str, on: date | None = None) -> list[tuple[str, str]]:
        return [(entry.code, entry.label(language)) for entry in self.table(table, on)]


def _entry(code: str, raw: Mapping[str, Any]) -> Entry:
    known = {"vi", "en", "starts", "until"}
    return Entry(
        code=code,
        labels={language: raw[language] for language in ("vi", "en") if language in raw},
        starts=raw.get("starts"),
        until=raw.get("until"),
        extra={key: value for key, value in raw.items() if key not in known},
    )


@cache
def load(name: str) -> Pack:
    """Read a pack; its files are `pack.toml` and one TOML file per table group, entries as `[[table]]` with `code`."""
    folder = FOLDER / name
    if not (folder / "pack.toml").is_file():
        raise UnknownPack(name, sorted(path.parent.name for path in FOLDER.glob("*/pack.toml")))
    head = tomllib.loads((folder / "pack.toml").read_text("utf-8"))
    tables: dict[str, tuple[Entry, ...]] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == "pack.toml":
            continue
        for table, rows in tomllib.loads(path.read_text("utf-8")).items():
            entries = tuple(_entry(row["code"], {k: v for k, v in row.items() if k != "code"}) for row in rows)
            tables[table] = tables.get(table, ()) + entries
    return Pack(
        name=name,
        time_zone=head["time_zone"],
        words=head["words"],
        tables=tables,
        weekend=frozenset(head.get("weekend", ())),
        monthly_due=head.get("monthly_due", {}).get("working_days", 0),
    )
