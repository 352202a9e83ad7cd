"""The sample's texts hang together. What is built from them is checked in `tests/system/test_demo.py`."""

import unicodedata
from datetime import date, datetime
from typing import Any

from django.conf import settings

from guong import installation
from guong.files import extraction, rules
from guong.ops.demo.deviations import Pair, of_phase
from guong.ops.demo.originals import original
from guong.ops.demo.papers import key_of
from guong.ops.demo.samples import FOLDER, read
from guong.viet import firstpage

MORNING = datetime.fromisoformat(installation.SAMPLE_SHOWS)


def papers() -> dict[str, dict[str, Any]]:
    return {key_of(row): row for row in read("papers")["document"]}


def test_papers_have_keys_of_their_own_and_relate_to_older_ones() -> None:
    found = papers()
    assert len(found) == len(read("papers")["document"])
    younger = [
        (key, other)
        for key, row in found.items()
        for _kind, other, *_part in row.get("relations", ())
        if found[other]["issued"] > row["issued"]
    ]
    assert younger == []


def test_arrival_numbers_of_a_year_rise_with_the_days() -> None:
    arrived = [(row["arrival"][1], int(row["arrival"][0])) for row in papers().values() if "arrival" in row]
    by_year: dict[int, list[tuple[date, int]]] = {}
    for day, number in sorted(arrived):
        by_year.setdefault(day.year, []).append((day, number))
    for rows in by_year.values():
        numbers = [number for _day, number in rows]
        assert numbers == sorted(set(numbers))


def test_a_file_says_what_its_paper_says() -> None:
    """What the register proposes from the page is what the sample states, so that the two can be held together."""
    types = {entry.label("vi"): entry.code for entry in settings.PACK.table("document_types")}
    for row in (row for row in papers().values() if "file" in row):
        assert original(row) == original(row)
        media_type, content = rules.checked(original(row)[1])
        reading = extraction.read(content, media_type)
        fields = firstpage.read(list(reading.pages), types).fields
        said = {name: fields[name].value for name in ("symbol", "issued_on", "type", "issuer", "signer")}
        issuer = read("papers")["issuer"][row["issuer"]]
        assert said == {
            "symbol": row["symbol"],
            "issued_on": row["issued"].isoformat(),
            "type": row["type"],
            "issuer": issuer["name"],
            "signer": issuer["signer"][0],
        }


def test_what_the_office_does_names_papers_and_units_that_are_there() -> None:
    office, found = read("office"), papers()
    arrived = {key for key, row in found.items() if "arrival" in row}
    told = [row["paper"] for row in office["instruction"]] + office["noted"]["papers"]
    assert [key for key in told if key not in arrived] == []
    assert sorted(told) == sorted(set(told))
    issued = [row["paper"] for row in office["act"] if row["do"] == "issue"]
    assert sorted(issued) == sorted(key for key, row in found.items() if row.get("through_office"))
    days = [row["on"] for row in office["act"]]
    assert days == sorted(days)
    direct = {row["short"] for row in read("units")["committee"] + read("units")["cell"]}
    assert [name for row in office["act"] for name in row.get("unread", ()) if name not in direct] == []


def test_articles_have_a_known_section_and_drawings_that_are_there_and_used() -> None:
    drawn = {path.stem for path in (FOLDER / "pictures").glob("*.webp")}
    used = {photo[0] for row in read("news")["article"] for photo in row["photos"]}
    assert used == drawn
    assert {row["section"] for row in read("news")["article"]} == set(read("news")["sections"])


def test_what_leaves_the_straight_path_names_units_that_owe_that_duty() -> None:
    tree = read("units")
    direct = tree["committee"] + tree["cell"]
    owed = {(row["short"], kind) for row in direct for kind in ("sitting", "review", "report")}
    owed |= {(row["short"], "plan") for row in tree["committee"]}
    owed |= {(name, "sitting") for row in tree["committee"] for name in row["cells"]}
    assert [pair for order in (0, 1) for pair in _named(order) if pair not in owed] == []


def _named(order: int) -> list[Pair]:
    return [pair for group in vars(of_phase(order)).values() for pair in group]


def test_nothing_that_has_happened_lies_after_the_morning_of_the_sample() -> None:
    days = [row["issued"] for row in papers().values()]
    days += [row["arrival"][1] for row in papers().values() if "arrival" in row]
    days += [row["shown_on"] for row in read("news")["article"]]
    days += [row["on"] for row in read("office")["act"] + read("office")["draft"]]
    days += [row[day] for row in read("office")["instruction"] for day in ("given", "done") if day in row]
    assert max(days) <= MORNING.date()


def test_types_and_issuers_are_known_and_every_text_is_composed() -> None:
    rows = papers().values()
    assert [row["type"] for row in rows if settings.PACK.entry("document_types", row["type"]) is None] == []
    heirs = {row["after"] for row in read("papers")["succession"]}
    assert {row["issuer"] for row in rows} | heirs == set(read("papers")["issuer"])
    decomposed = [
        path.name
        for path in FOLDER.glob("*.toml")
        if not unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))
    ]
    assert decomposed == []
