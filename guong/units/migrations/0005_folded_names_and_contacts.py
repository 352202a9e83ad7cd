"""Names can be found by parts of them, in any spelling of marks; holders of mandates can be reached by the public."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from guong.viet.fold import fold


def fold_names(apps, schema_editor):
    names = apps.get_model('units', 'UnitName')
    rows = []
    for row in names.objects.order_by('pk').iterator(chunk_size=2000):
        row.folded = fold(row.name)
        rows.append(row)
    names.objects.bulk_update(rows, ['folded'], batch_size=500)
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0004_plans_lists_and_snapshots'),
    ]

    operations = [
        migrations.AddField(
            model_name='unitname',
            name='folded',
            field=models.CharField(default='', editable=False, max_length=200),
            preserve_default=False,
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('post', models.CharField(max_length=200)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('mail', models.EmailField(blank=True, max_length=254)),
                ('hours', models.CharField(blank=True, max_length=160)),
                ('shown_at', models.DateTimeField()),
                ('hidden_at', models.DateTimeField(null=True)),
                ('hidden_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.person')),
                ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='units.mandate')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='units.unit')),
                ('shown_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('hidden_at__isnull', True)), fields=('mandate',), name='one_open_contact'), models.CheckConstraint(condition=models.Q(('hidden_at__isnull', True), models.Q(('hours', ''), ('mail', ''), ('phone', '')), _connector='OR'), name='what_is_taken_back_is_erased'), models.CheckConstraint(condition=models.Q(('hidden_at__isnull', False), models.Q(('hours', ''), ('mail', ''), ('phone', ''), _negated=True), _connector='OR'), name='an_open_contact_says_how')],
            },
        ),
    ]
