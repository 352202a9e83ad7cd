"""Every list can be taken away as a sheet."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from django.http import HttpResponse

from guong.render import tables

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def table_response(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[tables.Value]], format: str = "xlsx"
) -> HttpResponse:
    """A download of the rows; `format` other than csv is xlsx. `name` is the file's name without ending."""
    kind = "csv" if format == "csv" else "xlsx"
    columns, rows = [str(c) for c in columns], list(rows)
    content = tables.csv(columns, rows) if kind == "csv" else tables.xlsx(columns, rows, title=name)
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{kind}"
    response["Cache-Control"] = "private, no-store"
    return response
