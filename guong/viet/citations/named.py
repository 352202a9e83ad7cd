"""Citations without a number: documents of an event, groups of unnamed documents; laws and back references beside."""

import re

from guong.viet.citations import tables
from guong.viet.citations.backrefs import back_reference
from guong.viet.citations.events import event_end
from guong.viet.citations.laws import laws_listed, title
from guong.viet.citations.model import Draft, Subkind
from guong.viet.citations.tails import body_end
from guong.viet.citations.window import Window
from guong.viet.citations.words import Taken, TypeWord, TypeWords

_WORDS = tables.TYPE_PATTERN
_MORE = rf"(?P<more>(?:\s*,\s*(?:{_WORDS}))*(?:\s+va\s+(?:{_WORDS}))?)"
_EVENT = re.compile(rf"{_MORE}\s+(?:cua\s+)?(?=d|h|t)")
_MANY = re.compile(r"(?<![a-z])(?:cac|nhung)\s+(?:noi\s+dung\s+|van\s+ban\s+)?\Z")
_GROUP = re.compile(rf"{_MORE}(?:\s+(?:chi\s+dao|huong\s+dan)(?:\s*,\s*huong\s+dan)?)?\s+cua\s+(?=\S)")
_ISSUER = re.compile(
    r"(?:bo chinh tri|ban bi thu|trung uong|quoc hoi|chinh phu|thu tuong|(?:tinh|thanh|huyen|quan|thi|dang) uy|ubnd"
    r"|uy ban|hdnd|hoi dong nhan dan|ban (?:thuong vu|chap hanh))\b".replace(" ", r"\s+")
)
_ALL_LEVELS = re.compile(r"(?<![a-z])cac\s+cap(?![a-z])")


def named(window: Window, words: TypeWords, taken: Taken) -> list[Draft]:
    """Named citations beside the numbered ones; what they hold is marked in `taken`."""
    found: list[Draft] = []
    for word in words.words:
        if not word.spelled or word.type in tables.LOOSE_TYPES or not taken.free(word.start, word.end):
            continue
        for name in _names(window, word):
            if taken.free(name.start, name.end):
                taken.take(name.start, name.end)
                found.append(name)
    return found


def _names(window: Window, word: TypeWord) -> list[Draft]:
    name = _event(window, word) or _group(window, word) or title(window, word) or back_reference(window, word)
    return [name] if name else laws_listed(window, word)


def _many(window: Window, word: TypeWord) -> int:
    """Where 'các', 'những' before the word begins, else where the word does."""
    found = _MANY.search(window.folded, max(0, word.start - 24), word.start)
    return found.start() if found else word.start


def _event(window: Window, word: TypeWord) -> Draft | None:
    found = _EVENT.match(window.folded, word.end)
    if found is None:
        return None
    end = event_end(window, found.end())
    if end is None:
        return None
    start = _many(window, word)
    levels = _ALL_LEVELS.search(window.folded, found.end(), end)
    several = start < word.start or found["more"] or levels
    return Draft(start, end, word.type, subkind=Subkind.GROUP if several else Subkind.EVENT)


def _group(window: Window, word: TypeWord) -> Draft | None:
    start = _many(window, word)
    found = _GROUP.match(window.folded, word.end) if start < word.start else None
    if found is None or not window.printed[found.end()].isupper():
        return None
    issuer = _ISSUER.match(window.folded, found.end())
    end = body_end(window, found.end()) if issuer else None
    return Draft(start, end, word.type, subkind=Subkind.GROUP) if end else None
