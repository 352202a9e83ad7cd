"""Rich text of an article as the public gets it: a short list of tags, links to cited papers at given offsets."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

import nh3

TAGS = {"p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li"}
BREAKS = {"p", "br", "li"}


@dataclass(frozen=True)
class Link:
    """`url` for the characters [start, end) of the plain text."""

    start: int
    end: int
    url: str


def clean(html: str) -> str:
    """Only `TAGS`, `href` alone as attribute, http, https and mailto alone as schemes; own pages stay relative."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
        strip_comments=True,
    )


def plain(html: str) -> str:
    """The text that readers see, one line a paragraph; offsets of `linked` count in it."""
    reader = _Reader(())
    reader.feed(clean(html))
    reader.close()
    return reader.text()


def linked(html: str, links: Sequence[Link]) -> str:
    """Cleaned HTML with `links` laid in. A place that a tag cuts, or that is a link already, stays as it is."""
    reader = _Reader(links)
    reader.feed(clean(html))
    reader.close()
    return "".join(reader.out)


class _Reader(HTMLParser):
    """Rebuilds cleaned HTML while counting the characters of its plain text."""

    def __init__(self, links: Sequence[Link]) -> None:
        super().__init__(convert_charrefs=True)
        self.links = sorted(links, key=lambda link: link.start)
        self.out: list[str] = []
        self.seen: list[str] = []
        self.position = 0
        self.in_link = 0

    def text(self) -> str:
        return "".join(self.seen).rstrip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_link += tag == "a"
        written = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        self.out.append(f"<{tag}{written}>")
        if tag == "br":
            self._break()

    def handle_endtag(self, tag: str) -> None:
        self.in_link -= tag == "a"
        self.out.append(f"</{tag}>")
        if tag in BREAKS:
            self._break()

    def handle_data(self, data: str) -> None:
        begin, end = self.position, self.position + len(data)
        self.seen.append(data)
        self.position = end
        done = begin
        for link in self._inside(begin, end):
            self.out.append(escape(data[done - begin : link.start - begin], quote=False))
            label = escape(data[link.start - begin : link.end - begin], quote=False)
            self.out.append(f'<a class="cite" href="{escape(link.url)}">{label}</a>')
            done = link.end
        self.out.append(escape(data[done - begin :], quote=False))

    def _inside(self, begin: int, end: int) -> list[Link]:
        kept: list[Link] = []
        for link in self.links if not self.in_link else ():
            if begin <= link.start and link.end <= end and (not kept or link.start >= kept[-1].end):
                kept.append(link)
        return kept

    def _break(self) -> None:
        self.seen.append("\n")
        self.position += 1
