"""Plans that are kept while they are thought about: saved, edited, dropped, carried out."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guong.jobs import clock
from guong.units.actions.changing import Done, carry_out, tell
from guong.units.models import Person, SavedPlan, Unit
from guong.units.plans import Plan
from guong.units.rules import Refused
from guong.units.sql import alone


@transaction.atomic
def save_plan(*, by: Person | None, top: Unit, plan: Plan, asked: Mapping[str, Any] | None = None) -> SavedPlan:
    """Keep a plan for a unit's part of the tree. It may still be full of faults."""
    saved = SavedPlan.objects.create(
        top=top, content=plan.values(), asked=dict(asked or {}), by=by, saved_at=clock.now()
    )
    tell(by, "save_plan", saved.uid, {"top": str(top.uid), "plan": plan.digest()})
    return saved


@transaction.atomic
def edit_plan(
    *, by: Person | None, saved: SavedPlan, version: int, plan: Plan, asked: Mapping[str, Any] | None = None
) -> SavedPlan:
    """Another plan in the place of the one that was read as `version`."""
    held = _held(saved, version)
    held.content, held.asked = plan.values(), dict(asked or {})
    held.version, held.by, held.saved_at = version + 1, by, clock.now()
    held.save(update_fields=["content", "asked", "version", "by", "saved_at"])
    tell(by, "edit_plan", held.uid, {"version": held.version, "plan": plan.digest()})
    return held


@transaction.atomic
def drop_plan(*, by: Person | None, saved: SavedPlan) -> None:
    """A draft is deleted; a plan that was carried out stays."""
    held = _held(saved, None)
    tell(by, "drop_plan", held.uid, {"plan": Plan.of(held.content).digest()})
    held.delete()


@transaction.atomic
def apply_plan(*, by: Person | None, saved: SavedPlan, version: int) -> Done:
    """Carry out what was read as `version`, or `BadPlan`: one transaction, one entry of the trail."""
    alone()
    held = _held(saved, version)
    done = carry_out(by=by, plan=Plan.of(held.content), facts={"saved": str(held.uid), "version": version})
    held.act = done.act
    held.save(update_fields=["act"])
    return done


def _held(saved: SavedPlan, version: int | None) -> SavedPlan:
    """The plan as it stands, locked."""
    held = SavedPlan.objects.select_for_update().filter(pk=saved.pk).first()
    if held is None:
        raise Refused(_("This plan was dropped."))
    if held.act is not None:
        raise Refused(_("This plan was carried out; correct its changes instead."))
    if version is not None and held.version != version:
        raise Refused(_("Somebody has edited this plan since. Open it again and look at what it says now."))
    return held
