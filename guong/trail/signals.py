"""Signing in and out, as Django and allauth tell it. A failed attempt is noted without the name that was tried."""

from typing import Any
from uuid import UUID

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.db import transaction

from guong.accounts import steps
from guong.accounts.models import User
from guong.trail import actions

OF_A_USER = {
    "signed_in": auth.user_logged_in,
    "signed_out": auth.user_logged_out,
    "changed_password": account.password_changed,
    "set_password": account.password_set,
    "reset_password": account.password_reset,
    "added_authenticator": mfa.authenticator_added,
    "removed_authenticator": mfa.authenticator_removed,
    "reset_authenticator": mfa.authenticator_reset,
}


def connect() -> None:
    """Listen; called once from `apps.ready`."""
    for verb, signal in OF_A_USER.items():
        signal.connect(_noting(f"accounts.{verb}"), weak=False, dispatch_uid=f"trail.{verb}")
    steps.DONE.append(_did)
    auth.user_login_failed.connect(_failed, dispatch_uid="trail.sign_in_failed")


def _noting(what: str) -> Any:
    @transaction.atomic
    def note(*, user: User | None, **_rest: object) -> None:
        if user is not None:
            actions.record(by=user.uid, what=what, on=user.uid)

    return note


def _did(user: User, verb: str, on: UUID) -> None:
    actions.record(by=user.uid, what=f"accounts.{verb}", on=on)


@transaction.atomic
def _failed(**_rest: object) -> None:
    actions.record(by=None, what="accounts.sign_in_failed", on="sign_in")
