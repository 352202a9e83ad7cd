"""A captured page as plain values to hold against a golden file: long texts and persons' names as digests only."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

from guong.intake.captured.model import CapturedPage, Found, StatedOccasion
from guong.viet.dates import Month


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def plain(found: Found[Any], change: Callable[[str], str] = str) -> list[Any]:
    value = found.value
    if isinstance(value, Month):
        value = f"{value.year}-{value.month:02d}"
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, str):
        value = change(value)
    return [value, found.status.value]


def facts(page: CapturedPage) -> dict[str, Any]:
    return {**_article(page), **_papers(page), **_round(page), **_sittings(page)}


def _article(page: CapturedPage) -> dict[str, Any]:
    return {
        "title": plain(page.title, digest),
        "lead": plain(page.lead, digest),
        "body": [plain(each, digest) for each in page.body],
        "captions": [plain(each, digest) for each in page.captions],
        "author": {
            "person": plain(page.author.person, digest),
            "office": plain(page.author.office),
            "body": plain(page.author.body),
        },
        "published_on": plain(page.published_on),
        "host": plain(page.host),
        "theme": plain(page.theme),
        "round_title": plain(page.round_title, digest),
        "left_out": [[" ".join(each.text.split()), each.reason] for each in page.left_out],
    }


def _papers(page: CapturedPage) -> dict[str, Any]:
    return {
        "documents": [
            {
                "type": each.type,
                "symbol": each.symbol,
                "number": each.number,
                "body_code": each.body_code,
                "year": each.year,
                "issued_on": plain(each.issued_on),
                "issuer": plain(each.issuer),
                "mentions": len(each.mentions),
            }
            for each in page.documents
        ],
        "named": [{"type": each.type, "name": plain(each.name)} for each in page.named],
        "groups": [
            {"types": list(each.types), "issuer": plain(each.issuer), "words": plain(each.words, digest)}
            for each in page.groups
        ],
        "works": [
            {
                "title": plain(each.title, digest),
                "author": plain(each.author, digest),
                "mentions": len(each.mentions),
                "with_title": sum(mention.titled for mention in each.mentions),
            }
            for each in page.works
        ],
    }


def _round(page: CapturedPage) -> dict[str, Any]:
    return {
        "phases": [
            {
                "order": plain(each.order),
                "title": plain(each.title),
                "first": plain(each.first),
                "last": plain(each.last),
                "occasions": [_occasion(one) for one in each.occasions],
            }
            for each in page.phases
        ],
        "later": [[_occasion(one) for one in group] for group in page.later],
        "topics": [plain(each, digest) for each in page.topics],
        "tie": plain(page.tie, digest),
        "agenda": [plain(each, digest) for each in page.agenda],
    }


def _occasion(each: StatedOccasion) -> dict[str, Any]:
    return {
        "ordinal": each.ordinal,
        "subject": plain(each.subject, digest),
        "code": each.code,
        "year": plain(each.year),
        "on": plain(each.on),
    }


def _sittings(page: CapturedPage) -> dict[str, Any]:
    return {
        "figures": [
            {
                "measure": each.measure,
                "value": each.value,
                "qualifier": each.qualifier,
                "floor": each.floor,
                "denominator": plain(each.denominator),
                "words": plain(each.words, digest),
                "uncounted": plain(each.uncounted, digest),
                "readings": list(each.readings),
            }
            for each in page.figures
        ],
        "forms": [[each.code, *plain(each.name)] for each in page.forms],
        "organisers": [
            {"name": plain(each.name), "head": each.head, "collective": each.collective} for each in page.organisers
        ],
    }
