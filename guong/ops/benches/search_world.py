"""Papers for the search benchmark: seeded, of Vietnamese syllables as common as words are, with symbols, relations and
citations. Rows are written in bulk; the texts are sealed as every text is.
"""

import random
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from guong.accounts.models import User
from guong.jobs import clock
from guong.keys import store
from guong.registry.actions import find_or_make_issuer
from guong.registry.enums import Direction, Publicity, RelationKind, Resolution, Stage
from guong.registry.models import Citation, Issuer, OfficialDocument, Relation
from guong.registry.rules import symbol_key
from guong.registry.sealing import KIND
from guong.units.actions import add_person, found_unit, give_mandate
from guong.units.enums import Role
from guong.units.models import Person, Unit

SEED, SINCE, DAYS = 20220820, date(2016, 1, 4), 2400
CHUNK, WIDTH, RING = 2000, 46, 2_000_000
INTERNAL = 20  # one paper of so many is internal
TITLE, TEXT = 18, 200  # words
TYPES = ("NQ", "QĐ", "CT", "KL", "KH", "HD", "TB", "BC", "CTr", "TTr", "CV", "BB")
CODES = ("HU", "TU", "ĐU", "UBND", "MTTQ")
_FIRST = "b c ch d đ g h kh l m n ng nh ph qu t th tr v x s r"
_LAST = (
    "a á à ả ã ạ an án àn ang áng ao áo au ai ái ăn ắn âm ấm ân ấn âng e é ên ến i í inh ính iên iến iêu o ó on ong ô"
    " ố ôn ông ống ơ ớ ơn u ú un ung úng ư ứ ưng ương ướng oa óa oan uyên iết ất ịch uất"
)


@dataclass(frozen=True)
class Making:
    """What papers are made of."""

    rnd: random.Random
    ring: Sequence[str]  # a long text; titles and texts are stretches of it
    issuers: Sequence[Issuer]
    keepers: Sequence[Unit]
    clerk: Person


@dataclass(frozen=True)
class World:
    """What the benchmark asks with: words by how common they are, and some of the public papers."""

    words: Sequence[str]
    sample: Sequence[OfficialDocument]
    unit: Unit
    clerk: Person


def make(size: int) -> World:
    """`size` public papers, and some internal ones beside them."""
    rnd = random.Random(SEED)
    vocabulary, ring = _words(rnd)
    unit, others, clerk = _units()
    issuers = [
        find_or_make_issuer(name=f"Đảng ủy {name} {n}", code=CODES[n % 5]) for n, name in _names(rnd, vocabulary)
    ]
    sample: list[OfficialDocument] = []
    made = size + size // INTERNAL
    making = Making(rnd, ring, issuers, [unit, *others], clerk)
    for start in range(0, made, CHUNK):
        papers = [_paper(n, making) for n in range(start, min(start + CHUNK, made))]
        _seal(papers, making)
        rows = OfficialDocument.objects.bulk_create(papers)
        _relate(rows)
        sample += rnd.sample([row for row in rows if row.publicity == Publicity.PUBLIC], max(1, 400 * CHUNK // made))
    return World(vocabulary, sample, unit, clerk)


def _words(rnd: random.Random) -> tuple[list[str], list[str]]:
    """All words, the commonest first, and a long text of them."""
    vocabulary = [first + last for first in _FIRST.split() for last in _LAST.split()]
    rnd.shuffle(vocabulary)
    weights = list(accumulate(1 / (place + 4) ** 0.75 for place in range(len(vocabulary))))
    return vocabulary, rnd.choices(vocabulary, cum_weights=weights, k=RING)


def _names(rnd: random.Random, vocabulary: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number in range(300):
        yield number, rnd.choice(vocabulary).capitalize()


def _units() -> tuple[Unit, list[Unit], Person]:
    """A root with its clerk, and units below it."""
    given = {"by": None, "line": "party", "starts_on": SINCE}
    root = found_unit(name="Đảng bộ thử", kind="district_committee", code="B0", parent=None, **given)  # type: ignore[arg-type]  # one dict for all
    below = [
        found_unit(name=f"Chi bộ {n}", kind="grassroots_cell", code=f"B{n}", parent=root, **given)  # type: ignore[arg-type]  # as above
        for n in range(1, WIDTH + 1)
    ]
    clerk = add_person(by=None, name="Lê Văn Thử", user=User.objects.create_user("bench"))
    give_mandate(by=None, person=clerk, unit=root, role=Role.CLERK, starts_on=SINCE)
    return root, below, clerk


def _paper(n: int, given: Making) -> OfficialDocument:
    rnd, ring, issuers = given.rnd, given.ring, given.issuers
    issuer, kind = issuers[n % len(issuers)], TYPES[n % len(TYPES)]
    symbol = f"{n // 60 + 1}-{kind}/{issuer.code}"
    public = n % INTERNAL != INTERNAL - 1
    at = rnd.randrange(RING - TITLE)
    issued = SINCE + timedelta(days=rnd.randrange(DAYS))
    return OfficialDocument(
        keeper=given.keepers[n % len(given.keepers)],
        direction=Direction.INCOMING if n % 3 else Direction.OUTGOING,
        stage=Stage.ISSUED,
        issuer=issuer,
        type=kind,
        number=str(n // 60 + 1),
        symbol=symbol,
        symbol_key=symbol_key(symbol),
        issued_on=issued,
        effective_on=issued + timedelta(days=rnd.choice((0, 0, 7, 45))),
        ended_on=issued + timedelta(days=rnd.randrange(200, 2000)) if n % 4 == 0 else None,
        abstract=" ".join(ring[at : at + TITLE]).capitalize(),
        signer=f"Nguyễn Văn {ring[n % 900].capitalize()}",
        publicity=Publicity.PUBLIC if public else Publicity.INTERNAL,
        made_public_by=given.clerk if public else None,
        made_public_at=clock.now() if public else None,
        registered_at=clock.now(),
    )


def _seal(papers: Sequence[OfficialDocument], given: Making) -> None:
    made_at = int(clock.now().timestamp() * 1_000_000)
    store.bring_back(store.StoredKey(KIND, str(paper.uid), secrets.token_bytes(32), made_at) for paper in papers)
    for paper in papers:
        at = given.rnd.randrange(RING - TEXT)
        basis = given.rnd.choice(papers).symbol
        paper.text = f"Căn cứ {basis}, {' '.join(given.ring[at : at + TEXT])}."


def _relate(papers: Sequence[OfficialDocument]) -> None:
    kinds = (RelationKind.REPLACES, RelationKind.AMENDS, RelationKind.SUSPENDS, RelationKind.IMPLEMENTS)
    Relation.objects.bulk_create(
        Relation(document=one, kind=kinds[place % 4], other=other, recorded_at=clock.now())
        for place, (one, other) in enumerate(zip(papers[::10], papers[5::10], strict=False))
        if one.pk != other.pk
    )
    Citation.objects.bulk_create(
        Citation(
            document=paper,
            keeper_id=paper.keeper_id,
            host_kind="document",
            host=paper.uid,
            start=7,
            end=20,
            surface=target.symbol,
            symbol=target.symbol,
            symbol_key=target.symbol_key,
            resolution=Resolution.RESOLVED,
            target=target,
        )
        for paper, target in zip(papers[::5], papers[3::5], strict=False)
    )
