"""The page that tells people how to use the interface, drawn from its own schema: nothing of it can be out of date."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.portal.records import said
from guong.portal.shell import front, show


@dataclass(frozen=True)
class Row:
    name: str
    kind: str
    meaning: str
    needed: bool = False


@dataclass(frozen=True)
class Operation:
    anchor: str
    method: str
    path: str
    summary: str
    about: str
    takes: list[Row]
    gives: list[Row]
    example: str


@dataclass(frozen=True)
class Model:
    name: str
    rows: list[Row]


def show_api(request: HttpRequest, schema: Mapping[str, Any]) -> HttpResponse:
    context = {
        "operations": list(_operations(schema, request.build_absolute_uri("/").rstrip("/"))),
        "models": list(_models(schema)),
        "schema_url": request.build_absolute_uri(reverse("api:openapi-json")),
        "most": settings.GUONG_API_PER_MINUTE,
        "crumbs": [(_("Home"), "/"), (_("Open data"), reverse("portal:data")), (_("Interface for programs"), "")],
    }
    return show(request, front(), "portal/api.html", context)


def _operations(schema: Mapping[str, Any], site: str) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method, one in methods.items():
            body = _content(one.get("requestBody", {}))
            yield Operation(
                anchor=one["operationId"],
                method=method.upper(),
                path=path,
                summary=said(one["summary"]),
                about=said(one.get("description", "")),
                takes=[*_parameters(one), *_fields(schema, body)],
                gives=list(_fields(schema, _content(_success(one)))),
                example=_example(site, path) if path.endswith("/citations") else "",
            )


def _example(site: str, path: str) -> str:
    body = json.dumps({"text": "105-KH/TU"})
    return f"curl {site}{path} -H 'Content-Type: application/json' -d '{body}'"


def _models(schema: Mapping[str, Any]) -> Iterator[Model]:
    """The kinds that fields name, in order of name; what an operation takes or gives stands there already."""
    shown = {given.get("$ref", "").rpartition("/")[2] for given in _outer(schema)}
    for name, model in sorted(schema["components"]["schemas"].items()):
        if name not in shown:
            yield Model(name, list(_fields(schema, model)))


def _outer(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for methods in schema["paths"].values():
        for one in methods.values():
            yield from (_content(one.get("requestBody", {})), _content(_success(one)))


def _success(operation: Mapping[str, Any]) -> Mapping[str, Any]:
    """What it gives where all is well: the lowest status."""
    first: Mapping[str, Any] = operation["responses"][min(operation["responses"])]
    return first


def _content(holder: Mapping[str, Any]) -> Mapping[str, Any]:
    given: Mapping[str, Any] = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return given


def _parameters(operation: Mapping[str, Any]) -> Iterator[Row]:
    for one in operation["parameters"]:
        yield Row(one["name"], _kind(one["schema"]), said(one["schema"].get("description", "")), one["required"])


def _fields(schema: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[Row]:
    """Fields of an object, down to where objects begin again."""
    model = _model(schema, given)
    for name, one in model.get("properties", {}).items():
        yield Row(name, _kind(one), said(one.get("description", "")), name in model.get("required", []))


def _model(schema: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    name = given.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = schema["components"]["schemas"].get(name, given)
    return found


def _kind(given: Mapping[str, Any]) -> str:
    """A kind in few signs: string, date | null, PaperRecord[]."""
    if "$ref" in given:
        return str(given["$ref"].rpartition("/")[2])
    if "anyOf" in given:
        return " | ".join(_kind(one) for one in given["anyOf"])
    if given.get("type") == "array":
        return f"{_kind(given['items'])}[]"
    if "enum" in given:
        return " | ".join(map(str, given["enum"]))
    return str(given.get("format") or given.get("type"))
