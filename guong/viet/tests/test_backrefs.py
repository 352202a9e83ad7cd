"""What looks back means what a reader understands, on texts of our own."""

import re
from dataclasses import dataclass, field

from guong.viet.citations import Citation, Subkind, find
from guong.viet.tests.backref_texts import TEXTS

MARK = re.compile(r"([\[{])([\d,]+)\|([^\]}]*)[\]}]")
RIGHT = 0.9  # of all


@dataclass
class Marked:
    """A text without its marks; where what is meant begins, and what is meant by the words at a place."""

    text: str = ""
    cited: dict[str, int] = field(default_factory=dict)
    meant: list[tuple[int, int, list[str]]] = field(default_factory=list)


def read(marked: str) -> Marked:
    result = Marked()
    at = 0
    for found in MARK.finditer(marked):
        result.text += marked[at : found.start()]
        start = len(result.text)
        result.text += found[3]
        at = found.end()
        if found[1] == "{":
            result.cited.setdefault(found[2], start)
        else:
            result.meant.append((start, len(result.text), found[2].split(",")))
    result.text += marked[at:]
    return result


def is_right(marked: Marked, found: list[Citation], start: int, end: int, names: list[str]) -> bool:
    """The paper that the text itself is may be given by the symbol in its head, or by nothing at all."""
    here = [each for each in found if each.start < end and start < each.end]
    if len(here) != 1:
        return False
    if names == ["0"]:
        head = tuple(each.start for each in found if marked.text.startswith("Số:", each.start))
        return here[0].refers_to in {(), head}
    return here[0].refers_to == tuple(marked.cited[name] for name in names)


def test_antecedents() -> None:
    wrong, asked = [], 0
    for marked in map(read, TEXTS):
        found = find(marked.text)
        for start, end, names in marked.meant:
            asked += 1
            if not is_right(marked, found, start, end, names):
                wrong.append(marked.text)
    assert len(TEXTS) >= 50
    assert len(wrong) <= asked * (1 - RIGHT), wrong


def test_what_is_referred_to_is_a_citation_above() -> None:
    for marked in map(read, TEXTS):
        found = find(marked.text)
        starts = [each.start for each in found]
        for each in found:
            assert set(each.refers_to) <= set(starts[: starts.index(each.start)])


def test_a_number_that_two_papers_have_means_both() -> None:
    text = "Nghị quyết số 5-NQ/TU và Nghị quyết số 5-NQ/TW đã cũ. Trong Nghị quyết 5 có ba việc."
    *above, last = find(text)
    assert last.refers_to == tuple(each.start for each in above)


def test_the_body_tells_which_of_two_is_said_again() -> None:
    text = (
        "Nghị quyết số 5-NQ/TU của Tỉnh ủy và Nghị quyết số 5-NQ/TW của Bộ Chính trị đã cũ. "
        "Nghị quyết 5 của Tỉnh ủy có ba việc."
    )
    first, _second, last = find(text)
    assert last.refers_to == (first.start,)


def test_words_that_mean_nothing_above_are_no_citations() -> None:
    assert find("Nhà trường có kế hoạch này đã lâu. Văn bản trên giấy và Hợp đồng này.") == []
    assert [each.subkind for each in find("Cả xã đồng lòng. Quyết định này có hiệu lực.")] == [Subkind.BACKREF]
