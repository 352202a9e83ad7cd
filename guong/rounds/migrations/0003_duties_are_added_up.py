"""States what the duties on the lists count towards completeness, as `rounds.actions.drawing.state_duties` does."""

from itertools import islice

from django.db import migrations
from django.utils import timezone

from guong.jobs.clock import day_of

MEASURES = ("duties.owed", "duties.in", "duties.on_time")
BATCH = 2000


def _rows(apps, Observation):
    duties = apps.get_model("rounds", "Duty").objects.filter(phase__opened_at__isnull=False, exemption="")
    now = timezone.now()
    for duty in duties.select_related("phase").iterator(chunk_size=BATCH):
        arrived = duty.first_arrived_at is not None and duty.returned_at is None
        on_time = arrived and duty.first_arrived_at < (duty.extended_until or duty.due_at)
        for measure, holds in zip(MEASURES, (True, arrived, on_time), strict=True):
            if holds:
                yield Observation(
                    series=duty.phase.uid,
                    unit_id=duty.unit_id,
                    on=day_of(duty.phase.opened_at),
                    measure=measure,
                    value=1,
                    source=duty.uid,
                    known_from=now,
                )


def forwards(apps, _editor):
    Observation = apps.get_model("tally", "Observation")
    rows = _rows(apps, Observation)
    while some := list(islice(rows, BATCH)):
        Observation.objects.bulk_create(some)


def backwards(apps, _editor):
    apps.get_model("tally", "Observation").objects.filter(measure__in=MEASURES).delete()


class Migration(migrations.Migration):
    dependencies = [("rounds", "0002_duties_pass_to_heirs"), ("tally", "0002_summaries")]
    operations = [migrations.RunPython(forwards, backwards)]
