"""Periods that stood before changes were kept get the changes that must have drawn them, known since ever."""

from datetime import UTC, datetime, timedelta

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

FIRST = datetime(1900, 1, 1, tzinfo=UTC)


def tell_changes(apps, schema_editor):
    """One change for each unit and day on which some period of it starts; the first one founds it."""
    models = {name: apps.get_model('units', name) for name in ('Change', 'ChangeUnit', 'UnitName', 'UnitCode', 'Placement')}
    told = {}
    for name in ('UnitName', 'UnitCode', 'Placement'):
        for row in models[name].objects.order_by('unit_id', 'starts_on', 'pk').iterator():
            told.setdefault((row.unit_id, row.starts_on), []).append((name, row))
    founded = set()
    for number, ((unit_id, day), rows) in enumerate(sorted(told.items(), key=lambda one: one[0])):
        # Recorded one after the other, as every change is.
        recorded_at = FIRST + timedelta(microseconds=number)
        change = models['Change'].objects.create(
            act=uuid_utils.compat.uuid7(), kind=_kind(rows, unit_id in founded), in_force_on=day, recorded_at=recorded_at
        )
        models['ChangeUnit'].objects.bulk_create(_said(models['ChangeUnit'], change, rows, unit_id in founded))
        founded.add(unit_id)
        for name, row in rows:
            models[name].objects.filter(pk=row.pk).update(change=change, known_from=recorded_at)
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


def forget_what_was_corrected(apps, schema_editor):
    """Before changes were kept a period could only be as known now."""
    for name in ('UnitName', 'UnitCode', 'Placement'):
        apps.get_model('units', name).objects.filter(known_until__isnull=False).delete()
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


def _kind(rows, founded):
    places = [row for name, row in rows if name == 'Placement']
    if any(not row.standing for row in places):
        return 'dissolve'
    if not founded:
        return 'found'
    if places:
        return 'move'
    return 'rename' if any(name == 'UnitName' for name, _row in rows) else 'recode'


def _said(model, change, rows, founded):
    """A row for each line, the name and the code beside the first; without a line one row for both."""
    called = {}
    for name, row in rows:
        if name == 'UnitName':
            called |= {'name': row.name, 'short_name': row.short_name, 'kind': row.kind}
        elif name == 'UnitCode':
            called['code'] = row.code
    unit_id = rows[0][1].unit_id
    places = [row for name, row in rows if name == 'Placement']
    said = [
        model(
            change=change, unit_id=unit_id, line=row.line, parent_id=row.parent_id,
            fate='goes_on' if row.standing else 'ends',
        )
        for row in places
    ]
    if called and (not said or said[0].fate == 'ends'):
        said.insert(0, model(change=change, unit_id=unit_id, fate='goes_on'))
    for field, value in called.items():
        setattr(said[0], field, value)
    if not founded and said[0].line and said[0].fate == 'goes_on' and said[0].name:
        said[0].fate = 'begins'
    return said


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True)),
                ('act', models.UUIDField(db_index=True)),
                ('kind', models.CharField(choices=[('found', 'founded'), ('rename', 'renamed'), ('recode', 'given another code'), ('move', 'placed below another superior'), ('join', 'joined into a unit that goes on'), ('merge', 'merged into a new unit'), ('split', 'split'), ('dissolve', 'dissolved'), ('void', 'taken back')], max_length=10)),
                ('in_force_on', models.DateField(db_index=True)),
                ('recorded_at', models.DateTimeField(db_index=True)),
                ('decision', models.CharField(blank=True, max_length=300)),
                ('note', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='ChangeUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fate', models.CharField(choices=[('begins', 'begins'), ('goes_on', 'goes on'), ('ends', 'ends')], max_length=10)),
                ('line', models.CharField(blank=True, max_length=40)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('short_name', models.CharField(blank=True, max_length=80)),
                ('kind', models.CharField(blank=True, max_length=40)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('members', models.PositiveIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('divided', models.BooleanField(default=False)),
                ('main', models.BooleanField(default=True)),
                ('members', models.PositiveIntegerField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='placement',
            name='one_place_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='unitcode',
            name='one_code_a_day',
        ),
        migrations.RemoveConstraint(
            model_name='unitname',
            name='one_name_a_day',
        ),
        migrations.AddField(
            model_name='placement',
            name='known_from',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='placement',
            name='known_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='unitcode',
            name='known_from',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='unitcode',
            name='known_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='unitname',
            name='known_from',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='unitname',
            name='known_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='change',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.person'),
        ),
        migrations.AddField(
            model_name='change',
            name='corrects',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='units.change'),
        ),
        migrations.AddField(
            model_name='placement',
            name='change',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.change'),
        ),
        migrations.AddField(
            model_name='unitcode',
            name='change',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.change'),
        ),
        migrations.AddField(
            model_name='unitname',
            name='change',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.change'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(condition=models.Q(('known_until__isnull', True)), fields=('unit', 'line', 'starts_on'), name='one_place_a_day'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(fields=('unit', 'line', 'starts_on', 'known_from'), name='one_place_an_instant'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('known_until__isnull', True), ('known_until__gt', models.F('known_from')), _connector='OR'), name='a_place_is_known_forwards'),
        ),
        migrations.AddConstraint(
            model_name='unitcode',
            constraint=models.UniqueConstraint(condition=models.Q(('known_until__isnull', True)), fields=('unit', 'starts_on'), name='one_code_a_day'),
        ),
        migrations.AddConstraint(
            model_name='unitcode',
            constraint=models.UniqueConstraint(fields=('unit', 'starts_on', 'known_from'), name='one_code_an_instant'),
        ),
        migrations.AddConstraint(
            model_name='unitcode',
            constraint=models.CheckConstraint(condition=models.Q(('known_until__isnull', True), ('known_until__gt', models.F('known_from')), _connector='OR'), name='a_code_is_known_forwards'),
        ),
        migrations.AddConstraint(
            model_name='unitname',
            constraint=models.UniqueConstraint(condition=models.Q(('known_until__isnull', True)), fields=('unit', 'starts_on'), name='one_name_a_day'),
        ),
        migrations.AddConstraint(
            model_name='unitname',
            constraint=models.UniqueConstraint(fields=('unit', 'starts_on', 'known_from'), name='one_name_an_instant'),
        ),
        migrations.AddConstraint(
            model_name='unitname',
            constraint=models.CheckConstraint(condition=models.Q(('known_until__isnull', True), ('known_until__gt', models.F('known_from')), _connector='OR'), name='a_name_is_known_forwards'),
        ),
        migrations.AddField(
            model_name='changeunit',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='units.change'),
        ),
        migrations.AddField(
            model_name='changeunit',
            name='parent',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='changeunit',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='units.unit'),
        ),
        migrations.AddField(
            model_name='succession',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='units.change'),
        ),
        migrations.AddField(
            model_name='succession',
            name='predecessor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='units.unit'),
        ),
        migrations.AddField(
            model_name='succession',
            name='successor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='precessions', to='units.unit'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'void'), _negated=True), ('corrects__isnull', False), _connector='OR'), name='what_is_taken_back_is_named'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('corrects__isnull', True), models.Q(('corrects', models.F('id')), _negated=True), _connector='OR'), name='no_change_corrects_itself'),
        ),
        migrations.AddConstraint(
            model_name='changeunit',
            constraint=models.UniqueConstraint(fields=('change', 'unit', 'line'), name='a_change_says_it_once'),
        ),
        migrations.AddConstraint(
            model_name='changeunit',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('line', ''), _negated=True), _connector='OR'), name='a_superior_stands_in_a_line'),
        ),
        migrations.AddConstraint(
            model_name='changeunit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fate', 'ends'), _negated=True), models.Q(('code', ''), ('name', ''), ('parent__isnull', True), models.Q(('line', ''), _negated=True)), _connector='OR'), name='what_ends_gets_nothing_new'),
        ),
        migrations.AddConstraint(
            model_name='changeunit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fate', 'begins'), _negated=True), models.Q(models.Q(('name', ''), _negated=True), models.Q(('line', ''), _negated=True)), _connector='OR'), name='what_begins_has_a_name_and_a_place'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.UniqueConstraint(fields=('change', 'predecessor', 'successor'), name='a_succession_is_said_once'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.UniqueConstraint(condition=models.Q(('main', True)), fields=('change', 'predecessor'), name='one_main_part'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='no_unit_succeeds_itself'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.CheckConstraint(condition=models.Q(('main', True), ('divided', True), _connector='OR'), name='what_goes_whole_goes_to_the_main_part'),
        ),
        migrations.RunPython(tell_changes, forget_what_was_corrected),
        migrations.AlterField(
            model_name='unitname',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.change'),
        ),
        migrations.AlterField(
            model_name='unitname',
            name='known_from',
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name='unitcode',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.change'),
        ),
        migrations.AlterField(
            model_name='unitcode',
            name='known_from',
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name='placement',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.change'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='known_from',
            field=models.DateTimeField(),
        ),
    ]
