"""Migrations: none pending, each can be undone."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.architecture import house


@pytest.mark.django_db
def test_no_migration_is_pending() -> None:
    call_command("makemigrations", *house_apps(), check=True, dry_run=True, verbosity=0)


def house_apps() -> list[str]:
    return sorted(label for label, _ in MigrationLoader(connection).disk_migrations if label in house.floors())


@pytest.mark.django_db
def test_every_migration_of_ours_can_be_undone() -> None:
    loader = MigrationLoader(connection)
    stuck = [
        f"{label}.{name}: {operation.describe()}"
        for (label, name), migration in loader.disk_migrations.items()
        for operation in migration.operations
        if label in house.floors() and not operation.reversible
    ]
    house.none(stuck)
