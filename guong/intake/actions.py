"""Taking a captured page in: one article, one proposed round, one record of what was read."""

import hashlib

from django.conf import settings
from django.db import transaction

from guong.intake import plan
from guong.intake.captured.model import CapturedPage
from guong.intake.fields import as_json
from guong.intake.models import Import
from guong.intake.parse import UnreadablePage, parse
from guong.intake.rules import Refused, page_key, sentence
from guong.jobs.clock import now
from guong.packs.calendar import occasions
from guong.portal.actions import publish_article, save_article
from guong.portal.rules import Refused as PortalRefused
from guong.rounds.actions import propose_round
from guong.rounds.models import Round
from guong.trail.actions import record
from guong.units.models import Person, Unit
from guong.units.queries import default_line


def read(content: str | bytes) -> CapturedPage:
    """The fields of a page, days of occasions from the pack's calendar. Raises Refused with a sentence."""
    try:
        return parse(content, calendar=occasions(settings.PACK))
    except UnreadablePage as unreadable:
        raise Refused(sentence(unreadable.reason)) from unreadable


def import_page(*, by: Person | None, content: str | bytes, owner: Unit | None, publish: bool = False) -> Import:
    """Take a page in. The same page again brings article and proposed round up to date and never doubles them.

    Without an `owner` no round is proposed: a round belongs to a unit. Raises Refused when nothing can be read, and
    when the portal does not take the article; then nothing is stored.
    """
    page = read(content)
    raw = content.encode() if isinstance(content, str) else content
    try:
        return _take_in(by, page, raw, owner, publish=publish)
    except PortalRefused as refused:
        raise Refused(str(refused)) from refused


@transaction.atomic
def _take_in(by: Person | None, page: CapturedPage, raw: bytes, owner: Unit | None, *, publish: bool) -> Import:
    found, new = Import.objects.select_for_update().get_or_create(
        page_key=page_key(page),
        defaults={"source_sha256": "", "fields": {}, "imported_at": now(), "updated_at": now(), "by": by},
    )
    found.source_sha256, found.fields, found.updated_at = hashlib.sha256(raw).hexdigest(), as_json(page), now()
    found.article = save_article(by=by, values=plan.article_of(page), article=found.article)
    found.round = _propose(by, page, found, owner)
    found.save()
    if publish:
        publish_article(by=by, article=found.article)
    record(
        by=by.uid if by else None,
        what="intake.import_page",
        on=found.uid,
        facts={"new": int(new), "sha256": found.source_sha256, "article": str(found.article)},
    )
    return found


def _propose(by: Person | None, page: CapturedPage, found: Import, owner: Unit | None) -> Round | None:
    proposal = plan.proposal_of(page)
    if owner is None or not (proposal.phases or proposal.study or proposal.figures):
        return found.round
    title = page.round_title.value or page.title.value or ""
    return propose_round(
        by=by,
        owner=owner,
        line=default_line(),
        title=title[:300],
        theme=(page.theme.value or "")[:300],
        proposal=proposal,
        origin=found.uid,
    )
