"""What may be stored: six types, recognised by content and then really parsed; the name that a file claims counts for
nothing. Pictures are written anew without their metadata. Limits keep a small file from becoming a large one.
"""

import io
import re
import struct
import zipfile
import zlib

import puremagic
from django.utils.translation import gettext as _
from lxml import etree

from guong.files.pictures import Unreadable, clean

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png", WEBP: "webp", DOCX: "docx", XLSX: "xlsx"}
PICTURES = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}

LARGEST_BYTES = 50 * 2**20
ZIP_MEMBERS = 2000
ZIP_BYTES = 100 * 2**20
ZIP_RATIO = 100
ZIP_FREE_BYTES = 2**20  # so little that no ratio matters

_ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|OpenAction\s*<<[^>]*/S\s*/(URI|SubmitForm))\b"
)
_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_NESTED = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"MZ")


class Refused(Exception):
    """The file is not stored; the one argument is a whole sentence for whoever sent it."""


def checked(content: bytes) -> tuple[str, bytes]:
    """The media type by content, and the bytes to keep; raises Refused."""
    if not content:
        raise Refused(_("The file is empty and was not stored. Choose the file again."))
    if len(content) > LARGEST_BYTES:
        raise Refused(
            _("The file is larger than %(mb)d MB and was not stored. Split it or scan at a lower resolution.")
            % {"mb": LARGEST_BYTES // 2**20}
        )
    found = _by_content(content)
    if found in PICTURES:
        return found, _picture(content, PICTURES[found])
    if found == PDF:
        _check_pdf(content)
        return PDF, content
    if content.startswith(b"PK\x03\x04"):
        return _office(content), content
    raise _unknown()


def _unknown() -> Refused:
    return Refused(
        _(
            "The file was not stored: only PDF, JPEG, PNG, WebP, Word (docx) and Excel (xlsx) files are accepted, by"
            " what they contain and whatever they are called."
        )
    )


def damaged() -> Refused:
    return Refused(
        _("The file is damaged or cut off and was not stored. Open it once, save it anew and send it again.")
    )


def active() -> Refused:
    return Refused(
        _("The PDF carries a script, a program or another file and was not stored. Print it to a plain PDF first.")
    )


def _by_content(content: bytes) -> str:
    if content.startswith(b"PK"):
        return "application/zip"
    try:
        return str(puremagic.from_string(content[:65536], mime=True))
    except (puremagic.PureError, ValueError, struct.error):
        return ""


def _picture(content: bytes, form: str) -> bytes:
    try:
        return clean(content, form)
    except Unreadable as error:
        if error.too_large:
            raise Refused(
                _("The picture has too many pixels and was not stored. Take or save it at a lower resolution.")
            ) from error
        raise damaged() from error


def _check_pdf(content: bytes) -> None:
    """The frame of a PDF holds, and nothing in it acts. What lies in compressed streams is not looked at here
    (`reader` does where a file is read): files are only ever handed out for download, never run on our own pages."""
    end = content.rfind(b"startxref")
    place = re.match(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", content[end:]) if end >= 0 else None
    if not content.startswith(b"%PDF-") or place is None:
        raise damaged()
    table = content[int(place[1]) :].lstrip()
    if not (table.startswith(b"xref") or re.match(rb"\d+\s+\d+\s+obj", table)):
        raise damaged()
    if _ACTIVE.search(_HEX_NAME.sub(lambda found: bytes([int(found[1], 16)]), _outside_streams(content))):
        raise active()


def _outside_streams(content: bytes) -> bytes:
    """A PDF without the bodies of its streams, in whose compressed bytes any short name turns up by chance."""
    parts, at = [], 0
    while (start := content.find(b"stream", at)) >= 0:
        end = content.find(b"endstream", start)
        if end < 0:
            break
        parts.append(content[at:start])
        at = end + len(b"endstream")
    return b" ".join([*parts, content[at:]])


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_package(package, len(content))
            kinds = [kind for member, kind in OFFICE.items() if member in package.namelist()]
            if len(kinds) != 1 or "[Content_Types].xml" not in package.namelist():
                raise _unknown()
            _check_members(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, zlib.error) as error:
        raise damaged() from error
    return kinds[0]


def _check_package(package: zipfile.ZipFile, size: int) -> None:
    members = package.infolist()
    whole = sum(member.file_size for member in members)
    if len(members) > ZIP_MEMBERS or whole > ZIP_BYTES or whole > max(ZIP_FREE_BYTES, size * ZIP_RATIO):
        raise Refused(
            _("The file unpacks to far more than its size and was not stored. Save it anew without pictures.")
        )
    names = [member.filename for member in members]
    plain = all(member.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in members)
    if not plain or len(set(names)) != len(names) or any(_strange(name) for name in names):
        raise damaged()
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")) for name in names):
        raise Refused(_("The file carries macros and was not stored. Save it without macros and send it again."))


def _strange(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or "\0" in name or ":" in name


def _check_members(package: zipfile.ZipFile) -> None:
    """Every member unpacks to what it declares; none is a package itself; XML declares no entities and is whole."""
    for member in package.infolist():
        with package.open(member) as unpacked:
            content = unpacked.read(member.file_size + 1)  # never more than declared, whatever the member holds
        if content.startswith(_NESTED):
            raise Refused(
                _("The file carries another file inside and was not stored. Take that one out and send it alone.")
            )
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            _check_xml(content)


def _check_xml(content: bytes) -> None:
    parser = etree.XMLPullParser(events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False)
    try:
        for start in range(0, len(content), 65536):
            parser.feed(content[start : start + 65536])
            for _event, element in parser.read_events():
                if element.getroottree().docinfo.doctype:
                    raise damaged()
                if _event == "end":
                    element.clear()
        parser.close()
    except etree.XMLSyntaxError as error:
        raise damaged() from error
