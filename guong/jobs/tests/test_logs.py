import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from guong.jobs import logs
from guong.jobs.log import log


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is written to standard error while the test runs."""
    handlers = [one for one in logging.getLogger().handlers if isinstance(one, logging.StreamHandler)]
    handler = next(one for one in handlers if type(one) is logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def events(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.django_db
def test_a_request_is_logged_with_its_id_and_nothing_of_who_asked(lines: io.StringIO, client: Client) -> None:
    token = "k" * 41
    client.get(f"/health/live?q=Lù+Seo+Páo&t={token}", headers={"user-agent": "Mozilla"}, REMOTE_ADDR="203.0.113.7")
    started, finished = events(lines)
    assert started["request_id"] == finished["request_id"]
    assert (finished["event"], finished["code"], finished["request"]) == ("request_finished", 200, "GET /health/live")
    assert set(finished) == {"event", "code", "request", "request_id", "level", "logger", "at_time"}
    assert set(started) == set(finished) - {"code"}


def test_an_exception_is_logged_by_its_place_and_not_by_its_words(lines: io.StringIO) -> None:
    try:
        try:
            raise ValueError("Câu của chi bộ")
        except ValueError as error:
            raise OSError("Lù Seo Páo") from error
    except OSError:
        log.exception("task_failed", task="1")
        logging.getLogger("django.request").exception("Internal Server Error: %s", "Lù Seo Páo")
    ours, djangos = events(lines)
    assert ours["error"] == djangos["error"] == ["OSError", "ValueError"]
    assert str(ours["at"]).count("test_logs.py") == 1
    assert djangos["event"] == "Internal Server Error: %s"
    assert "Páo" not in json.dumps([ours, djangos], ensure_ascii=False)


@pytest.mark.parametrize(
    ("request_line", "logged"),
    [
        ("GET /a/b?q=words", "GET /a/b"),
        (f"GET /reset/{'k' * 41}/", "GET /reset/…/"),
        (
            "GET /desk/units/0190a0b0-0000-7000-8000-000000000000/",
            "GET /desk/units/0190a0b0-0000-7000-8000-000000000000/",
        ),
    ],
)
def test_addresses_keep_ids_and_lose_words_and_tokens(request_line: str, logged: str) -> None:
    assert logs.address(request_line) == logged


def test_a_line_cannot_be_forged(lines: io.StringIO) -> None:
    logging.getLogger("x").warning('one\n{"event": "two"}\u202e')
    assert len(events(lines)) == 1
    assert lines.getvalue().isascii()
