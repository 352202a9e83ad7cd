"""People before their browsers, and how they get in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from guong.accounts import second_step
from guong.accounts.models import User
from guong.accounts.tests.factories import with_code
from guong.jobs.clock import today
from guong.units.models import Person
from guong.units.queries.entry import at_a_desk
from tests.browser.conftest import opened
from tests.browser.looking import SIZES

PHONE, DESK = SIZES
PATIENCE_MS = 10_000
PASSWORD = "only-for-tests-1"  # what units.tests.factories.make_user gives


@contextmanager
def at_a_browser(chromium: Browser, site: str, *, phone: bool = False, scripts: bool = True) -> Iterator[Page]:
    """A browser of one's own, phone or desk wide; closing it fails on what a page must not do."""
    for page in opened(chromium, site, scripts=scripts):
        page.set_viewport_size(PHONE if phone else DESK)
        page.set_default_timeout(PATIENCE_MS)
        yield page


def sign_in(page: Page, person: Person) -> None:
    """By name and password, as people do; with a code where the role asks for a second step."""
    assert person.user is not None
    secret = second_step_of(person)
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(person.user.get_username())
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit], form button.primary").first.click()
    if secret:
        page.locator("input[name=code]").fill(second_step.code_now(secret))
        page.locator("form:has(input[name=code]) button.primary").click()


def second_step_of(person: Person) -> str:
    """The secret of a code from an app, set up anew for who has a desk role; empty for everybody else."""
    if not at_a_desk(person, today()):
        return ""
    Authenticator.objects.filter(user=person.user).delete()
    return with_code(cast(User, person.user))


def let_in(page: Page, person: Person, site: str) -> None:
    """With a session made here, for tests that are about something else."""
    assert person.user is not None
    client = Client()
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
