"""SQLite without statistics reads papers by id, never a whole register by the index of a column of few values."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.models.base import Model

from guong.registry import found, queries
from guong.registry.actions import DOCUMENT
from guong.registry.models import Citation

UIDS = [uuid4() for _ in range(20)]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="another engine keeps statistics by itself"),
]


def read_by(rows: QuerySet[Model]) -> list[str]:
    """What the first table of a query is looked up by."""
    first = rows.explain().splitlines()[0]
    return re.findall(r"(\w+)=\?", first)


def test_public_papers_are_read_by_id() -> None:
    assert read_by(queries.public_among(UIDS)) == ["uid"]
    assert read_by(found._public().filter(uid__in=UIDS)) == ["uid"]
    assert read_by(queries.public_documents().filter(uid__in=UIDS)) == ["publicity"]  # the trap


def test_papers_in_sight_are_read_by_id() -> None:
    assert read_by(found._held().filter(uid__in=UIDS)) == ["uid"]


def test_citations_are_read_by_their_texts() -> None:
    rows = Citation.objects.filter(host_kind=DOCUMENT, host__in=UIDS, target__isnull=False)
    assert read_by(rows) == ["host_kind", "host"]


def test_the_list_of_the_public_is_read_in_its_order() -> None:
    assert read_by(queries.public_documents()[:20]) == ["publicity"]
