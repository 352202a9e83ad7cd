"""Many rows at once, as values in the order of columns: what a change of a whole country writes is half a million
values, and most of the time would go into making objects of them.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

from guong.units.sql import fetch, marks

_INSERT = "INSERT INTO {table} ({columns}) VALUES ({values})"
_COPY = "COPY {table} ({columns}) FROM STDIN"
_FEW = 100  # rows; more are copied where the engine can
_ADAPTED = (models.DateField, models.DateTimeField, models.UUIDField)


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Keys for rows that are still to be written. The caller holds the lock of the tree."""
    if not count:
        return []
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        return sorted(key for (key,) in fetch(sql, (table, count)))
    (last,) = fetch("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", (table,))[0]
    return list(range(last + 1, last + 1 + count))


def pour(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows; `names` are those of the columns as Django has them (`unit_id`)."""
    adapted = _adapters(model, names)
    values = [_values(row, adapted) for row in rows]
    if not values:
        return
    given = {"table": model._meta.db_table, "columns": ", ".join(map(connection.ops.quote_name, names))}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(values) > _FEW:
            with cursor.copy(_COPY.format(**given)) as copy:
                for row in values:
                    copy.write_row(row)
        else:
            cursor.executemany(_INSERT.format(values=marks(names), **given), values)


def _values(row: Sequence[Any], adapted: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    values = list(row)
    for place, adapt in adapted:
        values[place] = adapt(values[place])
    return values


def _adapters(model: type[models.Model], names: Sequence[str]) -> list[tuple[int, Callable[[Any], Any]]]:
    """By place: how days, instants and ids go into this engine. One value mostly stands in thousands of rows."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return [(place, _once(fields[name])) for place, name in enumerate(names) if isinstance(fields[name], _ADAPTED)]


def _once(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    last: list[Any] = [None, None]

    def adapt(value: Any) -> Any:
        if value is not last[0]:
            last[:] = [value, field.get_db_prep_value(value, connection)]
        return last[1]

    return adapt
