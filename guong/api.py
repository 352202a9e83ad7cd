"""The interface for other programs, version 1. Rooms bring their routers; what is common to all stands here.

Reading is for everybody: nothing that a page would not show. Handing in is for who reports for a unit, by signature or
session (`desk.api`). Every answer that is no success is problem+json in the caller's language. No answer allows another
site's scripts to read it.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from guong.accounts.callers import caller, wait
from guong.desk.api import HANDING_IN, TooOften
from guong.desk.api import router as desk_router
from guong.jobs.log import log
from guong.portal.api import router as portal_router
from guong.portal.api_page import show_api
from guong.ui.problems import MEDIA_TYPE, Problem, fault, problem, too_large, too_often

View = Callable[..., HttpResponse]
# What any address may answer; routers declare the rest.
COMMON = {
    400: "The body is no JSON",
    405: "The method is not offered",
    413: "The body is too large",
    422: "A value does not fit",
    429: "Too many requests in this minute; Retry-After says how many seconds to wait",
}


WORDS = {
    401: "No device that may sign, and nobody signed in",
    403: "Not for whoever asks",
    404: "There is no such thing here for whoever asks",
    409: "Another version stands; both are kept",
    416: "The piece does not begin where the last one ended",
}


class Interface(NinjaAPI):
    """NinjaAPI whose schema tells the truth about problems: their media type, and that any address may answer so."""

    def get_openapi_schema(self, **given: Any) -> Any:
        schema = super().get_openapi_schema(**given)
        schema["components"]["schemas"].setdefault("Problem", Problem.model_json_schema(ref_template=_REF))
        schema["components"]["schemas"].update(schema["components"]["schemas"]["Problem"].pop("$defs", {}))
        for operations in schema["paths"].values():
            for operation in operations.values():
                _complete(operation)
        return schema


_REF = "#/components/schemas/{model}"


def _complete(operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    for status, words in COMMON.items():
        answers.setdefault(status, {"description": words})
    for status, answer in answers.items():
        if int(status) >= 400:
            stated = next(iter(answer.get("content", {}).values()), {"schema": {"$ref": _REF.format(model="Problem")}})
            answer["content"] = {MEDIA_TYPE: stated}
            answer["description"] = WORDS.get(int(status), answer["description"])
    answers[429]["headers"] = {"Retry-After": {"required": True, "schema": {"type": "integer"}}}
    operation["responses"] = {str(status): answers[status] for status in sorted(answers, key=int)}
    for parameter in operation["parameters"]:
        _never_null(parameter["schema"])


def _never_null(schema: dict[str, Any]) -> None:
    """A parameter that is left out is absent, not null."""
    kept = [one for one in schema.pop("anyOf", []) if one != {"type": "null"}]
    for one in kept:
        schema.update(one)


api = Interface(
    title="Gương",
    version="1",
    description="Public documents of this site, to read without a key; reports of units, handed in by their devices.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", portal_router)
api.add_router("", desk_router)


@api.exception_handler(Http404)
def _absent(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(404)


@api.exception_handler(AuthenticationError)
def _nobody(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem(401)


@api.exception_handler(PermissionDenied)
def _not_allowed(_request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403, str(error))


@api.exception_handler(TooOften)
def _too_often(_request: HttpRequest, error: TooOften) -> HttpResponse:
    return too_often(error.most, error.seconds)


@api.exception_handler(UnreadablePostError)
def _cut_off(_request: HttpRequest, _error: UnreadablePostError) -> HttpResponse:
    return problem(400, _("The body was cut off."))


@api.exception_handler(MultiPartParserError)
@api.exception_handler(SuspiciousOperation)
def _unreadable(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(400)


@api.exception_handler(HttpError)
def _refused(_request: HttpRequest, error: HttpError) -> HttpResponse:
    unread = error.status_code == 400  # ninja's own words for it are English
    return problem(error.status_code, "" if unread else str(error))


@api.exception_handler(ValidationError)
def _unfit(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, errors=[fault(one) for one in error.errors])


@api.exception_handler(RequestDataTooBig)
def _too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


@api.exception_handler(Exception)
def _failed(_request: HttpRequest, _error: Exception) -> HttpResponse:
    log.exception("interface_failed")
    return problem(500)


def guarded(view: View) -> View:
    """The view, for callers that have not asked too often."""

    def answer(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        seconds = wait(caller(request), most=settings.GUONG_API_PER_MINUTE)
        if seconds:
            return too_often(settings.GUONG_API_PER_MINUTE, seconds)
        return _offered(view(request, *args, **given))

    return csrf_exempt(answer)  # it changes nothing, so no form of another site can


def handing_in(view: View) -> View:
    """The view, which counts by account itself, and asks sessions for the CSRF token (`desk.api.sender`)."""

    def answer(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        return _offered(view(request, *args, **given))

    return csrf_exempt(answer)  # a signature needs no token


def _offered(response: HttpResponse) -> HttpResponse:
    if response.status_code == 405:
        return problem(405, headers={"Allow": response["Allow"]})
    return response


def page(request: HttpRequest) -> HttpResponse:
    """The interface for people."""
    return show_api(request, api.get_openapi_schema())


def nowhere(_request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001  (Django calls it so)
    return problem(404)


def _wrapped(pattern: URLPattern) -> Callable[[View], View]:
    return handing_in if pattern.name in HANDING_IN else guarded


def _patterns() -> list[URLPattern]:
    found = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    return [
        path("", page, name="api-root"),
        *(path(str(one.pattern), _wrapped(one)(one.callback), name=one.name) for one in found),
        re_path(r"^(?P<rest>[\s\S]+)$", guarded(nowhere), name="nowhere"),  # line ends too, which `path` leaves out
    ]


urls = (_patterns(), "api")
