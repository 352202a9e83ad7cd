"""The whole sample, built through the same actions as everything else."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from guong.jobs import clock
from guong.ops.demo import incoming, merger, news, outgoing, papers, round, tree
from guong.units.models import Unit

START = datetime.fromisoformat("2022-03-01T08:00:00+07:00")


def exists() -> bool:
    return Unit.objects.exists()


def build(*, port: int, quiet: bool = False) -> None:
    """Build the sample into an empty, migrated database, whole or not at all; one that is there is left as it is."""
    if exists():
        return
    with transaction.atomic(), tqdm(total=620, desc=_("Sample data"), disable=quiet or None, unit="") as bar:
        with clock.at(START):
            sample = tree.build()
        bar.update(100)
        held = papers.build(sample)
        first, second = round.propose(sample, held).phases.order_by("order")
        for phase in (first, second):
            round.open_one(sample, phase)
            round.run(sample, phase, bar.update)
            if phase == first:
                incoming.file_phase(sample, phase)
        incoming.build(sample, held)
        outgoing.draft(sample, papers.issuer(sample, "huyen_uy"))
        news.build(sample, first, port=port)
        merger.build(sample)
