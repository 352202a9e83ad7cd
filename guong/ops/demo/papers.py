"""Papers of the sample register, each taken in on its day."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from guong.jobs import clock
from guong.ops.demo.samples import read
from guong.ops.demo.tree import Sample
from guong.registry.actions import (
    bring_in_history,
    find_or_make_issuer,
    make_public,
    open_book,
    register_document,
    relate,
)
from guong.registry.books import home, without_line
from guong.registry.enums import LineState
from guong.registry.models import Issuer, OfficialDocument
from guong.units.models import Unit

OPENED = date(2022, 3, 2)  # older papers were entered when the register was opened


def build(sample: Sample) -> dict[str, OfficialDocument]:
    """Register the sample's papers by key (the symbol, unless two share it), relate them, open the public ones."""
    rows = sorted(read("papers")["document"], key=_taken_in)
    papers = {}
    for row in rows:
        with clock.at(_taken_in(row)):
            papers[key_of(row)] = _register(sample, row)
    for row in rows:
        with clock.at(_taken_in(row)):
            _place(sample, row, papers)
    with clock.at(_taken_in(rows[-1])):
        _keep_books(sample, papers.values())
    return papers


def _keep_books(sample: Sample, papers: Iterable[OfficialDocument]) -> None:
    """The district's own papers stand in its books; the numbers between them belong to papers that the sample lacks."""
    for paper in papers:
        if paper.issuer and home(paper.issuer) == sample.district and paper.issued_on:
            book = open_book(by=sample.clerk, issuer=paper.issuer, type=paper.type, on=paper.issued_on)
            if loose := list(without_line(book)):
                bring_in_history(by=sample.clerk, book=book, papers=loose, between=LineState.OUTSIDE)


def key_of(row: dict[str, Any]) -> str:
    key: str = row.get("key", row["symbol"])
    return key


def _taken_in(row: dict[str, Any]) -> datetime:
    _number, day = row.get("arrival", ("", row["issued"]))
    return datetime.combine(max(day, OPENED), time(9), clock.zone())


def _place(sample: Sample, row: dict[str, Any], papers: dict[str, OfficialDocument]) -> None:
    """What the paper does to others, from the day it takes effect; and whether the public may read it."""
    paper = papers[key_of(row)]
    for kind, other in row.get("relations", ()):
        relate(by=sample.clerk, document=paper, kind=kind, other=papers[other], from_on=paper.effective_on)
    if row["public"]:
        make_public(by=sample.clerk, document=paper)


def _register(sample: Sample, row: dict[str, Any]) -> OfficialDocument:
    issuer = read("papers")["issuer"][row["issuer"]]
    signer, capacity, office = row.get("signer", issuer["signer"])
    arrival_no, arrived_on = row.get("arrival", ("", None))
    return register_document(
        by=sample.clerk,
        keeper=sample.district,
        direction="incoming" if arrival_no else "outgoing",
        type=row["type"],
        symbol=row["symbol"],
        issued_on=row["issued"],
        abstract=row["abstract"],
        issuer=_issuer(sample, issuer),
        signer=signer,
        signer_capacity=capacity,
        signer_office=office,
        arrival_no=arrival_no,
        arrived_on=arrived_on,
        text=row.get("text", "").strip(),
        effective_on=row.get("effective", row["issued"]),
        no_mark_declared=True,
    )


def _issuer(sample: Sample, row: dict[str, Any]) -> Issuer:
    unit: Unit | None = sample.district if row.get("own") else sample.direct.get(row.get("unit", ""))
    return find_or_make_issuer(name=row["name"], code=row["code"], unit=unit)
