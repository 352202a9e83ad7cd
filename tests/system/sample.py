"""What the sample organisation holds, as counts and as rows without anything made at random."""

from typing import Any


def sample() -> dict[str, Any]:
    """Facts of the sample on the morning on which its clock starts."""
    return {
        "counts": _counts(),
        "states": _validities(),
        "second_phase": _second_phase(),
        "incoming": _incoming(),
        "outgoing": _outgoing(),
        "numbers": _numbers(),
        "threads": _threads(),
        "files": _files(),
        "rows": _rows(),
    }


def _counts() -> dict[str, int]:
    from django.db.models import Sum

    from guong.accounts.models import User
    from guong.ops.demo.round import SHOWS
    from guong.portal.models import ArticlePage
    from guong.registry.models import OfficialDocument, Relation
    from guong.rounds.models import Phase, Submission
    from guong.units.models import Mandate, UnitName
    from guong.units.queries import tree

    first = Phase.objects.get(order=0, opened_at__isnull=False)
    standing = tree(first.round.line, SHOWS.date())
    below = [node for node in standing.below(first.round.owner) if node.parent == first.round.owner]
    users = User.objects.values("person")
    return {
        "direct": len(below),
        "communes": sum(node.kind == "commune_committee" for node in below),
        "cells": UnitName.objects.filter(kind="cell", starts_on__lt="2022-08-20").count(),
        "people": first.sittings.aggregate(people=Sum("people"))["people"],
        "articles": ArticlePage.objects.live().count(),
        "unpublished": ArticlePage.objects.filter(live=False).count(),
        "without_picture": sum(not any(b.block_type == "photo" for b in one.body) for one in ArticlePage.objects.all()),
        "papers": OfficialDocument.objects.filter(stage="issued").count(),
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

    return sorted({state_on(paper, SHOWS.date()) for paper in OfficialDocument.objects.filter(stage="issued")})


def _second_phase() -> list[str]:
    """States in which duties of the running phase stand."""
    from guong.ops.demo.round import SHOWS
    from guong.rounds.models import Phase
    from guong.rounds.queries import counts

    return sorted(
        state.value
        for state, number in counts(Phase.objects.get(order=1, opened_at__isnull=False), SHOWS).items()
        if number
    )


def _incoming() -> dict[str, Any]:
    """Papers that wait by how they stand, instructions that are done, rounds that are proposed from one."""
    from collections import Counter

    from guong.desk.queries.incoming import waiting
    from guong.ops.demo.round import SHOWS
    from guong.registry.models import Instruction, OfficialDocument
    from guong.rounds.models import Round
    from guong.units.models import Unit

    proposed = Round.objects.filter(confirmed_at__isnull=True)
    return {
        "waiting": dict(Counter(row.state for row in waiting(Unit.objects.all(), SHOWS.date()))),
        "done": Instruction.objects.filter(done_on__isnull=False).count(),
        "corrected": Instruction.objects.filter(corrects__isnull=False).count(),
        "proposed": [[round.phases.count(), round.agenda.count()] for round in proposed],
        "without_number": OfficialDocument.objects.filter(direction="incoming", arrival_no="").count(),
    }


def _outgoing() -> dict[str, Any]:
    """Papers in the making by stage, with drafts and opinions (given, asked for); whom issued ones reached."""
    from guong.registry.models import OfficialDocument, Opinion

    made = OfficialDocument.objects.exclude(stage="issued")
    sent = OfficialDocument.objects.filter(recipients__sent_at__isnull=False).distinct()
    return {
        "making": {one.stage: one.drafts.count() for one in made},
        "opinions": [Opinion.objects.filter(given_at__isnull=none).count() for none in (False, True)],
        "reached": {
            one.symbol: [
                one.recipients.filter(unit__isnull=False, opened_at__isnull=none).count() for none in (False, True)
            ]
            for one in sent
        },
    }


def _numbers() -> dict[str, Any]:
    """Lines of all numbering books by state, and numbers that no line accounts for."""
    from collections import Counter

    from guong.registry.books import missing
    from guong.registry.models import BookLine, NumberBook

    return {
        **Counter(BookLine.objects.exclude(state="outside").values_list("state", flat=True)),
        "holes": sum(len(missing(book)) for book in NumberBook.objects.all()),
        "void_without_reason": BookLine.objects.filter(state="void", reason="").count(),
    }


def _threads() -> dict[str, Any]:
    """What ties papers to one another: copies, parts, suspensions, a body under two names, a case file."""
    from guong.registry.models import CaseFile, Citation, OfficialDocument, Relation

    case = CaseFile.objects.get(closed_on__isnull=True)
    return {
        "copies": list(OfficialDocument.objects.exclude(copy_of=None).values_list("symbol", "copy_of__symbol")),
        "parts": sorted(Relation.objects.exclude(part="").values_list("document__symbol", "part")),
        "suspended": list(Relation.objects.filter(kind="suspends").values_list("other__symbol", flat=True)),
        "under_both_names": sorted(
            Citation.objects.filter(target__issuer__successions__isnull=False).values_list("body_name", flat=True)
        ),
        "case": [item.document.symbol if item.document else item.title for item in case.items.order_by("order")],
    }


def _files() -> list[list[Any]]:
    """Papers with files: what kind, how many page images, whether its words were read and everybody may read it."""
    from guong.files.queries import pages_shown, text
    from guong.files.rules import ENDINGS
    from guong.registry.models import DocumentFile

    rows = DocumentFile.objects.select_related("document", "file").order_by("document__symbol")
    return [
        [
            row.document.symbol,
            ENDINGS[row.file.media_type],
            pages_shown(row.file),
            row.document.abstract[-20:] in text(row.file),
            row.document.publicity,
        ]
        for row in rows
    ]


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
