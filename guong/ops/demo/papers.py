"""Papers of the sample register, each taken in on its day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from guong.jobs import clock
from guong.ops.demo import outgoing
from guong.ops.demo.originals import original
from guong.ops.demo.samples import read
from guong.ops.demo.tree import Sample
from guong.registry.actions import (
    bring_in_history,
    find_or_make_issuer,
    hold_upload,
    make_public,
    open_book,
    register_document,
    register_upload,
    relate,
    succeed_issuer,
)
from guong.registry.actions.uploading import Given
from guong.registry.books import home, without_line
from guong.registry.enums import LineState
from guong.registry.models import Issuer, OfficialDocument
from guong.units.models import Unit

OPENED = date(2022, 3, 2)  # older papers were entered when the register was opened


def build(sample: Sample) -> dict[str, OfficialDocument]:
    """Papers by key (the symbol, unless two share it): taken in or issued by the office, related, public ones open."""
    rows = sorted(read("papers")["document"], key=_taken_in)
    papers = {}
    for row in rows:
        if not row.get("through_office"):
            with clock.at(_taken_in(row)):
                papers[key_of(row)] = _register(sample, row)
    _keep_books(sample, papers.values())
    _carry_on(sample)
    outgoing.act(sample, issuer(sample, "huyen_uy"), papers)
    for row in rows:
        with clock.at(_taken_in(row)):
            _place(sample, row, papers)
    return papers


def _keep_books(sample: Sample, papers: Iterable[OfficialDocument]) -> None:
    """The district's own papers stand in its books; the numbers between them belong to papers that the sample lacks."""
    for paper in papers:
        if paper.issuer and home(paper.issuer) == sample.district and paper.issued_on:
            with clock.at(paper.registered_at):
                book = open_book(by=sample.clerk, issuer=paper.issuer, type=paper.type, on=paper.issued_on)
                earlier = [each for each in without_line(book) if each.registered_at <= paper.registered_at]
                if earlier:
                    bring_in_history(by=sample.clerk, book=book, papers=earlier, between=LineState.OUTSIDE)


def _carry_on(sample: Sample) -> None:
    """Bodies under a new name."""
    for row in read("papers")["succession"]:
        before, after = (issuer(sample, row[side]) for side in ("before", "after"))
        with clock.at(datetime.combine(OPENED, time(15), clock.zone())):
            succeed_issuer(by=sample.clerk, predecessor=before, successor=after, from_on=row["from"])


def key_of(row: dict[str, Any]) -> str:
    key: str = row.get("key", row["symbol"])
    return key


def _taken_in(row: dict[str, Any]) -> datetime:
    _number, day = row.get("arrival", ("", row["issued"]))
    return datetime.combine(max(day, OPENED), time(9), clock.zone())


def _place(sample: Sample, row: dict[str, Any], papers: dict[str, OfficialDocument]) -> None:
    """What the paper does to others, from the day it takes effect; and whether the public may read it."""
    paper = papers[key_of(row)]
    for kind, other, *part in row.get("relations", ()):
        relate(
            by=sample.clerk,
            document=paper,
            kind=kind,
            other=papers[other],
            part="".join(part),
            from_on=paper.effective_on,
        )
    if row["public"]:
        make_public(by=sample.clerk, document=paper)


def _register(sample: Sample, row: dict[str, Any]) -> OfficialDocument:
    """From its file where it has one, else from what is typed."""
    fields = _fields(sample, row)
    if "file" not in row:
        return register_document(by=sample.clerk, text=row.get("text", "").strip(), **fields)
    upload = hold_upload(by=sample.clerk, given=[Given(*original(row))])
    return register_upload(by=sample.clerk, upload=upload, roles={}, **fields)


def _fields(sample: Sample, row: dict[str, Any]) -> Mapping[str, Any]:
    signer, capacity, office = row.get("signer", read("papers")["issuer"][row["issuer"]]["signer"])
    arrival_no, arrived_on = row.get("arrival", ("", None))
    return {
        "keeper": sample.district,
        "direction": "incoming" if arrival_no else "outgoing",
        "type": row["type"],
        "symbol": row["symbol"],
        "issued_on": row["issued"],
        "abstract": row["abstract"],
        "issuer": issuer(sample, row["issuer"]),
        "signer": signer,
        "signer_capacity": capacity,
        "signer_office": office,
        "arrival_no": arrival_no,
        "arrived_on": arrived_on,
        "effective_on": row.get("effective", row["issued"]),
        "no_mark_declared": True,
    }


def issuer(sample: Sample, key: str) -> Issuer:
    row = read("papers")["issuer"][key]
    unit: Unit | None = sample.district if row.get("own") else sample.direct.get(row.get("unit", ""))
    return find_or_make_issuer(name=row["name"], code=row["code"], unit=unit)
