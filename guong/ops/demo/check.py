"""Fetching the main pages of a running sample, as a visitor and as the office clerk."""

import time
from collections.abc import Callable, Iterator

import httpx
from allauth.mfa.models import Authenticator

from guong.accounts import second_step
from guong.ops.demo.samples import PASSWORD

PUBLIC = ("/", "/tin-tuc/", "/van-ban/", "/tim-kiem/?q=tu+soi", "/accounts/login/", "/health/ready")
STAFF = (
    *("/desk/", "/desk/rounds/", "/desk/incoming/", "/desk/registry/", "/desk/registry/drafts/"),
    *("/desk/registry/books/", "/desk/registry/cases/", "/desk/registry/received/"),
)
PATIENCE = 60.0
CLERK = "vanphong"


def check(root: str, *, out: Callable[[str], object]) -> Iterator[str]:
    """One sentence for each page that does not answer with 200."""
    with httpx.Client(base_url=root, follow_redirects=True, timeout=20) as client:
        _wait(client)
        for path in PUBLIC:
            yield from _fetch(client, path, out)
        _sign_in(client)
        for path in STAFF:
            yield from _fetch(client, path, out)


def _wait(client: httpx.Client) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if client.get("/health/live").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)


def _fetch(client: httpx.Client, path: str, out: Callable[[str], object]) -> Iterator[str]:
    try:
        answer = client.get(path)
    except httpx.TransportError as error:
        yield f"{path}: {type(error).__name__}"
        return
    out(f"{answer.status_code} {path} {len(answer.content):,} bytes {answer.elapsed.total_seconds() * 1000:.0f} ms")
    if answer.status_code != httpx.codes.OK or str(answer.url.path) != path.partition("?")[0]:
        yield f"{path} answered {answer.status_code} at {answer.url.path}"


def _sign_in(client: httpx.Client) -> None:
    """With both steps, as the office does; a check soon after another finds the code of the moment used."""
    client.get("/accounts/login/")
    _post(client, "/accounts/login/", {"login": CLERK, "password": PASSWORD})
    app = Authenticator.objects.get(user__username=CLERK, type=Authenticator.Type.TOTP)
    _post(client, "/accounts/two-step/authenticate/", {"code": second_step.unused_code(app)})


def _post(client: httpx.Client, path: str, form: dict[str, str]) -> None:
    token = {"csrfmiddlewaretoken": client.cookies.get("csrftoken", "")}
    client.post(path, data=form | token, headers={"Referer": str(client.base_url)})
