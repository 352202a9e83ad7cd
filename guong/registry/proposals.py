"""What the files of an upload say about the paper, as a start for the form: proposed, never taken for certain."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from guong.files.queries import text
from guong.registry.models import Issuer, Upload
from guong.registry.rules import name_key, secrecy_warnings
from guong.viet import firstpage
from guong.viet.symbols import symbol_key

# Field of the form ← field of the page.
_FIELDS = {
    "symbol": "symbol",
    "issued_on": "issued_on",
    "type": "type",
    "abstract": "abstract",
    "issuer_name": "issuer",
    "signer": "signer",
    "signer_capacity": "capacity",
    "signer_office": "office",
}


@dataclass(frozen=True)
class Proposal:
    """`values` and `places` (sentences that say where a value was read) by field of the form."""

    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    recipients: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def propose(upload: Upload) -> Proposal:
    """From the first file that has words."""
    texts = [words for row in upload.files.select_related("file") if (words := text(row.file)).strip()]
    if not texts:
        return Proposal()
    paper = firstpage.read(texts[0].split("\f"), dict(_type_words()))
    found = {name: paper.fields[said] for name, said in _FIELDS.items() if said in paper.fields}
    values = {name: each.value for name, each in found.items()} | _by_symbol(paper)
    return Proposal(
        values=_known_issuer(values),
        places={name: _place(each) for name, each in found.items()},
        recipients=[each.value for each in paper.recipients],
        warnings=[words for each in texts for words in secrecy_warnings(each)][:5],
    )


def _type_words() -> Iterator[tuple[str, str]]:
    for entry in settings.PACK.table("document_types"):
        yield entry.label("vi"), entry.code


def _by_symbol(paper: firstpage.Paper) -> dict[str, str]:
    """The type that a symbol says wins over the printed word; its last part is the issuer's code."""
    symbol = paper.fields.get("symbol")
    if symbol is None:
        return {}
    parts = symbol_key(symbol.value).replace("/", "-").split("-")[1:]
    codes = {symbol_key(entry.code): entry.code for entry in settings.PACK.table("document_types")}
    kind = next((codes[part] for part in parts if part in codes), "")
    printed = paper.fields.get("type")
    if printed and symbol_key(printed.value) == symbol_key(kind):
        kind = printed.value  # QĐ stands for two types; the printed word tells them apart
    last = symbol.value.replace("-", "/").rpartition("/")[2] if len(parts) > 1 else ""
    return {name: value for name, value in (("type", kind), ("issuer_code", last)) if value}


def _known_issuer(values: dict[str, str]) -> dict[str, str]:
    """The spelling of the registers, where they know the body."""
    name = values.get("issuer_name")
    known = Issuer.objects.filter(name_key=name_key(name)).order_by("pk").first() if name else None
    return values | ({"issuer_name": known.name} if known else {})


def _place(found: firstpage.Found) -> str:
    return _("Read on page {page}, line {line}: “{words}”. Hold it against the page.").format(
        page=found.page, line=found.line, words=found.words[:120]
    )
