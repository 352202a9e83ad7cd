import hashlib
import io
import os
import struct
import time
import zipfile
import zlib
from base64 import b64encode
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from guong.files import actions, pictures, queries, rules, vault
from guong.files.models import StoredFile
from guong.files.tests import factories
from guong.keys import store as key_store
from guong.keys.seal import KeyMissing, Tampered

ACCEPTED = {
    rules.PDF: factories.pdf(),
    rules.JPEG: factories.picture("JPEG"),
    rules.PNG: factories.picture("PNG", mode="RGBA", dpi=(72, 72)),
    rules.WEBP: factories.picture("WEBP"),
    rules.DOCX: factories.package(),
    rules.XLSX: factories.sheet(),
}


@pytest.mark.both
@pytest.mark.django_db
@pytest.mark.parametrize("media_type", ACCEPTED)
def test_each_accepted_type_is_kept_under_its_hash_and_read_again(media_type: str) -> None:
    file = actions.store(content=ACCEPTED[media_type], claimed_name="anything.exe")
    content = queries.read(file)
    assert (file.media_type, file.size) == (media_type, len(content))
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert (content == ACCEPTED[media_type]) == (media_type not in rules.PICTURES)


@pytest.mark.django_db
def test_the_same_content_is_kept_once(own_folder: Path) -> None:
    first = actions.store(content=factories.pdf())
    again = actions.store(content=io.BytesIO(factories.pdf()))
    assert first.pk == again.pk
    assert len(list((own_folder / "files").glob("*/*"))) == 1


@pytest.mark.django_db
def test_nothing_on_the_disk_shows_the_content(own_folder: Path) -> None:
    words = "Câu không được ai khác đọc".encode()
    actions.store(content=factories.pdf(stream=words))
    raw = b"".join(file.read_bytes() for file in own_folder.rglob("*") if file.is_file())
    assert not any(form in raw for form in (words, b64encode(words)[:-4], words[4:20]))


@pytest.mark.parametrize("size", [0, 1, vault.CHUNK - 1, vault.CHUNK, vault.CHUNK + 1, 3 * vault.CHUNK])
def test_bytes_of_any_length_come_back_chunk_by_chunk(size: int) -> None:
    content = os.urandom(size)
    vault.put("ab" * 32, content)
    pieces = list(vault.stream("ab" * 32))
    assert b"".join(pieces) == content
    assert all(len(piece) <= vault.CHUNK for piece in pieces)


@given(data=st.data())
def test_a_file_that_was_altered_cut_or_reordered_does_not_open(data: st.DataObject) -> None:
    vault.put("cd" * 32, b"x" * (2 * vault.CHUNK + 10))
    where = vault.path("cd" * 32)
    sealed = where.read_bytes()
    header, size = 18, vault.CHUNK + vault.TAG
    chunks = [sealed[header:][i : i + size] for i in range(0, len(sealed) - header, size)]
    wrong = data.draw(
        st.one_of(
            st.integers(header, len(sealed) - 1).map(
                lambda at: sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
            ),
            st.sampled_from([header, header + size, header + 2 * size, len(sealed) - 1]).map(lambda end: sealed[:end]),
            st.permutations(chunks).filter(lambda o: o != chunks).map(lambda o: sealed[:header] + b"".join(o)),
        )
    )
    where.write_bytes(wrong)
    with pytest.raises(Tampered):
        list(vault.stream("cd" * 32))


def test_a_write_that_fails_leaves_nothing(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        vault.put("ab" * 32, b"content")
    assert [found for found in (own_folder / "files").rglob("*") if found.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_a_file_taken_out_is_gone_with_its_key_and_not_taken_back(own_folder: Path) -> None:
    file = actions.store(content=factories.pdf())
    sealed = vault.path(file.sha256).read_bytes()
    with transaction.atomic():
        actions.take_out(file=file, reason="Dấu mật")
        assert vault.path(file.sha256).exists()
    vault.path(file.sha256).write_bytes(sealed)
    with pytest.raises(KeyMissing):
        list(vault.stream(file.sha256))
    with pytest.raises(queries.TakenOut):
        queries.read(file)
    with pytest.raises(rules.Refused):
        actions.store(content=factories.pdf())
    kept = StoredFile.objects.get()
    assert (kept.sha256, kept.taken_out_reason) == (file.sha256, "Dấu mật")
    actions.sweep()
    assert not vault.path(file.sha256).exists()


@pytest.mark.django_db
def test_verifying_names_what_is_missing_altered_or_closed() -> None:
    kept = [actions.store(content=factories.pdf(stream=bytes([n]))) for n in range(4)]
    assert list(queries.faults()) == []
    vault.path(kept[0].sha256).unlink()
    vault.put(kept[1].sha256, b"other bytes under the same name")
    key_store.forget(vault.KIND, kept[2].sha256)
    sentences = list(queries.faults())
    assert [kept[0].sha256 in sentences[0], kept[1].sha256 in sentences[1], len(sentences)] == [True, True, 3]


@pytest.mark.django_db
def test_the_sweep_takes_old_orphans_and_nothing_else() -> None:
    kept = actions.store(content=factories.pdf())
    for sha256, age in (("ab" * 32, 90_000), ("cd" * 32, 60), (kept.sha256, 90_000)):
        if sha256 != kept.sha256:
            vault.put(sha256, b"of no row")
        os.utime(vault.path(sha256), (time.time() - age,) * 2)
    actions.sweep()
    assert [vault.path(s).exists() for s in ("ab" * 32, "cd" * 32, kept.sha256)] == [False, True, True]


# --- pictures


def test_metadata_is_left_out_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x8825] = 6, "Secret words", {1: "N"}
    given = factories.picture("JPEG", (40, 30), exif=exif, comment=b"Secret words")
    assert b"Secret words" in given
    media_type, kept = rules.checked(given)
    with Image.open(io.BytesIO(kept)) as picture:
        assert (media_type, picture.size, dict(picture.getexif())) == (rules.JPEG, (30, 40), {})
    assert b"Secret" not in kept


def test_what_hangs_behind_a_picture_is_left_out() -> None:
    _type, kept = rules.checked(factories.picture("PNG") + b"PK\x03\x04<?php echo 1; ?>")
    assert b"php" not in kept


def test_a_large_picture_is_made_smaller() -> None:
    _type, kept = rules.checked(factories.picture("JPEG", (6000, 3000)))
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (4096, 2048)


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def package_with(declared: int) -> bytes:
    """A package whose first member declares another size than it unpacks to."""
    made = bytearray(factories.package({"word/media/a.bin": b"\0" * 5000}))
    where = made.rfind(b"PK\x01\x02")
    made[where + 24 : where + 28] = struct.pack("<I", declared)
    return bytes(made)


REFUSED = {
    "empty": b"",
    "too many bytes": b"%PDF-" + b"0" * rules.LARGEST_BYTES,
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a drawing that can act": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a program": b"MZ" + b"\0" * 200,
    "a script": b"#!/bin/sh\nrm -rf x\n",
    "a GIF": factories.picture("GIF", mode="L"),
    "a TIFF": factories.picture("TIFF"),
    "text": "Nghị quyết".encode(),
    "half a JPEG": factories.picture("JPEG", (400, 300))[:500],
    "half a PNG": factories.picture("PNG", (400, 300))[:120],
    "half a PDF": factories.pdf()[:-30],
    "a PDF behind other bytes": b"GIF89a" + factories.pdf(),
    "a PDF with more behind": factories.pdf() + b"<script>",
    "a PDF with a script": factories.pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    "a PDF with a hidden script": factories.pdf(b"/OpenAction << /S /J#61vaScript >>"),
    "a PDF that starts a program": factories.pdf(b"/AA << /O << /S /Launch >> >>"),
    "a PDF with a file": factories.pdf(b"/Type /EmbeddedFile"),
    "a bare zip": factories.package(document="readme.txt"),
    "half a docx": factories.package()[:-10],
    "a docx with a package": factories.package({"word/embeddings/a.zip": factories.package()}),
    "a docx with macros": factories.package({"word/vbaProject.bin": b"x"}),
    "a docx with a path": factories.package({"../../etc/passwd": b"x"}),
    "a docx with entities": factories.package({"word/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "a docx with broken XML": factories.package({"word/a.xml": b"<a><b></a>"}),
    "a docx that lies about a size": package_with(10),
    "a bomb": factories.package({"word/media/a.bin": b"\0" * 60_000_000}),
    "many members": factories.package({f"word/{n}.bin": b"" for n in range(2001)}),
    "too many pixels": png_header(50_000, 50_000),
    "a bomb of a declared size": factories.package({"word/a.bin": b"\0" * (rules.ZIP_BYTES + 1)}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_accepted_is_refused_quickly_and_leaves_nothing(what: str, own_folder: Path) -> None:
    started = time.process_time()
    with pytest.raises(rules.Refused) as caught:
        actions.store(content=REFUSED[what], claimed_name="minutes.pdf")
    assert time.process_time() - started < 2
    assert str(caught.value).endswith(".")
    assert not StoredFile.objects.exists()
    assert not (own_folder / "files").exists()


@given(
    content=st.binary(max_size=400),
    head=st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xd8\xff\xe0", b"RIFF\0\0\0\0WEBP"]),
)
def test_any_bytes_are_kept_or_refused_with_a_sentence(content: bytes, head: bytes) -> None:
    with pytest.raises(rules.Refused):
        rules.checked(head + content)


@pytest.mark.parametrize("media_type", [rules.DOCX, rules.XLSX, rules.PDF, rules.JPEG, rules.PNG, rules.WEBP])
@given(data=st.data())
def test_damage_never_ends_in_an_error_of_another_kind(media_type: str, data: st.DataObject) -> None:
    content = bytearray(ACCEPTED[media_type])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(rules.Refused):
        rules.checked(bytes(content))


def test_short_names_in_compressed_bytes_do_not_refuse_a_scan() -> None:
    assert rules.checked(factories.pdf(stream=b"\x99/JS \x01/Launch \x02"))[0] == rules.PDF


def test_a_docx_in_a_sheet_is_neither() -> None:
    both = factories.package({"xl/workbook.xml": b"<a/>"})
    with pytest.raises(rules.Refused), zipfile.ZipFile(io.BytesIO(both)):
        rules.checked(both)


def test_colours_of_a_profile_are_turned_to_srgb() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = pictures.clean(factories.picture("JPEG", icc_profile=profile), "JPEG")
    with Image.open(io.BytesIO(kept)) as picture:
        assert "icc_profile" not in picture.info
