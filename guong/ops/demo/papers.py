"""Papers of the sample register."""

from typing import Any

from guong.ops.demo.samples import read
from guong.ops.demo.tree import Sample
from guong.registry.actions import find_or_make_issuer, make_public, register_document, relate
from guong.registry.models import OfficialDocument


def build(sample: Sample) -> dict[str, OfficialDocument]:
    """Register the sample's papers by symbol, relate them, and make the open ones public."""
    papers = {row["symbol"]: _register(sample, row) for row in read("round")["document"]}
    for row in read("round")["document"]:
        paper = papers[row["symbol"]]
        for kind, other in row.get("relations", ()):
            relate(by=sample.clerk, document=paper, kind=kind, other=papers[other], from_on=row["issued"])
        if row["public"]:
            make_public(by=sample.clerk, document=paper)
    return papers


def _register(sample: Sample, row: dict[str, Any]) -> OfficialDocument:
    own = row["code"] == "HU"
    issuer = find_or_make_issuer(name=row["issuer"], code=row["code"], unit=sample.district if own else None)
    return register_document(
        by=sample.clerk,
        keeper=sample.district,
        direction=row["direction"],
        type=row["type"],
        symbol=row["symbol"],
        issued_on=row["issued"],
        abstract=row["abstract"],
        issuer=issuer,
        signer=row.get("signer", ""),
        signer_capacity=row.get("capacity", "T/M" if own else ""),
        signer_office=row.get("office", ""),
        arrival_no=row.get("arrival_no", ""),
        arrived_on=row.get("arrived"),
        text=row.get("text", ""),
        effective_on=row["issued"],
        no_mark_declared=True,
    )
