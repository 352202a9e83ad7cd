"""Pieces of SQL that both engines read, and values as they take them."""

from datetime import date
from uuid import UUID

from django.db import connection

from guong.tally.models import Layout
from guong.units.queries import Params


def key_of(series: UUID) -> UUID | str:
    return series if connection.features.has_native_uuid_field else series.hex


def day_of(day: date) -> object:
    return connection.ops.adapt_datefield_value(day)


def era_sql(layout: Layout, alias: str, column: str = "on") -> tuple[str, Params]:
    """The day that opened the era of a day: within an era no superior changed, so that its values add up."""
    cast = "%s::date" if connection.vendor == "postgresql" else "%s"
    eras = [date.fromisoformat(day) for day in reversed(layout.eras)]
    arms = " ".join(f'WHEN {alias}."{column}" >= {cast} THEN {cast}' for _day in eras)
    given = tuple(day_of(day) for day in eras for _twice in range(2))
    least = day_of(date.min)
    return (f"CASE {arms} ELSE {cast} END", (*given, least)) if eras else (cast, (least,))
