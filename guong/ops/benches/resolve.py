"""Citations resolved against a register with collisions: the same symbol in two terms, the same code in many bodies,
bodies that were merged. What is linked wrongly, linked rightly and listed, and how long a text takes.
"""

import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from guong.jobs.clock import now
from guong.ops import fresh
from guong.ops.benches import Figures, register
from guong.registry.actions import record_citations
from guong.registry.enums import Resolution
from guong.registry.models import Citation, Issuer, IssuerSuccession, OfficialDocument
from guong.registry.rules import name_key, number_of, symbol_key
from guong.units import planning
from guong.units.actions.changing import draw
from guong.units.models import Unit

_TERMS = (date(2015, 10, 20), date(2020, 10, 20))
_TYPES = {
    "KH": "Kế hoạch", "HD": "Hướng dẫn", "CT": "Chỉ thị", "NQ": "Nghị quyết", "QĐ": "Quyết định", "BC": "Báo cáo",
}  # fmt: skip
_SYLLABLES = [
    "Nậm", "Thi", "Mường", "Soi", "Bản", "Phố", "Tả", "Van", "Hà", "Thượng", "Pa", "Lìn", "Khe", "Đá", "Suối", "Cát",
    "Đồng", "Ngải", "Lùng", "Vai", "Sín", "Tèn",
]  # fmt: skip
_MERGED_ON = date(2025, 7, 1)
_A_TEXT = 10_000  # bytes, with the words between its citations
_CITED_IN_A_TEXT = 10
_FILLER = "Các đơn vị tiếp tục bám sát nhiệm vụ, làm rõ trách nhiệm, thời hạn và kết quả của từng việc đã nêu. "


@dataclass(frozen=True)
class Body:
    """An issuer with its unit and those above it, the nearest first."""

    issuer: Issuer
    unit: Unit | None
    above: tuple["Body", ...] = ()


@dataclass(frozen=True)
class World:
    bodies: list[Body]
    papers: dict[int, list[OfficialDocument]]  # by issuer
    later: dict[int, str]  # the name under which a merged body goes on


def run(size: int) -> Figures:
    """With `size` papers, and half as many citations."""
    fresh.migrate()
    return measure(size, size // 2, random.Random(1))


def measure(papers: int, cited: int, dice: random.Random) -> Figures:
    world = _world(papers, dice)
    found = {"right": 0, "wrong": 0, "listed": 0, "missed": 0}
    times = []
    for _text in range(cited // _CITED_IN_A_TEXT):
        text, meant, host = _text_of(world, dice)
        host.save()
        started = time.perf_counter()
        rows = _recorded(text, host)
        times.append((time.perf_counter() - started) * 1000)
        at = {row.symbol_key: row for row in rows}
        for paper in meant:
            found[_outcome(at.get(paper.symbol_key), paper)] += 1
    share = 100 / max(sum(found.values()), 1)
    return {
        "papers": papers,
        "citations": sum(found.values()),
        **{f"{name}_pct": round(count * share, 2) for name, count in found.items()},
        "text_10kb_ms": round(statistics.median(times), 1),
        "text_10kb_p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
    }


@transaction.atomic
def _recorded(text: str, host: OfficialDocument) -> list[Citation]:
    return record_citations(host_kind="document", host=host.uid, text=text, document=host)


def _outcome(row: Citation | None, paper: OfficialDocument) -> str:
    if row is None or row.resolution == Resolution.UNRESOLVED:
        return "missed"
    if row.resolution == Resolution.RESOLVED:
        return "right" if row.target_id == paper.pk else "wrong"
    return "listed" if row.candidates.filter(pk=paper.pk).exists() else "missed"


# --- the register


def _world(papers: int, dice: random.Random) -> World:
    bodies = list(_bodies(max(papers // 400, 2), dice))
    held = _papers(bodies, papers, dice)
    return World(bodies, held, _merge([body for body in bodies if body.issuer.code == "ĐU"], dice))


def _bodies(provinces: int, dice: random.Random) -> Iterator[Body]:
    """A centre, provinces, districts and communes. Names of places are used again in other provinces."""
    names = [f"{one} {other}" for one in _SYLLABLES for other in _SYLLABLES if one != other]
    centre = Body(_issuer("Bộ Chính trị", "TW"), None)
    yield centre
    for place in dice.sample(names, min(provinces, len(names))):
        province = _local("Tỉnh ủy", "tỉnh", place, "TU", (centre,))
        yield province
        yield Body(_issuer(f"Ủy ban nhân dân tỉnh {place}", "UBND"), None, (province, centre))
        for below in dice.sample(names, 3):
            district = _local("Huyện ủy", "huyện", below, "HU", (province, centre))
            yield district
            for commune in dice.sample(names, 2):
                yield _local("Đảng ủy xã", "xã", commune, "ĐU", (district, province, centre))


def _local(words: str, level: str, place: str, code: str, above: tuple[Body, ...]) -> Body:
    plan = planning.found(
        day=date(2010, 1, 1),
        name=f"Đảng bộ {level} {place}",
        kind="commune_committee",
        places={"party": above[0].unit},
    )
    unit = draw(by=None, plan=plan).units[planning.NEW]
    return Body(_issuer(f"{words} {place}", code, unit), unit, above)


def _issuer(name: str, code: str, unit: Unit | None = None) -> Issuer:
    return Issuer.objects.create(name=name, name_key=name_key(name), code=code, unit=unit)


def _papers(bodies: Sequence[Body], many: int, dice: random.Random) -> dict[int, list[OfficialDocument]]:
    """Each number of each type of each body, in two terms; the oldest body of the tree keeps what has no unit."""
    keeper = next(body.unit for body in bodies if body.unit)
    kinds = [(term, type, number) for number in range(1, 200) for type in _TYPES for term in _TERMS]
    rows = []
    for place in range(many):
        body, (term, type, number) = bodies[place % len(bodies)], kinds[place // len(bodies)]
        symbol = f"{number}/{type}-UBND" if body.issuer.code == "UBND" else f"{number:02d}-{type}/{body.issuer.code}"
        rows.append(_paper(body, type, symbol, term + timedelta(days=dice.randrange(30, 1700)), body.unit or keeper))
    held: dict[int, list[OfficialDocument]] = {}
    for row in OfficialDocument.objects.bulk_create(rows, batch_size=500):
        held.setdefault(row.issuer_id or 0, []).append(row)
    return held


def _paper(body: Body, type: str, symbol: str, on: date, keeper: Unit) -> OfficialDocument:
    return OfficialDocument(
        keeper=keeper,
        direction="outgoing",
        issuer=body.issuer,
        type=type,
        number=number_of(symbol),
        symbol=symbol,
        symbol_key=symbol_key(symbol),
        issued_on=on,
        abstract="Văn bản",
        registered_at=now(),
    )


def _merge(bodies: Sequence[Body], dice: random.Random) -> dict[int, str]:
    """Pairs of bodies go on as a new one."""
    later = {}
    for one, other in zip(bodies[::4], bodies[1::4], strict=False):
        name = f"{one.issuer.name} {dice.choice(_SYLLABLES)}"
        heir = _issuer(name, one.issuer.code)
        for body in (one, other):
            IssuerSuccession.objects.create(predecessor=body.issuer, successor=heir, from_on=_MERGED_ON)
            later[body.issuer.pk] = name
    return later


# --- texts


def _text_of(world: World, dice: random.Random) -> tuple[str, list[OfficialDocument], OfficialDocument]:
    """A text of some body that names papers of its own, of those above it and of others, as offices name them."""
    body = dice.choice([one for one in world.bodies if one.unit and one.issuer.pk in world.papers])
    host = _paper(body, "BC", "", date(2025, 8, 1), body.unit or Unit())
    host.uid = UUID(int=dice.getrandbits(128))
    near = [one for one in (body, *body.above) if one.issuer.pk in world.papers]
    meant: dict[str, OfficialDocument] = {}
    pieces = []
    while len(meant) < _CITED_IN_A_TEXT:
        home = dice.random() < 0.7
        whose = dice.choice(near) if home else dice.choice(world.bodies)
        paper = dice.choice(world.papers[whose.issuer.pk])
        if paper.symbol_key not in meant:
            meant[paper.symbol_key] = paper
            pieces.append(f"Thực hiện {_said(paper, whose, world, dice, near=whose in near)}, {_FILLER}")
    filler = _FILLER * (_A_TEXT // len((_FILLER * _CITED_IN_A_TEXT).encode()) - 1)
    return "".join(piece + filler for piece in pieces), list(meant.values()), host


def _said(paper: OfficialDocument, whose: Body, world: World, dice: random.Random, *, near: bool) -> str:
    """With day and body, or one of them; without body only where the reader would know, and then and now wrongly."""
    day = paper.issued_on or date.min
    dated = f", ngày {day.day}/{day.month}/{day.year}" if dice.random() < 0.6 else ""
    name = world.later.get(paper.issuer_id or 0, whose.issuer.name) if dice.random() < 0.1 else whose.issuer.name
    kind = name.split(" ")[0] + " ủy" if whose.unit else name
    body = dice.choice([f" của {name}", f" của {name}", f" của {kind}" if near else f" của {name}", ""])
    if not near and not dated and not body:
        body = f" của {name}"
    return f"{_TYPES[paper.type]} số {paper.symbol.lstrip('0')}{dated}{body}"


register("resolve", run, size=20_000)
