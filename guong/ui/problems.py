"""Answers of the interfaces for machines that are no success: problem+json (RFC 9457) in the caller's language."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from django.http import JsonResponse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("The request cannot be read"),
    401: gettext_lazy("Not signed in"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Not offered here"),
    409: gettext_lazy("Two versions"),
    413: gettext_lazy("Too large"),
    416: gettext_lazy("Another place is next"),
    422: gettext_lazy("The request does not fit"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Something went wrong here"),
}
DETAILS = {
    400: gettext_lazy("The body is no JSON in UTF-8."),
    401: gettext_lazy("The signature is not that of a device that may sign, or nobody is signed in. Sign in again."),
    403: gettext_lazy("This may not be done here by whoever asks."),
    404: gettext_lazy("There is no such thing here, or it is not public."),
    422: gettext_lazy("Some values do not fit; each is named."),
    500: gettext_lazy("Something went wrong here. It was noted; try again later."),
}
# What pydantic calls a fault → our sentence; placeholders are the bounds that it names.
_FAULTS = {
    "missing": gettext_lazy("This value is missing."),
    "greater_than_equal": gettext_lazy("The value must be at least %(ge)s."),
    "less_than_equal": gettext_lazy("The value must be at most %(le)s."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters are taken."),
    "string_too_short": gettext_lazy("At least %(min_length)s characters are needed."),
    "string_type": gettext_lazy("A text is needed."),
    "string_unicode": gettext_lazy("The text holds signs that are no characters."),
    "int_parsing": gettext_lazy("A whole number is needed."),
    "int_type": gettext_lazy("A whole number is needed."),
    "int_parsing_size": gettext_lazy("The number is too large."),
    "string_pattern_mismatch": gettext_lazy("The value does not have the form that is asked for."),
    "timezone_aware": gettext_lazy("A time with its zone is needed."),
    "uuid_parsing": gettext_lazy("This is no identity of a document."),
}
_DAYS = ("date_", "date")


def characters(text: str) -> str:
    """JSON can carry halves of characters and the sign for nothing, which no database stores."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise PydanticCustomError("string_unicode", "halves of characters") from error
    if "\0" in text:
        raise PydanticCustomError("string_unicode", "the sign for nothing")
    return text


Text = Annotated[str, AfterValidator(characters)]


class Fault(Schema):
    """What does not fit, and where."""

    field: str = Field(description=_("Name of the value."))
    detail: str = Field(description=_("What does not fit, in the language that was asked for."))


class Problem(Schema):
    """Why a request was not answered (RFC 9457)."""

    type: str = Field("about:blank", description=_("Kind of problem; about:blank: the status says it."))
    title: str = Field(description=_("The status in words."))
    status: int = Field(description=_("The status of the answer."))
    detail: str = Field(description=_("What happened, in the language that was asked for."))
    errors: list[Fault] | None = Field(None, description=_("Each value that does not fit."))


def problem(
    status: int,
    detail: str = "",
    *,
    errors: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
    kind: str = "about:blank",
    more: Mapping[str, Any] | None = None,
) -> JsonResponse:
    """`more` are members that a kind of problem has beside those of all."""
    title = str(TITLES.get(status, ""))
    said = detail or str(DETAILS.get(status, title))
    given = Problem(type=kind, title=title, status=status, detail=said, errors=list(errors) or None)
    body = given.model_dump(exclude_none=True) | dict(more or {})
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=headers)


def too_often(most: int, seconds: int) -> JsonResponse:
    said = gettext("At most %(most)s requests a minute are answered. Ask again in %(seconds)s seconds.")
    return problem(429, said % {"most": most, "seconds": seconds}, headers={"Retry-After": str(seconds)})


def too_large(bytes_at_most: int) -> JsonResponse:
    return problem(413, gettext("The body is larger than %(most)s kB.") % {"most": bytes_at_most // 1000})


def fault(error: Mapping[str, Any]) -> Fault:
    """An error of pydantic as a sentence; one that has none says that the value does not fit."""
    kind = str(error["type"])
    sentence = _FAULTS.get(kind)
    if kind.startswith(_DAYS):
        sentence = gettext_lazy("A day is needed, like 2022-02-24.")
    said = str(sentence or gettext("The value does not fit."))
    where = ".".join(str(part) for part in error["loc"][1:] if part not in {"body", "filters"})
    return Fault(field=where or "body", detail=said % dict(error.get("ctx") or {}) if sentence else said)
