"""A portal with articles for tests."""

import io
from datetime import date
from itertools import count
from uuid import UUID

from PIL import Image

from guong.portal.actions import make_site, publish_article, save_article
from guong.portal.enums import Basis
from guong.portal.models import ArticlePage, HomePage
from guong.portal.values import ArticleValues, Photo
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member, make_unit

SECTION = "Từ cơ sở"
_numbers = count(1)


def make_portal(unit: Unit | None = None) -> HomePage:
    return make_site(
        name="Đảng bộ huyện Mường Soi",
        subtitle="Cổng thông tin điện tử",
        hostname="testserver",
        port=80,
        sections=[SECTION, "Đời sống"],
        unit=unit or make_unit("Đảng bộ huyện Mường Soi", kind="district_committee"),
    )


def make_editor(front: HomePage, name: str = "Lò Thu Hà") -> Person:
    assert front.unit is not None
    return make_member(front.unit, "editor", name=name)


def picture(colour: str = "#8a1a1e") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    return out.getvalue()


def photo(colour: str = "#8a1a1e", **given: str) -> Photo:
    return Photo(content=picture(colour), basis=Basis.DRAWING, caption=given.get("caption", "Chú thích"))


def draft(title: str = "", *, by: Person | None = None, **given: object) -> UUID:
    values: dict[str, object] = {
        "title": title or f"Tin số {next(_numbers)}",
        "paragraphs": ["Một đoạn văn."],
        "section": SECTION,
        "shown_on": date(2022, 8, 1),
    }
    return save_article(by=by, values=ArticleValues(**{**values, **given}))  # type: ignore[arg-type]  # tests name them


def publish(title: str = "", *, by: Person | None = None, **given: object) -> ArticlePage:
    return publish_article(by=by, article=draft(title, by=by, **given))
