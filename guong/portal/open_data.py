"""The public papers as files for machines: csv, JSON with its schema, and a page that says what the columns mean."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from guong.jobs import outbox
from guong.jobs.clock import today
from guong.portal.narrowing import asked_for, narrowed
from guong.portal.records import COLUMNS, PaperDataset, PaperRecord, for_records, records_of, said
from guong.portal.shell import front, show
from guong.render import tables

_AT_ONCE = 500  # papers read by one query while a file is sent
CHANGED = "public.changed"


def mark(request: HttpRequest, **_kwargs: object) -> str:
    """An ETag: differs when something public changed, the day (states are told for it), the language or the columns."""
    seen, _at = outbox.latest(CHANGED)
    parts = (seen, today().isoformat(), get_language() or "", request.get_full_path(), *COLUMNS)
    return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def changed_at(_request: HttpRequest, **_kwargs: object) -> datetime:
    """When the last public thing changed; at the latest when today began, as states are told for today."""
    morning = timezone.make_aware(datetime.combine(today(), time.min))
    _mark, at = outbox.latest(CHANGED)
    return max(morning, at) if at else morning


fresh = condition(etag_func=mark, last_modified_func=changed_at)


def licence() -> str | None:
    """What the pack says; None: nothing is stated."""
    entry = settings.PACK.entry("open_data", "licence")
    return entry.label(get_language() or "vi") if entry else None


@require_safe
@fresh
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    rows = ([getattr(record, name) for name in COLUMNS] for record in _records(request))
    lines = tables.csv_lines(COLUMNS, ([_cell(value) for value in row] for row in rows))
    return _file(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), "csv")


def _cell(value: object) -> tables.Value:
    return value if value is None or isinstance(value, date) else str(value)


@require_safe
@fresh
def as_json(request: HttpRequest) -> StreamingHttpResponse:
    return _file(StreamingHttpResponse(_json(request), content_type="application/json"), "json")


def _json(request: HttpRequest) -> Iterator[bytes]:
    """The dataset with its papers one by one; the whole never stands in memory."""
    head = PaperDataset(
        title=f"{_('Documents')} · {front().home.title}",
        source=request.build_absolute_uri(reverse("portal:data")),
        licence=licence(),
        state_on=today(),
        documents=[],
    )
    opening = json.dumps(head.model_dump(mode="json"), ensure_ascii=False).removesuffix("]}")
    yield opening.encode()
    for number, record in enumerate(_records(request)):
        yield (b",\n" if number else b"\n") + record.model_dump_json().encode()
    yield b"]}\n"


def _records(request: HttpRequest) -> Iterator[PaperRecord]:
    """Newest first, in as many queries as there are batches: no reader holds the database open."""
    found = narrowed(asked_for(request.GET.dict()))
    ids = iter(list(found.values_list("pk", flat=True)))
    while batch := list(islice(ids, _AT_ONCE)):
        kept = for_records(found.order_by()).in_bulk(batch)
        yield from records_of(request, (kept[pk] for pk in batch if pk in kept), today())


def _file(response: StreamingHttpResponse, ending: str) -> StreamingHttpResponse:
    response["Content-Disposition"] = f'attachment; filename="van-ban.{ending}"'
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """JSON Schema of the JSON file."""
    made = PaperDataset.model_json_schema(mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": request.build_absolute_uri()}
    return JsonResponse({**head, **made}, content_type="application/schema+json", json_dumps_params={"indent": 1})


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """What the columns mean, where the files are, under which licence."""
    asked = asked_for(request.GET.dict())
    context = {
        "columns": [(name, said(PaperRecord.model_fields[name].description)) for name in COLUMNS],
        "licence": licence(),
        "asked": urlencode(asked),
        "narrowed": bool(asked),
        "crumbs": [(_("Home"), "/"), (_("Documents"), reverse("portal:documents")), (_("Open data"), "")],
    }
    return show(request, front(), "portal/data.html", context)
