"""Somebody outside the unit reads one version of a draft and gives an opinion; nothing else is open to them."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guong.jobs.clock import now
from guong.registry import sealing
from guong.registry.actions.drafting import lock, newest
from guong.registry.actions.entries import write
from guong.registry.models import Invitation, OfficialDocument
from guong.registry.rules import Refused, may_be_changed, refuse_marks, token_hash
from guong.trail.actions import Facts
from guong.units.models import Person

MOST_DAYS, MOST_OPEN = 30, 20


def invite(*, by: Person, document: OfficialDocument, name: str, days: int) -> tuple[Invitation, str]:
    """An invitation to the newest version, and the token of its link, which is kept nowhere."""
    refuse_marks(name)
    if not name.strip():
        raise Refused(_("Say who is asked."))
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("An invitation runs for 1 to {most} days.").format(most=MOST_DAYS))
    token, at = secrets.token_urlsafe(32), now()
    with transaction.atomic():
        held = lock(document)
        if not may_be_changed(held.stage):
            raise Refused(_("Opinions are asked for while the paper is a draft."))
        draft = newest(held)
        if draft.invitations.filter(revoked_at__isnull=True).count() >= MOST_OPEN:
            raise Refused(_("At most {most} outsiders are asked about one version.").format(most=MOST_OPEN))
        made = Invitation.objects.create(
            draft=draft,
            name=name.strip()[:200],
            token_sha256=token_hash(token),
            made_by=by,
            made_at=at,
            expires_at=at + timedelta(days=days),
        )
        facts: Facts = {"no": draft.no, "invitation": str(made.uid), "until": made.expires_at.isoformat()}
        write(by, "invite_opinion", held.uid, facts)
    return made, token


def open_invitation(*, invitation: Invitation) -> None:
    """The first look through the link is noted. Nobody is signed in, so the trail names the invitation alone."""
    with transaction.atomic():
        if Invitation.objects.filter(pk=invitation.pk, opened_at__isnull=True).update(opened_at=now()):
            write(None, "open_invitation", invitation.draft.document.uid, {"invitation": str(invitation.uid)})


def answer_invitation(*, invitation: Invitation, text: str) -> None:
    """What the outsider says; saying it again replaces it while the invitation is open."""
    refuse_marks(text)
    document = invitation.draft.document
    envelope = sealing.sealed(document.uid, text.strip())
    if envelope is None:
        raise Refused(_("The opinion is empty."))
    with transaction.atomic():
        held = lock(document)
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        open_still = row.revoked_at is None and row.expires_at > now() and newest(held).pk == row.draft_id
        if not open_still or not may_be_changed(held.stage):
            raise Refused(_("No opinion is asked for now. What was typed was not stored."))
        row.sealed_text, row.given_at = envelope, now()
        row.save(update_fields=["sealed_text", "given_at"])
        write(None, "answer_invitation", held.uid, {"invitation": str(row.uid)})


@transaction.atomic
def revoke_invitation(*, by: Person, invitation: Invitation) -> None:
    """The link opens nothing from now on; what was said through it stays with the draft."""
    if Invitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True).update(revoked_at=now()):
        write(by, "revoke_invitation", invitation.draft.document.uid, {"invitation": str(invitation.uid)})
