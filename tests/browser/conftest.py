"""A served installation of this process's database, and Debian's Chromium.

The server is a process of its own, as in life; the test writes through the same database file.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from conftest import MORNING
from guong import installation
from guong.ui.finders import SHEET
from tests import databases

HERE = Path(__file__).parent
START_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser against committed rows."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the server answers anything at all; fail when it ends or stays silent."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5)  # noqa: S310  our own address
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"The server at {address} did not start; its exit code is {server.poll()}.")


def dress() -> None:
    """Make fonts and style sheet once for all runs: cutting the fonts takes longer than a page may."""
    kept = databases.CACHE.with_name("ui")
    kept.mkdir(parents=True, exist_ok=True)
    cache = Path(settings.GUONG_DATA, "cache")
    cache.mkdir(exist_ok=True)
    if not (cache / "ui").exists():
        (cache / "ui").symlink_to(kept)
    finders.find(SHEET)


@pytest.fixture(scope="session")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the served installation, without a slash at its end; it is morning there when it starts."""
    dress()
    port = free_port()
    started = datetime.now(UTC).isoformat()
    on_a_set_clock = installation.Installation(clock_shows=MORNING.isoformat(), clock_started=started)
    installation.write(on_a_set_clock, Path(settings.GUONG_DATA))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "guong.settings_test",
        "GUONG_TEST_DATA": str(settings.GUONG_DATA),
        "GUONG_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    log = tmp_path_factory.mktemp("server") / "log"
    with (
        log.open("wb") as out,
        subprocess.Popen([*command, "guong.wsgi:application"], env=environment, stdout=out, stderr=out) as server,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/accounts/login/", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Playwright keeps an event loop in this thread, which Django would take for async code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


class Watch:
    """What a page must not do: reach another host, break its own rules, stop on an error."""

    def __init__(self, page: Page, host: str = "127.0.0.1") -> None:
        self.faults: list[str] = []
        self.host = host
        page.on("request", lambda request: self._request(request.url))
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._console)

    def _request(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in {"data", "blob", "about"} and address.hostname != self.host:
            self.faults.append(f"request to {address.hostname}")

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)


def opened(chromium: Browser, site: str, *, scripts: bool) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=site, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", java_script_enabled=scripts
    )
    page = context.new_page()
    watch = Watch(page)
    yield page
    context.close()
    assert watch.faults == []


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A fresh Vietnamese browser; the test fails when a page reached another host or broke its content policy."""
    yield from opened(chromium, site, scripts=True)


@pytest.fixture
def plain_page(chromium: Browser, site: str) -> Iterator[Page]:
    """The same without JavaScript."""
    yield from opened(chromium, site, scripts=False)
