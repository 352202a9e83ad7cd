"""What pages of the sample show in the place of somebody's phone."""

from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.models import Authenticator
from django import template
from django.conf import settings
from django.template.context import Context

from guong.accounts import second_step

register = template.Library()


@register.simple_tag(takes_context=True)
def sample_code(context: Context) -> str:
    """The code that an app would show now and that was not used yet. Never outside of a sample installation."""
    request = context["request"]
    stage = get_pending_stage(request)
    user = request.user if request.user.is_authenticated else stage.login.user if stage else None
    if not settings.GUONG_SAMPLE or user is None:
        return ""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return second_step.unused_code(found) if found else ""
