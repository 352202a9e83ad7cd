import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('rounds', '0001_initial'),
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True)),
                ('order', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('strength', 'strength'), ('shortcoming', 'shortcoming')], max_length=12)),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('words', models.BinaryField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='rounds.phase')),
                ('returns', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returned_as', to='reviews.finding')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='rounds.submission')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='units.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True)),
                ('owner_office', models.CharField(blank=True, max_length=40)),
                ('deadline', models.DateField()),
                ('state', models.CharField(choices=[('promised', 'promised'), ('under_way', 'under way'), ('shown', 'shown'), ('confirmed', 'confirmed'), ('sent_back', 'sent back'), ('looked_again', 'looked at again')], default='promised', max_length=12)),
                ('words', models.BinaryField()),
                ('shared_text', models.CharField(blank=True, max_length=400)),
                ('promised_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='rounds.phase')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='rounds.submission')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='units.unit')),
                ('finding', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reviews.finding')),
            ],
        ),
        migrations.CreateModel(
            name='SecondLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_then', models.CharField(choices=[('promised', 'promised'), ('under_way', 'under way'), ('shown', 'shown'), ('confirmed', 'confirmed'), ('sent_back', 'sent back'), ('looked_again', 'looked at again')], max_length=12)),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='second_looks', to='reviews.correction')),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='second_looks', to='rounds.phase')),
            ],
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('submission', 'order'), name='findings_in_order'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(fields=['unit', 'state'], name='corrections_of_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.UniqueConstraint(fields=('correction', 'phase'), name='one_second_look_a_phase'),
        ),
    ]
