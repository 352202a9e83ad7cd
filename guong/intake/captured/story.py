"""What the page tells of a round: phases and occasions, figures, topics, forms of sitting, who held one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guong.intake.captured.model import (
    Found,
    Organiser,
    SittingForm,
    StatedFigure,
    StatedOccasion,
    StatedPhase,
    Status,
    stated,
    unknown,
)
from guong.viet.dates import find_ranges
from guong.viet.fold import fold
from guong.viet.names import UPPER
from guong.viet.numbers import Quantity, find_quantities
from guong.viet.occasions import Anniversary, Occasion, derive, find_anniversaries


@dataclass(frozen=True)
class Sentence:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_BREAK = re.compile(rf"(?<=[.!?…])\s+(?=[{UPPER}])|(?<=…)(?=[{UPPER}])|\n+")


def sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """Sentences of `text[start:end]`: a full stop and a capital; '…' may lack its space."""
    at = start
    for stop in [*_BREAK.finditer(text, start, end), None]:
        piece = text[at : stop.start() if stop else end]
        if piece.strip():
            yield Sentence(piece, at)
        at = stop.end() if stop else end


_ORDINALS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6}
_ROUND = re.compile(
    r"(?P<title>(?:đợt|giai đoạn)(?:\s+[^\W\d_]+){0,6}?\s+(?:thứ\s+)?(?P<n>nhất|hai|ba|tư|bốn|năm|sáu|\d{1,2}))(?!\w)",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"thời gian tới|tiếp tục|sắp tới|sẽ|trong tháng tới|những tháng cuối năm|giai đoạn tiếp", re.IGNORECASE
)


def phases(text: str, told: Sequence[Sentence], calendar: Sequence[Occasion]) -> tuple[StatedPhase, ...]:
    """A phase is told by a sentence with a range of months; its ordinal, title and occasions stand in the same one."""
    found: list[StatedPhase] = []
    for sentence in told:
        for months in find_ranges(sentence.text):
            start, end = sentence.start + months.start, sentence.start + months.end
            name = _ROUND.search(sentence.text)
            order: Found[int] = Found(len(found) + 1, Status.DERIVED, source="order")
            title: Found[str] = unknown()
            if name:
                begin, stop = (sentence.start + at for at in name.span("title"))
                title = stated(text, begin, stop)
                order = Found(_ORDINALS.get(name["n"].lower()) or int(name["n"]), Status.STATED, begin, stop)
            occasions = _occasions(sentence, calendar, months.last.year)
            found.append(
                StatedPhase(
                    order,
                    title,
                    Found(months.first, Status.STATED, start, end),
                    Found(months.last, Status.STATED, start, end),
                    tuple(occasion for group in occasions for occasion in group),
                )
            )
    return tuple(found)


def later_occasions(
    told: Sequence[Sentence], calendar: Sequence[Occasion], host_year: int | None
) -> tuple[tuple[StatedOccasion, ...], ...]:
    """Occasions that the page announces, grouped by the ordinal they share."""
    groups: list[tuple[StatedOccasion, ...]] = []
    for sentence in told:
        if _AHEAD.search(sentence.text) and not find_ranges(sentence.text):
            groups += _occasions(sentence, calendar, host_year)
    return tuple(groups)


def _occasions(
    sentence: Sentence, calendar: Sequence[Occasion], host_year: int | None
) -> list[tuple[StatedOccasion, ...]]:
    groups: dict[int, list[StatedOccasion]] = {}
    for each in find_anniversaries(sentence.text):
        groups.setdefault(each.group, []).append(_occasion(each, sentence.start, calendar, host_year))
    return [tuple(group) for group in groups.values()]


def _occasion(each: Anniversary, at: int, calendar: Sequence[Occasion], host_year: int | None) -> StatedOccasion:
    day = derive(each, calendar, host_year=host_year)
    start, end = at + each.start, at + each.end
    known = day.code is not None
    source = "calendar" if known else "host_year"
    return StatedOccasion(
        ordinal=each.ordinal,
        subject=Found(each.subject, Status.STATED, start, end),
        code=day.code,
        year=Found(day.year, Status.DERIVED, start, end, source) if day.year is not None else unknown(),
        on=Found(day.on, Status.DERIVED, start, end, source) if day.on else unknown(),
    )


_UNIT = (
    r"(?:chi,?\s+đảng bộ|chi bộ|đảng bộ|tổ chức cơ sở đảng|tổ chức đảng|tổ đảng|đơn vị|cơ quan|chi đoàn|chi hội"
    r"|công đoàn cơ sở|tổ chức cơ sở|chi nhánh|trường học|trường)"
)
_PERSON = (
    r"(?:lượt (?:người|cán bộ|đảng viên)|cán bộ|đảng viên|đoàn viên|hội viên|công chức|viên chức|người lao động|người"
    r"|đại biểu|nhân viên|giáo viên|học viên|quần chúng)"
)
_UNITS = re.compile(rf"\s+(?P<noun>{_UNIT}(?:\s*,\s*{_UNIT})*)", re.IGNORECASE)
_PEOPLE = re.compile(rf"\s+(?P<noun>{_PERSON}(?:\s*,\s*{_PERSON}|\s+và\s+{_PERSON})*)", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?:tổ chức|tiến hành|hoàn thành|triển khai)\s+(?:xong\s+)?(?:hội nghị|sinh hoạt|đợt|kiểm điểm|họp)",
    re.IGNORECASE,
)
_TOOK_PART = re.compile(r"\b(?:tham gia|tham dự|dự|có mặt)\b", re.IGNORECASE)
_DIRECT = re.compile(r"\s+trực thuộc\s+(?!các\b|những\b)[^\s,;]+(?:\s+(?:ủy|uỷ|bộ))?", re.IGNORECASE)
_BESIDE = re.compile(
    rf"\s+và\s+(?P<other>(?:các|những)\s+{_UNIT}\s+(?:trực thuộc|thuộc)\s+(?:các|những)\s+\w+(?:\s+(?:ủy|uỷ|bộ))?)",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"(?P<part>\d[\d.]*)/(?P<all>\d[\d.]*)(?=\s+)")


def figures(text: str, told: Iterable[Sentence]) -> tuple[StatedFigure, ...]:
    """Counts of units that held a sitting and of people who took part. Years, terms and names are no figures."""
    found: list[StatedFigure] = []
    for sentence in told:
        for quantity, whole in _numbers(sentence.text):
            figure = _units(text, sentence, quantity, whole) or _people(text, sentence, quantity)
            if figure:
                found.append(figure)
    return tuple(found)


def _numbers(sentence: str) -> list[tuple[Quantity, int | None]]:
    """Numbers of a sentence; 'part/all' gives its part with the whole as denominator."""
    numbers: list[tuple[Quantity, int | None]] = [(each, None) for each in find_quantities(sentence)]
    for pair in _OF_ALL.finditer(sentence):
        part, whole = find_quantities(pair["part"]), find_quantities(pair["all"])
        if part and whole:
            value = Quantity(part[0].value, "", pair.start(), pair.end())
            numbers.append((value, int(whole[0].value)))
    return sorted(numbers, key=lambda pair: pair[0].start)


def _units(text: str, sentence: Sentence, quantity: Quantity, whole: int | None) -> StatedFigure | None:
    noun = _UNITS.match(sentence.text, quantity.end)
    if noun is None or quantity.percent or not _HELD.search(sentence.text, noun.end(), noun.end() + 200):
        return None
    direct = _DIRECT.match(sentence.text, noun.end())
    end = direct.end() if direct else noun.end()
    beside = _BESIDE.match(sentence.text, end)
    readings = ("units_direct", "units_direct_and_below") if beside else ("units_direct",) if direct else ("units",)
    return StatedFigure(
        measure=readings[0],
        value=int(quantity.value),
        qualifier=quantity.qualifier,
        floor=quantity.is_floor,
        denominator=_denominator(sentence, quantity, whole),
        words=stated(text, sentence.start + quantity.start, sentence.start + end),
        uncounted=stated(text, *(sentence.start + at for at in beside.span("other"))) if beside else unknown(),
        readings=readings,
    )


def _people(text: str, sentence: Sentence, quantity: Quantity) -> StatedFigure | None:
    noun = _PEOPLE.match(sentence.text, quantity.end)
    verb = _TOOK_PART.search(sentence.text, noun.end(), noun.end() + 60) if noun else None
    if noun is None or verb is None or quantity.percent:
        return None
    measure = "seats" if noun["noun"].lower().startswith("lượt") else "people"
    return StatedFigure(
        measure=measure,
        value=int(quantity.value),
        qualifier=quantity.qualifier,
        floor=quantity.is_floor,
        denominator=unknown(),
        words=stated(text, sentence.start + quantity.start, sentence.start + verb.end()),
        uncounted=unknown(),
        readings=(measure,),
    )


def _denominator(sentence: Sentence, quantity: Quantity, whole: int | None) -> Found[int]:
    """Stated or unknown: what a text does not say is never filled in."""
    if whole is None:
        return unknown()
    return Found(whole, Status.STATED, sentence.start + quantity.start, sentence.start + quantity.end)


_TOPICS = re.compile(
    r"(?:tập trung vào|gồm|bao gồm|thảo luận|về)\s+(?:\d+\s+)?(?:các\s+|những\s+)?"
    r"(?:nội dung|vấn đề|chủ đề|chuyên đề)(?:\s+(?:sau|như sau|chính))?\s*:\s*",
    re.IGNORECASE,
)
_TIE = re.compile(r"liên hệ\b[^.;:]{0,60}?(?:chức năng|nhiệm vụ|công việc|chuyên môn|thực tiễn)", re.IGNORECASE)
_AGENDA = re.compile(
    r"Nội dung(?:\s+(?:sinh hoạt|cuộc họp|buổi họp|kiểm điểm))?\s+(?:tập trung vào|gồm|bao gồm)\s*:?\s*(?!các nội dung)"
)
_FORMS = re.compile(r"Hình thức\b[^.:]{0,60}?(?:như|gồm|bao gồm|:)\s*:?\s*", re.IGNORECASE)


def topics(text: str, told: Sequence[Sentence]) -> tuple[tuple[Found[str], ...], Found[str]]:
    """What the study concentrates on, and the tie to one's own duties that the text asks for right after it."""
    for place, sentence in enumerate(told):
        cue = _TOPICS.search(sentence.text)
        if cue is None:
            continue
        points = _points(text, sentence.start + cue.end(), sentence.end)
        below = _bulleted(told[place + 1 :]) if not points else []
        points = points or tuple(stated(text, *_bare(each)) for each in below)
        after = place + len(below)
        for following in told[after : after + 3]:
            tie = _TIE.search(following.text)
            if tie:
                end = len(re.sub(r"[\s.,…]+\Z", "", following.text))
                return points, stated(text, following.start + tie.start(), following.start + end)
        return points, unknown()
    return (), unknown()


_BULLET = re.compile(r"\s*(?:[-–+•*·]|\d{1,2}[.)])\s+")


def _bulleted(told: Sequence[Sentence]) -> list[Sentence]:
    """The lines right below that begin with a bullet or a number."""
    lines: list[Sentence] = []
    for each in told:
        if not _BULLET.match(each.text):
            break
        lines.append(each)
    return lines


def _bare(line: Sentence) -> tuple[int, int]:
    """The place of a bulleted line without its bullet and closing marks."""
    bullet = _BULLET.match(line.text)
    begin = bullet.end() if bullet else 0
    return line.start + begin, line.start + max(begin, len(line.text.rstrip(" .;,…")))


def agenda(text: str, told: Iterable[Sentence]) -> tuple[Found[str], ...]:
    for sentence in told:
        cue = _AGENDA.match(sentence.text)
        if cue:
            return _points(text, sentence.start + cue.end(), sentence.end)
    return ()


def _points(text: str, start: int, end: int) -> tuple[Found[str], ...]:
    """Items between semicolons, without the marks that close the list."""
    points: list[Found[str]] = []
    for piece in re.finditer(r"[^;]+", text[start:end]):
        kept = re.sub(r"[\s.,…]+\Z", "", piece[0])
        if kept.strip():
            points.append(stated(text, start + piece.start(), start + piece.start() + len(kept)))
    return tuple(points)


_FORM_CODES = (
    ("rieng", "separate"),
    ("chuyen de", "thematic"),
    ("thuong ky", "regular"),
    ("mo rong", "enlarged_conference"),
    ("hoi nghi", "conference"),
)
_CONFERENCE = re.compile(r"tổ chức\s+(?P<name>hội nghị)(?!\s+(?:tổng kết|sơ kết))", re.IGNORECASE)


def forms(text: str, told: Iterable[Sentence]) -> tuple[SittingForm, ...]:
    """Forms that the page lists, and the conference where it says that one was held."""
    found: dict[str, SittingForm] = {}
    for sentence in told:
        cue = _FORMS.match(sentence.text)
        if cue:
            for form in _listed_forms(text, sentence.start + cue.end(), sentence.end):
                found.setdefault(fold(form.name.value or ""), form)
    for sentence in told:
        held = _CONFERENCE.search(sentence.text)
        if held:
            at = sentence.start
            name = stated(text, at + held.start("name"), at + held.end("name"))
            found.setdefault(
                "hoi nghi",
                SittingForm("conference", Found((name.value or "").lower(), Status.STATED, name.start, name.end)),
            )
            break
    return tuple(found.values())


def _listed_forms(text: str, start: int, end: int) -> Iterator[SittingForm]:
    head = ""
    for piece in re.finditer(r"(?:(?!,|;|\s+và\s+|\s+hoặc\s+).)+", text[start:end], re.DOTALL):
        words = re.sub(r"^\W*(?:(?:và|hoặc|tổ chức)\s+)*|[\s.,…]+\Z", "", piece[0])
        if not words:
            continue
        begin = start + piece.start() + piece[0].index(words)
        own = re.match(r"(?:sinh hoạt|hội nghị|cuộc họp|buổi họp)", words)
        head = own[0] if own else head
        code = next((code for cue, code in _FORM_CODES if cue in fold(words)), None)
        if own or not head:
            yield SittingForm(code, stated(text, begin, begin + len(words)))
        else:
            source = Found(f"{head} {words}", Status.DERIVED, begin, begin + len(words), "list")
            yield SittingForm(code, source)


_BODY_HEAD = re.compile(
    r"(?P<head>Ban (?:Thường vụ|Chấp hành|Chỉ đạo|Tuyên giáo|Tổ chức|Dân vận)|Thường trực|Chi (?:ủy|uỷ)"
    r"|(?:Huyện|Tỉnh|Đảng|Thành) (?:ủy|uỷ)|Đảng bộ(?: (?:xã|phường|thị trấn|huyện|tỉnh))?|Chi bộ|Đảng đoàn"
    r"|Công đoàn|Liên đoàn|Hội|Đoàn|Chi đoàn|Chi hội|Trường|Phòng|Sở|UBND)\b"
)
_COLLECTIVE = re.compile(r"Ban |Thường trực|Chi (?:ủy|uỷ)|(?:Huyện|Tỉnh|Đảng|Thành) (?:ủy|uỷ)")
_DOES = re.compile(
    r"\s+(?=(?:đã\s+|vừa\s+)?(?:tổ chức|tiến hành|triển khai|khai mạc|tham gia|nghiên cứu|thảo luận"
    r"|quán triệt|sinh hoạt|họp)\b)"
)


def organisers(text: str, captions: Iterable[Found[str]]) -> tuple[Organiser, ...]:
    """Who the captions say held a sitting: the words before the verb, when they begin with a word for a body."""
    found: list[Organiser] = []
    for caption in captions:
        start, end = caption.start or 0, caption.end or 0
        head = _BODY_HEAD.match(text, start, end)
        does = _DOES.search(text, start, end)
        if head and does and does.start() >= head.end():
            name = stated(text, start, does.start())
            found.append(Organiser(name, " ".join(head["head"].split()), bool(_COLLECTIVE.match(head["head"]))))
    return tuple(found)


_PLACE = r"(?:\s+(?:huyện|tỉnh|xã|phường|thị trấn|thị xã|thành phố|quận|khối|cơ quan))?"
_HOST = re.compile(
    r"(?P<host>(?:Đảng bộ|Chi bộ|(?:Huyện|Tỉnh|Thành|Đảng) (?:ủy|uỷ)|Công đoàn|Liên đoàn Lao động"
    r"|Hội [^\W\d_]+|Đoàn Thanh niên|Sở|UBND)"
    rf"{_PLACE}(?:\s+[{UPPER}][^\W\d_]*)+)"
)
_THEME = re.compile(r"chủ đề\s*:?\s*[“\"«]\s*(?P<theme>[^”\"»]{3,200}?)\s*[”\"»]", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:triển khai|thực hiện|tổ chức|mở|phát động)\s+(?:thực hiện\s+)?(?P<what>.+?)"
    r"(?=\s+(?:với|theo)\s+chủ đề|\s*[.:“\"]|\Z)",
    re.DOTALL,
)


def host(text: str, start: int, end: int) -> Found[str]:
    """The body that the title speaks of."""
    found = _HOST.search(text, start, end)
    return stated(text, *found.span("host")) if found else unknown()


def theme(text: str, start: int, end: int) -> Found[str]:
    found = _THEME.search(text, start, end)
    return stated(text, *found.span("theme")) if found else unknown()


def round_title(text: str, start: int, end: int) -> Found[str]:
    """What the title says was begun, as a name for the round: derived, a person confirms it."""
    found = _ABOUT.search(text[start:end])
    if found is None:
        return unknown()
    words = " ".join(found["what"].split())
    return Found(
        words[:1].upper() + words[1:], Status.DERIVED, start + found.start("what"), start + found.end("what"), "title"
    )
