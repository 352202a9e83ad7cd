"""An empty database made at once instead of step by step.

Two hundred and more migrations, most of them of libraries, rebuild their picture of all models at each step: tens of
seconds of computing for tables that are empty. Here the last picture is drawn once, its tables are made, and the rows
that the libraries' migrations put there (first page, locale, groups, workflow …) come from `fresh.jsonl`, which
`write_seed` wrote from a database that was migrated step by step. A test holds both ways against each other. When a
migration was added that the seed does not know, the long way is taken.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, models, transaction
from django.db.migrations import CreateModel, RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from guong.ops import dump

SEED = Path(__file__).with_name("fresh.jsonl")
SHAPING = {"set_page_path_collation", "set_collection_path_collation"}
# Made by `post_migrate` for every model; rows refer to them by name.
MADE_ANYWAY = {"contenttypes.contenttype", "auth.permission"}


def migrate() -> None:
    """Bring the database up to the code: at once when it is empty, by the usual steps otherwise."""
    if dump.is_empty():
        loader = MigrationLoader(connection)
        if _known() == data_steps(loader):
            _build(loader)
            return
    call_command("migrate", interactive=False, verbosity=0)


def data_steps(loader: MigrationLoader) -> list[str]:
    """The migrations that may put rows into tables, by name: the seed fits while these are the same."""
    return sorted(
        f"{app}.{name}"
        for (app, name), migration in loader.graph.nodes.items()
        if any(isinstance(step, RunPython) or (isinstance(step, RunSQL) and step.sql) for step in migration.operations)
    )


def _known() -> list[str]:
    if not SEED.is_file():
        return []
    with SEED.open(encoding="utf-8") as lines:
        known: list[str] = json.loads(lines.readline())
    return known


def _build(loader: MigrationLoader) -> None:
    """Recorded as done at the very end: one that was broken off shows as a database that no command takes."""
    by_hand = list(_made_by_hand(loader))
    state = loader.project_state(loader.graph.leaf_nodes())
    with connection.schema_editor() as editor:
        for model in _models(state, by_hand):
            editor.create_model(model)
        # A picture of models can hold an index twice, once added and once renamed (taggit's does).
        editor.deferred_sql = list({str(statement): statement for statement in editor.deferred_sql}.values())
        for app, step in by_hand:
            for made in step.database_operations:
                made.database_forwards(app, editor, state, state)
        for shape in _shaping(loader):
            shape(state.apps, editor)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    _sow()
    _record(loader)


def _made_by_hand(loader: MigrationLoader) -> Iterator[tuple[str, SeparateDatabaseAndState]]:
    """Tables that a migration makes by its own statements (the full-text table of Wagtail on SQLite)."""
    for (app, _name), migration in loader.graph.nodes.items():
        for step in migration.operations:
            if isinstance(step, SeparateDatabaseAndState):
                yield app, step


def _shaping(loader: MigrationLoader) -> Iterator[Callable[..., None]]:
    """Python steps of migrations that shape columns and put no rows anywhere."""
    for migration in loader.graph.nodes.values():
        for step in migration.operations:
            if isinstance(step, RunPython) and getattr(step.code, "__name__", "") in SHAPING:
                yield step.code


def _models(state: ProjectState, by_hand: list[tuple[str, SeparateDatabaseAndState]]) -> Iterator[type[models.Model]]:
    """As the migrations know them, not as the code does: a model without its migration stays without a table."""
    there = {
        (app, made.name_lower)
        for app, step in by_hand
        for made in step.state_operations
        if isinstance(made, CreateModel)
    }
    for model in state.apps.get_models():
        named = (model._meta.app_label, model._meta.model_name)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped and named not in there:
            yield model


def _record(loader: MigrationLoader) -> None:
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    with transaction.atomic():
        for key, migration in loader.graph.nodes.items():
            for app, name in {key, *migration.replaces}:
                recorder.record_applied(app, name)


def _sow() -> None:
    with SEED.open(encoding="utf-8") as lines:
        waiting = lines.read().splitlines()[1:]
    with connection.constraint_checks_disabled(), transaction.atomic():
        while waiting:
            later = [line for line in waiting if not _sown(line)]
            if len(later) == len(waiting):
                raise ValueError(later[0])
            waiting = later
        connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())):
            cursor.execute(statement)


def _sown(line: str) -> bool:
    """False when the row names another that is not there yet."""
    try:
        for row in serializers.deserialize("json", f"[{line}]"):
            row.save()
    except serializers.base.DeserializationError:
        return False
    return True


def rows() -> Iterator[str]:
    """Every row that is not made anyway, as JSON lines that name types and permissions instead of numbering them."""
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in MADE_ANYWAY:
            found = model._base_manager.order_by("pk")
            text = serializers.serialize("jsonl", found, use_natural_foreign_keys=True, cls=dump.Exact)
            yield from text.splitlines()


def write_seed() -> None:
    """Write the seed from this database, which must be migrated step by step and otherwise empty."""
    head = json.dumps(data_steps(MigrationLoader(connection)))
    SEED.write_text("\n".join([head, *rows(), ""]), "utf-8")
