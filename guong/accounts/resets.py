"""Forgotten passwords: asked for here, sent by the worker."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from guong.accounts import mails
from guong.accounts.models import User
from guong.jobs import outbox

TOPIC = "accounts.forgotten"


def ask(user: User) -> None:
    outbox.tell(TOPIC, user.uid)


def send(_topic: str, ref: str) -> None:
    user = User.objects.filter(uid=ref, is_active=True).exclude(email="").first()
    if user is None:
        return
    address = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
    words = {"password_reset_url": settings.GUONG_PUBLIC_URL.rstrip("/") + address, "username": user.get_username()}
    mails.send("account/email/password_reset_key", user.email, words)
