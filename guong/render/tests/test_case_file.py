import csv
import hashlib
import io
import zipfile
from collections.abc import Sequence

import fontpkg_be_vietnam_pro
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guong.render.case_file import PDF, CannotJoin, Case, Item, Labels, Original, Table, Tools, archive, pdf, report

FONTS = (str(fontpkg_be_vietnam_pro.ROOT / "files"),)
LABELS = Labels(
    case="HỒ SƠ",
    contents="Mục lục",
    order="STT",
    symbol="Số",
    dated="Ngày",
    title="Trích yếu",
    pages="Số trang",
    from_page="Từ trang",
    not_appended="Không nối vào được",
    unreadable="Không đọc được",
    taken_out="Đã đưa ra",
    no_file="Không có tệp",
    total="{papers} văn bản, {pages} trang, cả tệp {whole}",
)


def page_count(content: bytes) -> int | None:
    try:
        return len(pdfium.PdfDocument(content)) or None
    except pdfium.PdfiumError:
        return None


def joined(contents: Sequence[bytes]) -> bytes:
    whole, out = pdfium.PdfDocument.new(), io.BytesIO()
    for content in contents:
        whole.import_pages(pdfium.PdfDocument(content))
    whole.save(out)
    return out.getvalue()


TOOLS = Tools(lambda contents: [page_count(one) for one in contents], joined)


def paper(title: str, pages: int = 1) -> bytes:
    """A PDF of exactly that many pages."""
    sections = [Table(f"{title} {number}", rows=(("x", "dòng\n" * 30),)) for number in range(pages * 2)]
    made = report(title=title, lead="", sections=sections, language="vi", fonts=FONTS)
    document, out = pdfium.PdfDocument(made), io.BytesIO()
    cut = pdfium.PdfDocument.new()
    cut.import_pages(document, list(range(pages)))
    cut.save(out)
    return out.getvalue()


def original(content: bytes | None, media_type: str = PDF, name: str = "a.pdf") -> Original:
    mark = hashlib.sha256(content or b"").hexdigest()
    return Original(name, media_type, mark, "1 kB", lambda: content)


def case(*items: Item) -> Case:
    return Case("Huyện ủy Mường Soi", "Đợt sinh hoạt", (("Thời hạn", "Vĩnh viễn"),), items, LABELS, "vi", FONTS)


def texts(content: bytes) -> list[str]:
    """Words of each page, blanks made one."""
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdfium.PdfDocument(content)]


def test_originals_stand_page_by_page_behind_cover_and_contents() -> None:
    whole = pdf(
        case(
            Item("Kế hoạch", "105-KH/TU", files=(original(paper("Giấy một", 3)),)),
            Item("Hướng dẫn", "05-HD/TU", files=(original(paper("Giấy hai")), original(paper("Phụ lục", 2)))),
        ),
        TOOLS,
    )
    pages = texts(whole)
    assert len(pages) == 8
    assert "Đợt sinh hoạt" in pages[0]
    assert "2 văn bản, 6 trang, cả tệp 8" in pages[0]
    assert "1 105-KH/TU Kế hoạch 3 3" in pages[1]
    assert "2 05-HD/TU Hướng dẫn 3 6" in pages[1]
    assert [words.split()[1] for words in (pages[2], pages[5], pages[6])] == ["một", "hai", "lục"]


@pytest.mark.parametrize("count", [1, 40, 150])
def test_the_list_says_the_page_on_which_each_paper_begins(count: int) -> None:
    whole = texts(pdf(case(*(Item(f"Văn bản {n}", text=f"lời số {n}") for n in range(1, count + 1))), TOOLS))
    first = next(number for number, words in enumerate(whole, start=1) if words.endswith("lời số 1"))
    listed = "".join(whole[1 : first - 1]).replace(" ", "")  # blanks between columns are not read back surely
    for n in (1, count):
        assert f"{n}Vănbản{n}1{first + n - 1}" in listed
        assert whole[first + n - 2].endswith(f"lời số {n}")


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (Item("Ảnh", files=(original(b"jpeg", "image/jpeg", "anh.jpg"),)), "Không nối vào được"),
        (Item("Hỏng", files=(original(b"%PDF-1.7 broken"),)), "Không đọc được"),
        (Item("Lấy ra", files=(original(None),)), "Đã đưa ra"),
        (Item("Trống"), "Không có tệp"),
    ],
)
def test_what_is_no_pdf_has_a_page_that_names_it(item: Item, words: str) -> None:
    page = texts(pdf(case(item), TOOLS))[-1]
    assert item.title in page
    assert words in page
    for each in item.files:
        assert each.sha256 in page.replace(" ", "")


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=60))
def test_no_text_is_read_as_markup(text: str) -> None:
    marks = "#panic() $x$ *b* _i_ <l> @r \\ ` // /*"
    assert page_count(pdf(case(Item(f"{marks} {text}", text=f"{text}\n{marks}")), TOOLS)) == 3
    assert "#panic() $x$" in texts(pdf(case(Item(f"{marks} {text}")), TOOLS))[1]


def test_steps_are_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    pdf(case(Item("Một"), Item("Hai")), TOOLS, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    archive(case(Item("Một")), lambda done, total: told.append((done, total)))
    assert told[3:] == [(1, 1)]


def test_the_archive_holds_originals_unchanged_with_their_hashes() -> None:
    first, second = paper("Một"), b"word"
    made = archive(
        case(
            Item("=1+1", files=(original(first, name="../../x.pdf"), original(second, "x", "b.docx"))),
            Item("Chữ", text="lời"),
            Item("Lấy ra", files=(original(None),)),
        )
    )
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        names = ["001/01.pdf", "001/02.docx", "002/text.txt", "MANIFEST.sha256", "contents.csv"]
        assert opened.namelist() == names
        assert (opened.read("001/01.pdf"), opened.read("001/02.docx")) == (first, second)
        lines = opened.read("MANIFEST.sha256").decode().splitlines()
        assert lines == [f"{hashlib.sha256(opened.read(name)).hexdigest()}  {name}" for name in names[:3]]
        rows = list(csv.reader(io.StringIO(opened.read("contents.csv").decode("utf-8-sig"))))
        assert [row[3] for row in rows[1:]] == ["'=1+1", "'=1+1", "Chữ", "Lấy ra"]


def test_a_file_that_cannot_be_joined_gives_way_to_a_page_that_names_it() -> None:
    bad, good = paper("Hỏng", 2), paper("Lành")
    tools = Tools(TOOLS.count, lambda contents: None if bad in contents else joined(contents))
    items = (Item("Một", files=(original(bad, name="hong.pdf"),)), Item("Hai", files=(original(good),)))
    pages = texts(pdf(case(*items), tools))
    assert len(pages) == 4
    assert [words in pages[2] for words in ("Không đọc được", "hong.pdf")] == [True, True]
    assert pages[3].split()[0] == "Lành"


def test_what_cannot_be_one_whole_is_said() -> None:
    tools = Tools(TOOLS.count, lambda contents: joined(contents) if len(contents) == 1 else None)
    with pytest.raises(CannotJoin):
        pdf(case(Item("Một", files=(original(paper("Một")),))), tools)
