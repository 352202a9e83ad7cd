"""The occasions of a pack in the form that the text engine derives dates with."""

from guong.packs import Pack
from guong.viet.occasions import Occasion


def occasions(pack: Pack) -> tuple[Occasion, ...]:
    """Occasions with a known day; `year` stays None where the first year is unknown."""
    return tuple(
        Occasion(
            code=entry.code,
            names=tuple(entry.extra["names"]),
            day=entry.extra["day"],
            month=entry.extra["month"],
            year=entry.extra.get("since"),
        )
        for entry in pack.table("occasions")
        if "day" in entry.extra
    )
