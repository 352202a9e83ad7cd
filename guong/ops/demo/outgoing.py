"""The district's own papers on their way out: drafted, signed, numbered, sent, opened; numbers kept and voided."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any

from guong.jobs import clock
from guong.ops.demo.samples import read
from guong.ops.demo.tree import Sample
from guong.registry.actions import (
    Address,
    address_paper,
    ask_for_opinions,
    give_opinion,
    issue_paper,
    lay_draft,
    make_copy,
    mark_outside,
    open_book,
    open_received,
    reserve_numbers,
    sign_paper,
    start_draft,
    submit_for_signing,
    void_number,
)
from guong.registry.enums import CopyKind, Purpose
from guong.registry.models import Issuer, NumberBook, OfficialDocument
from guong.registry.signing import Signing, signings
from guong.units.models import Unit

Papers = dict[str, OfficialDocument]


def at(day: date, hour: int, minute: int = 0) -> AbstractContextManager[object]:
    return clock.at(datetime.combine(day, time(hour, minute), clock.zone()))


def act(sample: Sample, issuer: Issuer, papers: Papers) -> None:
    """Everything the office did with numbers, day by day; what it issued joins `papers`."""
    for row in read("office")["act"]:
        with at(row["on"], 9):
            if row["do"] == "issue":
                papers[row["paper"]] = _issue(sample, issuer, row)
            elif row["do"] == "copy":
                _copy(sample, issuer, papers[row["of"]])
            else:
                _number(sample, open_book(by=sample.clerk, issuer=issuer, type=row["type"], on=row["on"]), row)
        if row["do"] == "issue":
            _opened(sample, papers[row["paper"]], row)


def _number(sample: Sample, book: NumberBook, row: dict[str, Any]) -> None:
    if row["do"] == "void":
        void_number(by=sample.clerk, book=book, number=row["number"], reason=row["reason"])
    elif row["do"] == "reserve":
        reserve_numbers(by=sample.clerk, book=book, count=row["count"], reason=row["reason"])
    else:
        mark_outside(by=sample.clerk, book=book, first=row["first"], last=row["last"])


def _copy(sample: Sample, issuer: Issuer, original: OfficialDocument) -> None:
    day = clock.today()
    make_copy(
        by=sample.clerk,
        original=original,
        keeper=sample.district,
        issuer=issuer,
        kind=CopyKind.TRUE_COPY,
        signing=_signing(sample, issuer, sample.clerk.name, day),
        issued_on=day,
        no_mark_declared=True,
    )


def _signing(sample: Sample, issuer: Issuer, name: str, on: date) -> Signing:
    return next(one for one in signings(sample.district, issuer, on) if one.name == name)


def _issue(sample: Sample, issuer: Issuer, row: dict[str, Any]) -> OfficialDocument:
    paper = next(each for each in read("papers")["document"] if each["symbol"] == row["paper"])
    signer = paper.get("signer", read("papers")["issuer"][paper["issuer"]]["signer"])[0]
    day: date = row["on"]
    with at(day - timedelta(days=3), 14):
        document = start_draft(
            by=sample.clerk,
            keeper=sample.district,
            issuer=issuer,
            type=paper["type"],
            abstract=paper["abstract"],
            text=paper["text"].strip(),
            no_mark_declared=True,
        )
        address_paper(by=sample.clerk, document=document, lines=_addresses(sample, row))
    with at(day - timedelta(days=1), 10):
        submit_for_signing(by=sample.clerk, document=document)
    with at(day, 8):
        sign_paper(by=sample.clerk, document=document, signing=_signing(sample, issuer, signer, day), signed_on=day)
    issue_paper(by=sample.clerk, document=document, issued_on=day)
    return document


def _addresses(sample: Sample, row: dict[str, Any]) -> Iterable[Address]:
    yield from (Address(Purpose.IMPLEMENT, unit=unit) for unit in _units(sample, row["to"]).values())
    yield from (Address(purpose, text=words) for purpose, words in row.get("words", ()))


def _units(sample: Sample, to: str) -> dict[str, Unit]:
    """All direct units, or the committees of communes and townships alone."""
    communes = [row["short"] for row in read("units")["committee"] if row["short"].startswith(("Xã", "Thị trấn"))]
    return {name: unit for name, unit in sample.direct.items() if to == "all" or name in communes}


def _opened(sample: Sample, document: OfficialDocument, row: dict[str, Any]) -> None:
    """Units opened it in the hours and days after, but for those named."""
    readers = [unit for name, unit in _units(sample, row["to"]).items() if name not in row["unread"]]
    for number, unit in enumerate(readers):
        moment = datetime.combine(row["on"], time(10, number), clock.zone()) + timedelta(hours=number * 7 % 75)
        with clock.at(moment):
            open_received(by=sample.secretaries[unit.pk], document=document, on=clock.today())


# --- papers in the making


def draft(sample: Sample, issuer: Issuer) -> None:
    for row in read("office")["draft"]:
        _draft(sample, issuer, row)


def _draft(sample: Sample, issuer: Issuer, row: dict[str, Any]) -> None:
    day: date = row["on"]
    first, *later = row["texts"]
    with at(day, 9):
        document = start_draft(
            by=sample.clerk,
            keeper=sample.district,
            issuer=issuer,
            type=row["type"],
            abstract=row["abstract"],
            text=first,
            no_mark_declared=True,
        )
        if "to" in row:
            address_paper(by=sample.clerk, document=document, lines=_addresses(sample, row))
    _opinions(sample, document, row.get("opinions", ()), day)
    for number, text in enumerate(later, start=1):
        with at(day + timedelta(days=number), 9):
            lay_draft(by=sample.clerk, document=document, abstract=row["abstract"], text=text, no_mark_declared=True)
            ask_for_opinions(by=sample.clerk, document=document, people=[getattr(sample, who) for who in row["asked"]])
        _opinions(sample, document, row["then"], day + timedelta(days=number))
    _towards_signing(sample, issuer, document, row)


def _opinions(sample: Sample, document: OfficialDocument, given: Iterable[tuple[str, str]], day: date) -> None:
    for who, words in given:
        person = getattr(sample, who)
        with at(day, 10):
            ask_for_opinions(by=sample.clerk, document=document, people=[person])
        with at(day, 15):
            give_opinion(by=person, document=document, text=words)


def _towards_signing(sample: Sample, issuer: Issuer, document: OfficialDocument, row: dict[str, Any]) -> None:
    day: date = row["on"]
    if row.get("submitted"):
        with at(day, 16):
            submit_for_signing(by=sample.clerk, document=document)
    if "signer" in row:
        signed_on = day + timedelta(days=1)
        with at(signed_on, 16, 30):
            signing = _signing(sample, issuer, row["signer"], signed_on)
            sign_paper(by=sample.clerk, document=document, signing=signing, signed_on=signed_on)
