import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True)),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('pin', models.CharField(blank=True, max_length=128)),
                ('browser', models.CharField(max_length=40)),
                ('system', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('passkey', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mfa.authenticator')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('void_at', models.DateTimeField(null=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('key_hash', models.CharField(blank=True, max_length=64)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_at__isnull', True), ('void_at__isnull', True)), fields=('user',), name='one_open_invitation'), models.CheckConstraint(condition=models.Q(('used_at__isnull', True), ('void_at__isnull', True), _connector='OR'), name='invitation_is_used_or_void'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='invitation_expires_later')],
            },
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('void_at', models.DateTimeField(null=True)),
                ('number', models.CharField(max_length=8, unique=True)),
                ('code', models.CharField(max_length=128)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slips', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_at__isnull', True), ('void_at__isnull', True)), fields=('user',), name='one_open_slip'), models.CheckConstraint(condition=models.Q(('used_at__isnull', True), ('void_at__isnull', True), _connector='OR'), name='slip_is_used_or_void'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='slip_expires_later')],
            },
        ),
    ]
