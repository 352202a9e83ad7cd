"""Reading strangers' files: words and pages of each kind, and what a hostile one may not do."""

import io
import os
import resource
import time
from pathlib import Path

import pytest
from PIL import Image

from guong.files import actions, docx, extraction, queries, reader, rules, vault
from guong.files.models import StoredFile
from guong.files.tests import factories, papers
from guong.keys.seal import KeyMissing, Tampered

HEAD = [
    (60, 60, "TỈNH ỦY NẬM THI"),
    (340, 60, "ĐẢNG CỘNG SẢN VIỆT NAM"),
    (60, 92, "Số 105-KH/TU"),
    (330, 92, "Nậm Thi, ngày 24 tháng 02 năm 2022"),
    (240, 130, "KẾ HOẠCH"),
    (120, 150, "triển khai đợt sinh hoạt chính trị năm 2022"),
]
WORDS = (
    "TỈNH ỦY NẬM THI\tĐẢNG CỘNG SẢN VIỆT NAM\nSố 105-KH/TU\tNậm Thi, ngày 24 tháng 02 năm 2022\nKẾ HOẠCH\n"
    "triển khai đợt sinh hoạt chính trị năm 2022"
)
needs_tesseract = pytest.mark.skipif(extraction.engine() is None, reason="Tesseract with Vietnamese is not installed")


def test_a_pdf_is_read_as_it_is_seen() -> None:
    found = extraction.read(papers.pdf(HEAD, [(60, 60, "Trang hai")], title="x"), rules.PDF)
    assert (found.pages, found.count, found.by_eye, found.unread) == ((WORDS, "Trang hai"), 2, 0, 0)
    with Image.open(io.BytesIO(found.images[1])) as second:
        assert (len(found.images), second.format, max(second.size)) == (2, "JPEG", reader.LONGEST_SIDE)


def test_words_placed_out_of_order_are_read_from_top_to_bottom() -> None:
    shuffled = [HEAD[4], HEAD[3], HEAD[0], HEAD[5], HEAD[2], HEAD[1]]
    assert extraction.read(papers.pdf(shuffled), rules.PDF).text == WORDS


def test_a_word_file_gives_body_tables_boxes_headers_and_title() -> None:
    content = papers.docx(
        papers.table([["TỈNH ỦY NẬM THI", "*"], ["ĐẢNG CỘNG SẢN VIỆT NAM"]]),
        "KẾ HOẠCH",
        papers.box("Trong khung"),
        '<w:p><w:r><w:br w:type="page"/><w:t>Trang hai</w:t></w:r><w:del><w:r><w:t>bỏ</w:t></w:r></w:del></w:p>',
        header="Đầu trang",
        footer="Chân trang",
        title="Kế hoạch năm 2022",
    )
    found = extraction.read(content, rules.checked(content)[0])
    assert found.pages == ("TỈNH ỦY NẬM THI\tĐẢNG CỘNG SẢN VIỆT NAM\n*\nKẾ HOẠCH", "Trang hai")
    assert (found.margins, found.title) == (("Trong khung", "Chân trang", "Đầu trang"), "Kế hoạch năm 2022")


def test_a_table_in_a_table_is_read_once() -> None:
    inner = papers.table([["a"], ["b"]])
    outer = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{papers.paragraph('c')}</w:tc></w:tr></w:tbl>"
    assert docx.read(papers.docx(outer)).pages == ["a\tb\tc"]


def test_a_watermark_is_read() -> None:
    shape = '<w:p><w:r><w:pict><v:shape><v:textpath string="Lưu hành nội bộ"/></v:shape></w:pict></w:r></w:p>'
    assert docx.read(papers.docx(shape, "A")).margins == ["Lưu hành nội bộ"]


def test_letters_with_their_marks_apart_are_put_together() -> None:
    assert extraction.read(papers.docx("Nghi\u0323 quyê\u0301t"), rules.DOCX).text == "Nghị quyết"


def test_letters_of_old_fonts_are_read_as_they_were_meant() -> None:
    old = "NghÞ ®Þnh sè 30/2020/N§-CP cña ChÝnh phñ vÒ c«ng t¸c v¨n th"
    assert (
        extraction.read(papers.docx(old), rules.DOCX).text
        == "Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn th"
    )


def test_a_sheet_is_not_read() -> None:
    assert extraction.read(factories.sheet(), rules.XLSX) == extraction.Reading()


def test_a_page_without_words_is_shown_and_said_to_be_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "engine", lambda: None)
    found = extraction.read(papers.scan(HEAD), rules.PDF)
    assert (found.pages, found.unread, found.by_eye, len(found.images)) == (("",), 1, 0, 1)
    found = extraction.read(factories.picture("PNG", (600, 800)), rules.PNG)
    assert (found.count, found.unread, len(found.images)) == (1, 1, 1)


@needs_tesseract
def test_a_scan_is_read_by_the_engine() -> None:
    found = extraction.read(papers.scan(HEAD, [(60, 60, "Trang hai")]), rules.PDF)
    assert (found.by_eye, found.unread) == (2, 0)
    assert "105-KH/TU" in found.pages[0]
    assert found.pages[1].split()[0] == "Trang"


# --- what may not happen


def test_a_pdf_with_a_file_hidden_in_a_stream_is_refused() -> None:
    import ctypes

    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(papers.pdf(HEAD))
    name = ctypes.create_string_buffer("a.exe".encode("utf-16-le") + b"\0\0")
    held = raw.FPDFDoc_AddAttachment(document, ctypes.cast(name, raw.FPDF_WIDESTRING))
    raw.FPDFAttachment_SetFile(held, document, b"MZ", 2)
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(rules.Refused) as caught:
        extraction.read(out.getvalue(), rules.PDF)
    assert str(caught.value) == str(rules.active())


def test_a_broken_pdf_is_refused_with_a_sentence() -> None:
    with pytest.raises(rules.Refused) as caught:
        extraction.read(b"%PDF-1.4\nnothing", rules.PDF)
    assert str(caught.value) == str(rules.damaged())


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    started = time.monotonic()
    with pytest.raises(rules.Refused):
        extraction.run(["limited", "/bin/sleep", "60"], b"", seconds=1.0)
    assert time.monotonic() - started < 10


def test_a_reader_may_neither_write_nor_take_the_machine(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    with pytest.raises(rules.Refused):
        extraction.run(["limited", "/bin/sh", "-c", f"echo words > {target}"], b"")
    assert not target.exists() or target.stat().st_size == 0
    said = extraction.run(["limited", "/bin/sh", "-c", "ulimit -v; ulimit -t"], b"").decode()
    assert said.split() == [str(reader.MEMORY // 1024), str(reader.CPU_SECONDS)]


def test_a_reader_knows_no_address_of_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@host/name")
    said = extraction.run(["limited", "/usr/bin/env"], b"").decode()
    assert sorted(line.partition("=")[0] for line in said.split() if "=" in line)[:1] == ["LC_ALL"]
    assert "password" not in said


def test_a_huge_page_is_drawn_small() -> None:
    document = papers.pdf([(10, 10, "A")]).replace(b"595 842", b"14000 9000")
    found = extraction.read(document, rules.PDF)
    with Image.open(io.BytesIO(found.images[0])) as page:
        assert max(page.size) <= reader.LONGEST_SIDE


# --- what was read lies with the file


def kept(*pages: str) -> StoredFile:
    file = actions.store(content=papers.docx(*pages))
    actions.keep_reading(file=file, reading=extraction.Reading(pages=pages, images=(b"page one", b"page two")))
    return file


@pytest.mark.django_db
def test_words_and_pages_lie_sealed_beside_the_file(own_folder: Path) -> None:
    file = kept("Câu không được ai khác đọc", "Trang hai")
    assert queries.text(file) == "Câu không được ai khác đọc\fTrang hai"
    assert (queries.page_image(file, 2), queries.page_image(file, 3), queries.pages_shown(file)) == (
        b"page two",
        b"",
        2,
    )
    raw = b"".join(path.read_bytes() for path in own_folder.rglob("*") if path.is_file())
    assert ("Câu không".encode() in raw, b"page two" in raw) == (False, False)


@pytest.mark.django_db
def test_no_part_opens_in_the_place_of_another() -> None:
    file = kept("A")
    vault.path(file.sha256, "page-1").replace(vault.path(file.sha256, "page-2"))
    with pytest.raises(Tampered):
        queries.page_image(file, 2)
    assert [file.sha256 in sentence for sentence in queries.faults()] == [True]


@pytest.mark.django_db(transaction=True)
def test_taking_out_closes_the_parts_and_removes_them() -> None:
    file = kept("A")
    sealed = vault.path(file.sha256, "text").read_bytes()
    actions.take_out(file=file, reason="Dấu mật")
    assert vault.parts(file.sha256) == []
    vault.path(file.sha256, "text").write_bytes(sealed)
    with pytest.raises(KeyMissing):
        list(vault.stream(file.sha256, "text"))
    actions.sweep()
    assert vault.parts(file.sha256) == []


@pytest.mark.django_db
def test_parts_of_no_row_are_swept() -> None:
    stays, goes = kept("A"), "ab" * 32
    vault.put(goes, b"words", "text")
    for sha256 in (goes, stays.sha256):
        os.utime(vault.path(sha256, "text"), (time.time() - 90_000,) * 2)
    actions.sweep()
    assert (vault.parts(goes), vault.parts(stays.sha256)) == ([], ["page-1", "page-2", "text"])


@pytest.mark.django_db(transaction=True)
def test_a_file_that_nothing_names_is_discarded_and_may_come_again() -> None:
    file = kept("A")
    assert actions.discard(file=file)
    assert (vault.path(file.sha256).exists(), vault.parts(file.sha256), StoredFile.objects.count()) == (False, [], 0)
    assert queries.text(kept("A")) == "A"


def test_limits_are_those_of_the_reader_alone() -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0
