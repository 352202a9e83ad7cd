"""Sentences are found, kept, checked and compiled without gettext's tools."""

import gettext
from pathlib import Path

import pytest

from guong.ops import catalogues

CODE = """from django.utils.translation import gettext as _, pgettext
A = _("Send report")
B = _("Hello %(name)s, {count} left")
C = pgettext("letter", "M")
"""
TEMPLATE = """{% load i18n %}{% translate "Send report" %}
{% blocktranslate trimmed count n=n %}
  {{ n }} unit{% plural %}{{ n }} units{% endblocktranslate %}{{ _("Back") }}"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sample"
    (folder / "templates").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "code.py").write_text(CODE)
    (folder / "tests" / "test_x.py").write_text('from x import _\n_("Only in tests")\n')
    (folder / "templates" / "page.html").write_text(TEMPLATE)
    monkeypatch.setattr(catalogues, "ROOMS", tmp_path)
    return folder


def po(room: Path) -> Path:
    return catalogues.po_path(room, "django")


def translate(room: Path, english: str, vietnamese: str) -> None:
    text = po(room).read_text("utf-8")
    start = text.index(f'"{english}"')
    head, tail = text[:start], text[start:]
    po(room).write_text(head + tail.replace('""', f'"{vietnamese}"', 1), "utf-8")


def test_sentences_are_found_in_code_and_templates(room: Path) -> None:
    assert catalogues.extract(room) == 5
    assert [(m.id, m.context) for m in catalogues.stored(room, "django") or [] if m.id] == [
        (("%(n)s unit", "%(n)s units"), None),
        ("Back", None),
        ("Hello %(name)s, {count} left", None),
        ("M", "letter"),
        ("Send report", None),
    ]


def test_translations_survive_and_what_is_no_longer_said_goes(room: Path) -> None:
    catalogues.extract(room)
    translate(room, "Send report", "Gửi báo cáo")
    translate(room, "Back", "Quay lại")
    (room / "templates" / "page.html").write_text('{% load i18n %}{% translate "Send report" %}')
    catalogues.extract(room)
    held = {m.id: m.string for m in catalogues.stored(room, "django") or [] if m.id}
    assert held == {"Send report": "Gửi báo cáo", "Hello %(name)s, {count} left": "", "M": ""}


def test_extracting_again_changes_no_byte(room: Path) -> None:
    catalogues.extract(room)
    first = po(room).read_bytes()
    catalogues.extract(room)
    assert po(room).read_bytes() == first
    assert b"POT-Creation-Date" not in first
    assert b"code.py:" not in first


def test_check_names_each_kind_of_fault(room: Path) -> None:
    catalogues.extract(room)
    translate(room, "Hello %(name)s, {count} left", "Chào %(ten)s, còn {count}")
    translate(room, "Send report", "Gửi báo cáo")
    translate(room, "M", "M")
    translate(room, "%(n)s units", "%(n)s đơn vị")
    (room / "code.py").write_text(CODE.replace("Send report", "Send up") + '_("New")\n')
    (room / "templates" / "page.html").write_text(TEMPLATE.replace("Send report", "Send up"))
    assert sorted(fault.removeprefix("sample/django: ") for fault in catalogues.check(room)) == [
        "no longer said: 'Send report'",
        "not in the catalogue: 'New'",
        "not in the catalogue: 'Send up'",
        "not translated: 'Back'",
        "other placeholders than the English: 'Hello %(name)s, {count} left'",
    ]


def test_a_compiled_catalogue_is_read_by_gettext(room: Path) -> None:
    catalogues.extract(room)
    translate(room, "Send report", "Gửi báo cáo")
    assert catalogues.compile_room(room) == 1
    with po(room).with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Send report") == "Gửi báo cáo"


def test_a_name_that_is_no_room_is_bad_input(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        catalogues.main(["check", "nowhere"])
    assert stop.value.code == 2
    assert capsys.readouterr().err == "There is no room 'nowhere'.\n"
    assert catalogues.main(["extract", "sample"]) == 0
    assert catalogues.main(["check", "sample"]) == 1
