"""What a captured page is made of, by typography: title, lead, paragraphs, captions, byline, and furniture."""

import re
from dataclasses import dataclass, field

from guong.intake.captured.model import LeftOut
from guong.viet.names import Byline, parse_byline


@dataclass(frozen=True)
class Line:
    """A line of the text without its outer spaces; `role` is what markup said of it, '' for plain text."""

    text: str
    start: int
    end: int
    role: str = ""


@dataclass
class Layout:
    title: Line | None = None
    lead: Line | None = None
    body: list[Line] = field(default_factory=list)
    captions: list[Line] = field(default_factory=list)
    author: tuple[Line, Byline] | None = None
    dated: Line | None = None
    left_out: list[LeftOut] = field(default_factory=list)


# A paragraph is longer than this; captions, headings and widgets are shorter.
_PARAGRAPH = 300
# A longer first line is a paragraph: the page came without its title.
_TITLE = 255
_PAGER = re.compile(r"[\d\s.…«»<>|›‹/-]+|(?:Trang|Page)\s+\d+(?:\s*/\s*\d+)?")
_COUNTER = re.compile(
    r"[•*·\-\s]*(?:đang (?:online|truy cập)|trực tuyến|hôm (?:nay|qua)|(?:trong )?(?:tuần|tháng)(?: này)?|tất cả"
    r"|tổng (?:số )?(?:lượt )?truy cập|lượt (?:truy cập|xem|đọc)|khách)\s*:?\s*[\d.,]+",
    re.IGNORECASE,
)
_WIDGETS = (
    r"văn bản(?: mới| chỉ đạo| điều hành)?|tin (?:tức|mới|nổi bật|liên quan|cùng chuyên mục|khác)",
    r"các tin (?:khác|đã đưa)|thống kê(?: truy cập)?|đăng nhập|đăng ký|đăng xuất|trang chủ|giới thiệu|liên hệ",
    r"liên kết(?: website| web)?|tìm kiếm|sơ đồ (?:site|cổng|trang)|thư viện (?:ảnh|video)|video|hình ảnh|quảng cáo",
    r"chia sẻ|in (?:trang|bài viết)|gửi (?:email|mail)|bình luận|ý kiến bạn đọc|về đầu trang|xem (?:thêm|tiếp)",
    r"thông báo|lịch (?:công tác|làm việc)|hỏi đáp|rss|menu|bản quyền.*|©.*|copyright.*|tra cứu|chuyên mục|danh mục",
    r"english|tiếng việt",
)
_WIDGET = re.compile(rf"(?:{'|'.join(_WIDGETS)})\s*[\d.:»>]*", re.IGNORECASE)
_CRUMBS = re.compile(r"[^.»›>|]{1,60}(?:[»›>|][^.»›>|]{1,60})+")
_CLOCK = r"(?:\d{1,2}[:h]\d{2}(?::\d{2})?[\s,|-]*)?"
_DATED = re.compile(
    r"(?:ngày đăng|đăng (?:ngày|lúc)|cập nhật(?: lúc| ngày)?|ngày cập nhật"
    r"|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|ngày)?"
    rf"[\s:,-]*{_CLOCK}(?:ngày\s*)?\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}[\s,|-]*{_CLOCK}"
    r"\s*(?:AM|PM)?\s*(?:\(?\[?GMT\s*\+?\d\]?\)?)?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.…!?:;][”\"’')]*\Z")
_END_MARK = re.compile(r"[./]\s*/\s*\.\s*\Z|/\.\s*\Z")


def split_lines(text: str) -> list[Line]:
    """Non-empty lines. Paragraphs that were wrapped by hand (lines of 50 to 110 characters) are put together again."""
    lines: list[Line] = []
    chunk: list[tuple[int, int]] = []
    at = 0
    for raw in [*text.split("\n"), ""]:
        kept = raw.strip()
        if kept:
            start = at + raw.index(kept)
            chunk.append((start, start + len(kept)))
        else:
            lines += [Line(text[start:end], start, end) for start, end in _unwrapped(chunk)]
            chunk = []
        at += len(raw) + 1
    return lines


def _unwrapped(chunk: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(chunk) > 2 and all(50 <= end - start <= 110 for start, end in chunk[:-1]):
        return [(chunk[0][0], chunk[-1][1])]
    return chunk


def furniture(line: Line) -> str:
    """Why a line is furniture of the page, '' when it is not."""
    if line.role == "furniture":
        return "markup"
    if _PAGER.fullmatch(line.text):
        return "pager"
    if _COUNTER.fullmatch(line.text):
        return "counter"
    if _WIDGET.fullmatch(line.text):
        return "widget"
    if len(line.text) < 160 and _CRUMBS.fullmatch(line.text):
        return "menu"
    return ""


def lay_out(lines: list[Line]) -> Layout:
    """Sort the lines of a page into its parts; a page without a title or without a text has none."""
    page = Layout()
    kept = [line for line in lines if not _leave(page, line)]
    kept = _without_date(page, kept)
    kept = _without_author(page, kept)
    title = next((line for line in kept if line.role == "title"), kept[0] if kept else None)
    if title is None or len(title.text) > _TITLE or title is kept[-1]:
        return page
    # What stands above the title is navigation.
    for line in kept[: kept.index(title)]:
        page.left_out.append(LeftOut(line.text, line.start, line.end, "menu"))
    page.title = title
    _sort_article(page, kept[kept.index(title) + 1 :])
    page.left_out.sort(key=lambda each: each.start)
    return page


def _leave(page: Layout, line: Line) -> bool:
    reason = furniture(line)
    if reason:
        page.left_out.append(LeftOut(line.text, line.start, line.end, reason))
    return bool(reason)


def _without_date(page: Layout, lines: list[Line]) -> list[Line]:
    dated = next((line for line in lines if line.role == "date" or _DATED.fullmatch(line.text)), None)
    page.dated = dated
    return [line for line in lines if line is not dated]


def _without_author(page: Layout, lines: list[Line]) -> list[Line]:
    """The byline is the last line that reads like one, below the last paragraph; what follows it is furniture."""
    last = max((at for at, line in enumerate(lines) if len(line.text) >= _PARAGRAPH), default=0)
    for at in range(len(lines) - 1, last, -1):
        byline = parse_byline(lines[at].text) if len(lines[at].text) < 160 else None
        if byline is None:
            continue
        line = lines[at]
        page.author = line, byline
        if byline.rest:
            end = line.end
            page.left_out.append(LeftOut(byline.rest, end - len(byline.rest), end, "tail"))
        page.left_out += [LeftOut(each.text, each.start, each.end, "tail") for each in lines[at + 1 :]]
        return lines[:at]
    return _without_author_above(page, lines)


def _without_author_above(page: Layout, lines: list[Line]) -> list[Line]:
    """Some portals name the author right under the title: a short line there that gives a name and an office."""
    first = next((at for at, line in enumerate(lines) if len(line.text) >= _PARAGRAPH), 0)
    for line in lines[1:first]:
        byline = parse_byline(line.text) if len(line.text) < 160 else None
        if byline and (byline.office or byline.body):
            page.author = line, byline
            return [each for each in lines if each is not line]
    return lines


def _above(lines: list[Line]) -> int:
    """How many lines before the first paragraph are captions: several in a row that end no sentence."""
    first = next((at for at, line in enumerate(lines) if len(line.text) >= _PARAGRAPH), 0)
    open_ended = [not _SENTENCE_END.search(line.text) and not line.role for line in lines[:first]]
    return first if first > 1 and open_ended.count(True) > 1 and open_ended.count(False) <= 1 else 0


def _sort_article(page: Layout, lines: list[Line]) -> None:
    """Paragraphs up to the mark './.' that closes a text, else to the last long one; then captions.

    Photos may also stand above the text: then their captions do.
    """
    above = _above(lines)
    page.captions += lines[:above]
    lines = lines[above:]
    marked = [at for at, line in enumerate(lines) if _END_MARK.search(line.text)]
    long = [at for at, line in enumerate(lines) if len(line.text) >= _PARAGRAPH]
    end = marked[-1] if marked else (long[-1] if long else len(lines) - 1)
    for at, line in enumerate(lines):
        if line.role == "caption" or (at > end and line.role != "paragraph"):
            page.captions.append(line)
        elif line.role == "lead" or (page.lead is None and not page.body and line.role != "bullet"):
            page.lead = line
        else:
            page.body.append(line)
    if not page.body and page.lead and len(lines) == 1:
        page.body, page.lead = [page.lead], None
