"""Which paper of the register a citation names: one, several, or none that is held. Never a guess.

Run again whenever a paper with the same symbol arrives or changes, so that what waits resolves by itself and what has
become ambiguous says so. A target chosen by a person stays.
"""

from collections.abc import Iterable, Sequence

from guong.jobs.outbox import tell
from guong.registry.enums import Publicity, Resolution
from guong.registry.models import Citation, OfficialDocument
from guong.registry.rules import name_key, same_body


def link_all(symbol_key: str) -> None:
    """Look again at every citation of a symbol."""
    if symbol_key:
        for citation in Citation.objects.filter(symbol_key=symbol_key, settled_by__isnull=True):
            link(citation)


def link(citation: Citation) -> None:
    """Set resolution, target and candidates of a stored citation by number."""
    if not citation.symbol_key or citation.settled_by_id is not None:
        return
    before = (citation.resolution, citation.target_id)
    found = _candidates(citation)
    citation.target = found[0] if len(found) == 1 else None
    citation.resolution = _resolution(found)
    if (citation.resolution, citation.target_id) != before:
        citation.save(update_fields=["target", "resolution"])
        tell("public.changed", f"{citation.host_kind}:{citation.host}")
    citation.candidates.set(found if len(found) > 1 else [])


def _resolution(found: Sequence[OfficialDocument]) -> Resolution:
    if len(found) == 1:
        return Resolution.RESOLVED
    return Resolution.AMBIGUOUS if found else Resolution.UNRESOLVED


def _candidates(citation: Citation) -> list[OfficialDocument]:
    """Papers that the citation may mean; what a text says of one symbol in one place counts for all its places."""
    held = OfficialDocument.objects.filter(symbol_key=citation.symbol_key).select_related("issuer")
    hosted = Citation.objects.filter(host_kind=citation.host_kind, host=citation.host, symbol_key=citation.symbol_key)
    days = {citation.cited_on} if citation.cited_on else set(hosted.values_list("cited_on", flat=True)) - {None}
    bodies = [citation.body_name] if citation.body_name else list(hosted.values_list("body_name", flat=True))
    fitting = [
        document
        for document in held.exclude(uid=citation.host)
        if (not days or document.issued_on is None or document.issued_on in days) and _issued_by(document, bodies)
    ]
    return _one_of_each(fitting, citation.keeper_id)


def _issued_by(document: OfficialDocument, bodies: Iterable[str]) -> bool:
    names = [name for name in bodies if name]
    return not names or document.issuer is None or any(same_body(name, document.issuer.name) for name in names)


def _one_of_each(documents: Iterable[OfficialDocument], keeper_id: int | None) -> list[OfficialDocument]:
    """Several registers may hold the same paper: the host's own comes first, then a public one, then the issuer's."""
    chosen: dict[tuple[object, ...], OfficialDocument] = {}
    for document in sorted(documents, key=lambda each: _rank(each, keeper_id)):
        issuer = document.issuer.name_key if document.issuer else name_key("")
        chosen.setdefault((document.issued_on, issuer, document.type), document)
    return list(chosen.values())


def _rank(document: OfficialDocument, keeper_id: int | None) -> tuple[bool, bool, bool, int]:
    return (
        keeper_id is not None and document.keeper_id != keeper_id,
        document.publicity != Publicity.PUBLIC,
        document.direction != "outgoing",
        document.pk,
    )
