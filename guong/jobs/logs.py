"""Logs: one JSON object a line on standard error, with the request's id and no personal data.

Left out on purpose: who asked and from where, what was asked for after a `?`, the words of exceptions (they quote what
people wrote) and the values that libraries put into their messages. Keys and tokens in addresses are cut.
"""

import logging
import re
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

INFO = logging.INFO
LONGEST_PART = 40  # of an address: ids are shorter, tokens longer
_DROPPED = ("user_agent", "user_id", "ip", "referer")


def address(request: str) -> str:
    """`GET /a/b` of `GET /a/b?q=words`, long parts cut."""
    return re.sub(rf"[^/\s]{{{LONGEST_PART + 1},}}", "…", request.split("?", maxsplit=1)[0])


def without_people(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop what would tell who asked for what."""
    for name in _DROPPED:
        event.pop(name, None)
    if "request" in event:
        event["request"] = address(str(event["request"]))
    return event


def without_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception as the names of its classes and its places in the code."""
    given = event.pop("exc_info", None)
    error = _error(given)
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = [type(one).__name__ for one in _chain(error)]
        event["at"] = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    return event


def _error(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if isinstance(given[1], BaseException) else None
    if not given:
        return None
    return sys.exc_info()[1]


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    return chain


def _short(filename: str) -> str:
    return "/".join(filename.rsplit("/", 3)[-3:])


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at_time"),
    without_people,
    without_words,
]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "use_get_message": False,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # ASCII alone: no control or direction character of a message can forge a line.
                structlog.processors.JSONRenderer(ensure_ascii=True, default=str),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "guong": {"level": "INFO"},
        "django_structlog": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "axes": {"level": "CRITICAL"},  # it names who tried to sign in
    },
}


def configure() -> None:
    """Let structlog hand its events to the logging above."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
