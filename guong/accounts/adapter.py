from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts come from invitations of the desk; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
