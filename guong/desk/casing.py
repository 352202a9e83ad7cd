"""A case file drawn up from a round: its papers, what units sent up, the published statements, the list of receipts.

Nothing that stays in a unit is read here: a submission is drawn from the bytes of its part that goes up alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from guong.desk.lines import goes_up
from guong.desk.words import first_capital, kind_word, language
from guong.files.actions import store
from guong.jobs.clock import day_of, now, today, zone
from guong.papers.narrative import plain
from guong.papers.queries import newest
from guong.registry.actions.cases import OwnFile, add_to_case, open_case, replace_files
from guong.registry.cases import FONTS, case_of
from guong.registry.enums import Direction, RelationKind, Stage
from guong.registry.models import CaseFile, OfficialDocument
from guong.render.case_file import Table, report
from guong.rounds.models import Receipt, Round, Submission
from guong.units.models import Person
from guong.units.queries import names_of
from guong.viet.dates import format_date

_MARK_WIDTH = 44  # letters of a check mark that fit on a printed line
PERMANENT = "permanent"
_CARRYING_OUT = (RelationKind.IMPLEMENTS, RelationKind.BASED_ON)


def papers_of(round: Round) -> QuerySet[OfficialDocument]:
    """Basis papers in the register of the round's owner, and the owner's own papers that carry them out."""
    own = OfficialDocument.objects.filter(keeper=round.owner, stage=Stage.ISSUED, taken_out_at__isnull=True)
    basis = own.filter(rounds__round=round)
    carrying = own.filter(
        direction=Direction.OUTGOING,
        relations__kind__in=_CARRYING_OUT,
        relations__other__rounds__round=round,
    )
    return own.filter(pk__in=[*basis.values_list("pk", flat=True), *carrying.values_list("pk", flat=True)])


def newest_versions(round: Round) -> QuerySet[Submission]:
    """What stands of every unit, by name of phase and unit's place in the list."""
    later = Submission.objects.filter(thread=OuterRef("thread"), version__gt=OuterRef("version"))
    rows = Submission.objects.filter(~Exists(later), duties__phase__round=round).distinct()
    return rows.select_related("unit", "receipt").prefetch_related("duties__phase").order_by("arrived_at", "pk")


def file_round(*, by: Person, round: Round) -> CaseFile:
    """The case file of a round, made or brought up to date. Raises the register's `Refused` where it is closed."""
    made = list(_drawn_up(round))  # files are written before the transaction begins
    with transaction.atomic():
        case = case_of(round.uid) or open_case(
            by=by,
            keeper=round.owner,
            title=round.title,
            retention=PERMANENT,
            opened_on=_begun(round),
            origin=round.uid,
        )
        add_to_case(by=by, case=case, documents=papers_of(round))
        replace_files(by=by, case=case, files=made)
    return case


def _begun(round: Round) -> date:
    return min(day_of(round.confirmed_at or round.proposed_at), today())


def _drawn_up(round: Round) -> Iterator[OwnFile]:
    """Reports of our own making, each a PDF; none where there is nothing to tell."""
    rows = list(newest_versions(round))
    names = names_of({row.unit_id for row in rows}, today())
    parts = [
        (_("Reports of the units, as they were sent up"), list(_reports(round, rows, names))),
        (_("Statements with published figures"), list(_statements(round))),
        (_("List of receipts"), list(_receipts(rows, names))),
    ]
    for title, sections in parts:
        if sections:
            content = report(
                title=title, lead=round.title, sections=sections, language=language(), fonts=FONTS, instant=_instant()
            )
            yield OwnFile(store(content=content), title, today(), _("drawn up from the round"))


def _instant() -> int:
    return int(now().timestamp())


def _reports(round: Round, rows: Iterable[Submission], names: dict[int, str]) -> Iterator[Table]:
    agenda = dict(round.agenda.values_list("order", "text"))
    for row in rows:
        kinds = [duty.kind for duty in row.duties.all()]
        lines = goes_up(bytes(row.up), kinds=kinds, agenda=agenda)
        yield Table(
            title=names.get(row.unit_id, ""),
            lead=_("{phase}, arrived at {when}").format(phase=_phase(row), when=_moment(row)),
            rows=tuple((line.label, line.text) for line in lines),
        )


def _phase(row: Submission) -> str:
    return next((duty.phase.title for duty in row.duties.all()), "")


def _moment(row: Submission) -> str:
    local = row.arrived_at.astimezone(zone())
    return f"{local:%H:%M} {format_date(local.date(), lang=language())}"


def _statements(round: Round) -> Iterator[Table]:
    for each in newest().filter(round=round).order_by("made_at", "pk"):
        day = format_date(day_of(each.made_at), lang=language())
        yield Table(title=day, rows=((_("Statement"), plain(each, language())),))


def _receipts(rows: Iterable[Submission], names: dict[int, str]) -> Iterator[Table]:
    for row in rows:
        receipt: Receipt | None = getattr(row, "receipt", None)
        if receipt is None:
            continue
        what = ", ".join(first_capital(kind_word(duty.kind)) for duty in row.duties.all())
        yield Table(
            title=names.get(row.unit_id, ""),
            rows=(
                (_("Receipt number"), f"{receipt.number}/{receipt.year}"),
                (_("What this answers"), what),
                (_("Arrived at"), _moment(row)),
                (_("Check mark"), _folded(receipt.mark)),
            ),
        )


def _folded(mark: str) -> str:
    """Cut by length alone: a mark may hold hyphens, at which words would be parted."""
    return "\n".join(mark[start : start + _MARK_WIDTH] for start in range(0, len(mark), _MARK_WIDTH))
