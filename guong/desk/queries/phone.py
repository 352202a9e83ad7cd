"""What a phone keeps for days without a network: the pages of open duties, and what a sheet is judged by."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from guong.desk.lines import field_labels
from guong.desk.queries.sheet import Start, last_sitting, photos_before
from guong.desk.queries.tasks import Group
from guong.desk.words import kind_word, language
from guong.rounds.actions import Declared
from guong.rounds.actions.photos import announced
from guong.rounds.rules import participant_groups
from guong.units.queries import name_of

MINUTES_OF_A_POINT = 5  # below that a point of the agenda was hardly discussed
TABLES = ("sitting_forms", "sitting_modes", "participant_categories", "topics", "offices")


def pages(groups: Iterable[Group]) -> list[str]:
    """Addresses to keep: the list, what lies on the device, and the sheets of what is open."""
    open_ = [task.duty.uid for group in groups for task in group.waiting]
    sheets = [reverse(name, args=[uid]) for uid in open_ for name in ("desk:write", "desk:nil")]
    return [reverse("desk:tasks"), reverse("desk:kept"), *sheets]


def sheet_data(given: Start, pages: Collection[str], *, nil: bool, title: str, on: date) -> dict[str, Any]:
    """What the scripts of one sheet know: its duties, lists of the pack, the rules, the sitting before.

    `plain`: it carries `pages` that came with a form and not in pieces, which the form alone can name again.
    """
    duty = given.duty
    earlier = [] if nil else [announced(one) for one in photos_before(given)]
    return {
        "schema": "nil" if nil else "sitting" if given.sitting else "written",
        "light": given.light,
        "plain": not nil and not set(pages) <= {one.sha256 for one in earlier},
        "earlier": [_photo(one) for one in earlier],
        "duty": str(duty.uid),
        "title": title,
        "unit_name": name_of(duty.unit, on),
        "superior": name_of(duty.superior or duty.phase.round.owner, on),
        "kinds": {str(one.uid): kind_word(one.kind) for one in given.together},
        "agenda": given.orders,
        "listed": given.listed,
        "today": on.isoformat(),
        "groups": participant_groups(),
        "labels": field_labels(),
        "names": {table: dict(settings.PACK.choices(table, language())) for table in TABLES},
        "last": _last(given) if given.sitting else None,
        "rules": _rules(),
        "per_point": MINUTES_OF_A_POINT,
    }


def _photo(one: Declared) -> dict[str, Any]:
    return {
        "id": str(one.uid),
        "sha256": one.sha256,
        "size": one.size,
        "media_type": one.media_type,
        "use": one.use.value,
        "consent": one.consent,
    }


def _last(given: Start) -> dict[str, Any] | None:
    """The unit's own sitting before, to compare with while typing."""
    before = last_sitting(given.duty.unit, besides=given.latest)
    if before is None or before.held_on is None:
        return None
    return {"held_on": before.held_on.isoformat(), "expected": before.expected, "present": before.present}


def _rules() -> list[dict[str, Any]]:
    return [
        {
            "form": rule.code,
            "minutes": rule.extra["minutes"],
            "starts": rule.starts.isoformat() if rule.starts else "",
            "until": rule.until.isoformat() if rule.until else "",
            "basis": rule.label(language()),
        }
        for rule in settings.PACK.table("sitting_rules")
    ]
