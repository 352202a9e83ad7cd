"""What looks back: 'Quyết định này', 'các nghị quyết nêu trên', 'Nghị định' alone, 'Nghị quyết 35' said again.

First found in a window, then settled over the whole text: which citations above are meant.
"""

import re
from collections.abc import Sequence

from guong.viet.citations.model import Back, Draft, Subkind
from guong.viet.citations.window import Window
from guong.viet.citations.words import TypeWord
from guong.viet.fold import fold

_THIS = re.compile(r"\s+này(?!\w)", re.IGNORECASE)
_ABOVE = re.compile(
    r"\s+(?:đã\s+)?(?:(?:nêu|nói|dẫn)\s+(?:ở\s+)?trên|trên\s+đây|(?:vừa|đã)\s+nêu|"
    r"trên(?=\s*(?:[,.;:)”\"]|\Z)|\s+(?:và|đã|được|là|có|sẽ|thì|để|còn|quy\s+định|nhằm|cũng|phải|của|do)(?!\w)))(?!\w)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?<![^\W_])(?P<n>các|những|một số|cả|hai|ba|bốn|năm|\d{1,2})\s+(?:bản\s+|văn bản\s+)?\Z", re.IGNORECASE
)
_NUMERALS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5}
# A type word alone, in capitals, goes on with what papers do.
_GOES_ON = re.compile(
    r"\s*[,.;)”\"]|\s+(?:gồm|bao gồm|có|quy định|qui định|nêu|cũng|đã|yêu cầu|xác định|đề ra|chỉ rõ|chỉ ra|ra đời|là"
    r"|được|nhấn mạnh|đặt|khẳng định|sẽ|gắn|vào|và|với|trong|còn|mới|phải|cần|không|thay thế|ghi|đến|đưa|do|giao"
    r"|đánh giá|thể hiện|tới|mang|tạo|dành|sửa đổi|bãi bỏ|hết|bổ sung|hướng dẫn|cho phép|áp dụng|ban hành)(?!\w)"
)
_ALONE = frozenset(
    {"NQ", "NĐ", "CT", "KL", "TT", "TTLT", "QĐ", "QyĐ", "KH", "HD", "QC", "CTr", "ĐA", "PL", "Luật", "NQLT"}
)
# In the middle of a sentence a capital alone makes the word a certain paper.
_CERTAIN = frozenset({"NQ", "NĐ", "CT", "KL", "TT"})
_SENTENCE = re.compile(r"(?:\A|[.!?:;“\"*\n]|\s-)\s*\Z")
_COUNTED = re.compile(r"\d\s+\Z")
_ARTICLE = re.compile(r"(?:\A|\n|[.:;]\s)[ \t]{0,8}(?:Điều|ĐIỀU|Ðiều)\s{1,3}1\s?[.:]")
# The paper behind these is what the one before them acts on.
_ACTS_ON = re.compile(
    r"(?:thay the|bai bo|sua doi|bo sung|can cu|thuc hien|huong dan|trien khai|cu the hoa|quy dinh chi tiet"
    r"|thi hanh|theo|hop nhat|dinh chinh|het hieu luc|mot so dieu(?: cua)?)\s+(?:cac\s+)?\Z"
)
_SAME_SENTENCE = re.compile(r"[.!?]\s|\n")
_HEAD_BEFORE = re.compile(r"(?:\A|\n|[*|:]|[A-ZĐ]{2})\s*\Z")
_CLUSTER = 160
_REMEMBERED = 20  # of a kind; what stands further above is not looked at


def back_reference(window: Window, word: TypeWord) -> Draft | None:
    """Of one type word; whether it means anything is settled later."""
    generic = window.printed[word.start : word.end].lower().startswith("văn bản")
    this = _THIS.match(window.printed, word.end)
    found = this or _ABOVE.match(window.printed, word.end)
    if found:
        sure = word.capital and not generic
        back = Back(this is not None, generic, _count(window, word.start), sure)
        return Draft(word.start, found.end(), word.type, subkind=Subkind.BACKREF, back=back)
    if not word.capital or generic or word.type not in _ALONE or not _is_alone(window, word):
        return None
    sure = word.type in _CERTAIN and not _SENTENCE.search(window.printed, max(0, word.start - 6), word.start)
    return Draft(word.start, word.end, word.type, subkind=Subkind.BACKREF, back=Back(False, False, 1, sure))


def _is_alone(window: Window, word: TypeWord) -> bool:
    if window.printed[word.start : word.end].isupper() or not _GOES_ON.match(window.printed, word.end):
        return False
    return not _COUNTED.search(window.printed, max(0, word.start - 4), word.start)


def _count(window: Window, start: int) -> int:
    found = _COUNT.search(window.printed, max(0, start - 20), start)
    if found is None:
        return 1
    said = found["n"].lower()
    return _NUMERALS.get(said, 0) if not said.isdecimal() else int(said)


def settle(text: str, drafts: Sequence[Draft]) -> tuple[list[Draft], list[tuple[int, ...]]]:
    """The drafts that stand, each with the starts of those it refers to."""
    looking = [draft for draft in drafts if draft.back or (draft.number and not draft.symbol)]
    if not looking:
        return list(drafts), [()] * len(drafts)
    return _Text(text, drafts).settled()


class _Text:
    """The citations of one text, walked through once with what stands above remembered by type."""

    def __init__(self, text: str, drafts: Sequence[Draft]) -> None:
        self.text, self.drafts = text, drafts
        self.own = _own_symbol(text, drafts)
        article = _ARTICLE.search(text)
        self.articles_from = article.start() if article else len(text) + 1
        self.above: dict[str | None, list[Draft]] = {}
        self.numbers: dict[tuple[str | None, str], list[Draft]] = {}

    def settled(self) -> tuple[list[Draft], list[tuple[int, ...]]]:
        standing: list[Draft] = []
        refers: list[tuple[int, ...]] = []
        for draft in self.drafts:
            meant = self._meant(draft)
            if draft.back and not meant and not draft.back.sure and not self._is_own(draft):
                continue
            standing.append(draft)
            refers.append(tuple(each.start for each in meant))
            if draft.back is None:
                self._remember(draft)
        return standing, refers

    def _remember(self, draft: Draft) -> None:
        for kind in {draft.type, draft.word_type or draft.type, None}:
            self.above.setdefault(kind, []).append(draft)
        if draft.symbol and draft.number:
            self.numbers.setdefault((_family(draft.type), draft.number.lstrip("0")), []).append(draft)

    def _meant(self, draft: Draft) -> list[Draft]:
        if draft.back:
            return self._looked_back_at(draft, draft.back)
        if draft.number and not draft.symbol:
            return self._said_again(draft)
        return []

    def _said_again(self, draft: Draft) -> list[Draft]:
        """Above with the same number; several of different symbols are all of them."""
        same = self.numbers.get((_family(draft.type), (draft.number or "").lstrip("0")), [])
        fitting = [each for each in same[-_REMEMBERED:] if _agree(each, draft)]
        papers = {each.body_code: each for each in fitting}
        return [fitting[-1]] if len(papers) == 1 else list(papers.values())

    def _looked_back_at(self, draft: Draft, back: Back) -> list[Draft]:
        above = self.above.get(None if back.any_type else draft.type, [])
        if self._is_own(draft):
            return [self.own] if self.own and self._is_own_type(draft) else []
        if not back.any_type and draft.type in {"TT", "QĐ"} and not above:
            above = self.above.get({"TT": "TTLT", "QĐ": "QyĐ"}[draft.type], [])
        if not above:
            return []
        return [self._one(above)] if back.many == 1 else self._several(above, back.many)

    def _is_own_type(self, draft: Draft) -> bool:
        return self.own is not None and _family(self.own.type) == _family(draft.type)

    def _is_own(self, draft: Draft) -> bool:
        """'Quyết định này' in the paper itself: its own symbol stands at its head, or it speaks from its articles."""
        if draft.back is None or not draft.back.this or draft.back.many != 1:
            return False
        return self._is_own_type(draft) or (draft.start > self.articles_from and draft.back.sure)

    def _one(self, above: list[Draft]) -> Draft:
        """The nearest, but not one that the paper before it in the same sentence replaces, amends or carries out."""
        nearest = above[-1]
        for before in reversed(above[-5:-1]):
            between = self.text[before.end : nearest.start]
            if len(between) > _CLUSTER or _SAME_SENTENCE.search(between) or not _ACTS_ON.search(fold(between)):
                break
            nearest = before
        return nearest

    def _several(self, above: list[Draft], count: int) -> list[Draft]:
        """As many as are counted; uncounted, those that stand close together."""
        if count:
            return above[-count:]
        close = [above[-1]]
        for before in reversed(above[-_REMEMBERED:-1]):
            if close[0].start - before.end > _CLUSTER:
                break
            close.insert(0, before)
        return close


def _own_symbol(text: str, drafts: Sequence[Draft]) -> Draft | None:
    """The symbol in the head of the paper itself: 'Số: 12/QĐ-UBND' on a line of its own or behind capitals."""
    for draft in drafts[:6]:
        said = draft.symbol and draft.word_type is None and not draft.listed
        if said and text[draft.start] == "S" and _HEAD_BEFORE.search(text, max(0, draft.start - 12), draft.start):
            return draft
    return None


def _family(kind: str | None) -> str | None:
    return {"QyĐ": "QĐ", "TTLT": "TT"}.get(kind or "", kind)


def _agree(full: Draft, short: Draft) -> bool:
    """Nothing that both say differs."""
    if full.body_name and short.body_name and not _alike(full.body_name, short.body_name):
        return False
    if short.year and full.year and full.year != short.year:
        return False
    return not (short.date and full.date and full.date != short.date)


def _alike(one: str, other: str) -> bool:
    one, other = fold(one), fold(other)
    return one.startswith(other) or other.startswith(one)
