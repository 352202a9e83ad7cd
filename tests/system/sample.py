"""What the sample organisation holds, as counts and as rows without anything made at random."""

from typing import Any


def sample() -> dict[str, Any]:
    """Facts of the sample on the morning on which its clock starts."""
    return {"counts": _counts(), "states": _validities(), "second_phase": _second_phase(), "rows": _rows()}


def _counts() -> dict[str, int]:
    from django.db.models import Sum

    from guong.accounts.models import User
    from guong.ops.demo.round import SHOWS
    from guong.portal.models import ArticlePage
    from guong.registry.models import OfficialDocument, Relation
    from guong.rounds.models import Phase, Submission
    from guong.units.models import Mandate, UnitName
    from guong.units.queries import tree

    first = Phase.objects.get(order=0)
    standing = tree(first.round.line, SHOWS.date())
    below = [node for node in standing.below(first.round.owner) if node.parent == first.round.owner]
    users = User.objects.values("person")
    return {
        "direct": len(below),
        "communes": sum(node.kind == "commune_committee" for node in below),
        "cells": UnitName.objects.filter(kind="cell").count(),
        "people": first.sittings.aggregate(people=Sum("people"))["people"],
        "articles": ArticlePage.objects.live().count(),
        "unpublished": ArticlePage.objects.filter(live=False).count(),
        "without_picture": sum(not any(b.block_type == "photo" for b in one.body) for one in ArticlePage.objects.all()),
        "papers": OfficialDocument.objects.count(),
        "kinds_of_relation": Relation.objects.values("kind").distinct().count(),
        "roles_that_sign_in": Mandate.objects.filter(person__in=users).values("role").distinct().count(),
        "open_phases": Phase.objects.filter(opened_at__isnull=False, closed_at__isnull=True).count(),
        "in_the_future": Submission.objects.filter(received_at__gt=SHOWS).count()
        + OfficialDocument.objects.filter(registered_at__gt=SHOWS).count()
        + ArticlePage.objects.filter(first_published_at__gt=SHOWS).count(),
    }


def _validities() -> list[str]:
    from guong.ops.demo.round import SHOWS
    from guong.registry.models import OfficialDocument
    from guong.registry.queries import state_on

    return sorted({state_on(paper, SHOWS.date()) for paper in OfficialDocument.objects.all()})


def _second_phase() -> list[str]:
    """States in which duties of the running phase stand."""
    from guong.ops.demo.round import SHOWS
    from guong.rounds.models import Phase
    from guong.rounds.queries import counts

    return sorted(state.value for state, number in counts(Phase.objects.get(order=1), SHOWS).items() if number)


def _rows() -> dict[str, list[list[Any]]]:
    from guong.portal.models import ArticlePage
    from guong.registry.models import Citation, OfficialDocument
    from guong.rounds.models import Sitting, Submission
    from guong.units.models import Person, UnitName

    asked = {
        "units": UnitName.objects.values_list("unit__codes__code", "name", "kind"),
        "people": Person.objects.values_list("name", "user__username", "mandates__office_title"),
        "papers": OfficialDocument.objects.values_list("symbol", "issuer__name", "registered_at", "publicity"),
        "citations": Citation.objects.values_list("host_kind", "start", "surface", "resolution", "target__symbol"),
        "handed_in": Submission.objects.values_list("receipt__number", "version", "received_at", "by__name"),
        "sittings": Sitting.objects.values_list("held_on", "form", "place", "present", "guests", "people"),
        "articles": ArticlePage.objects.values_list("slug", "shown_on", "live", "byline_office", "first_published_at"),
    }
    return {name: sorted([str(value) for value in row] for row in rows) for name, rows in asked.items()}
