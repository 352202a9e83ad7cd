"""Tasks of an instruction or a plan: a line or a part between semicolons each, numbered or not."""

import re
from collections.abc import Iterator

# "1.", "2)", "a)", "-", "+" before a task of its own; a number or letter is its clause.
_ITEM = re.compile(r"^\s*(?:(?P<clause>\d{1,2}|[a-zđ])[.)]|[-+•–—])\s+(?P<text>.+)$", re.IGNORECASE)


def tasks(text: str) -> Iterator[tuple[str, str]]:
    """Clause (empty for none) and words of each task, first letter raised, end marks gone.

    >>> list(tasks("1. Xây dựng kế hoạch; tổ chức sinh hoạt.\\n- Báo cáo kết quả"))
    [('1', 'Xây dựng kế hoạch'), ('', 'Tổ chức sinh hoạt'), ('', 'Báo cáo kết quả')]
    """
    for part in re.split(r"[\n;]", text):
        item = _ITEM.match(part)
        words = " ".join((item["text"] if item else part).split()).rstrip(".,: ")
        if words:
            yield (item["clause"] or "") if item else "", words[:1].upper() + words[1:]
