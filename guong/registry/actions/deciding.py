"""The document that decides a change of the tree: kept there as text, cited here, linked as soon as it is held."""

from collections.abc import Mapping

from guong.registry.actions.citing import record_citations
from guong.units.models import Change, Unit
from guong.units.plans import Plan

CHANGE = "change"  # the kind of host of such a citation; the host is the act


def cite_decision(plan: Plan, changes: tuple[Change, ...], _units: Mapping[int, Unit]) -> None:
    """Step of a change: its deciding document, where the text names one."""
    if plan.decision:
        record_citations(host_kind=CHANGE, host=changes[0].act, text=plan.decision)
