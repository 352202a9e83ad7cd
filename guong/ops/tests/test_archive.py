import hashlib
import io
import json
import stat
import tarfile
from dataclasses import asdict
from pathlib import Path

import pytest

from guong.ops import archive
from guong.ops.archive import Damaged, Manifest

FILE = "files/ab/" + "cd" * 31


def backup(folder: Path) -> Path:
    members = {
        "database.sqlite3": b"tables" * 500,
        "guong.json": b"{}",
        FILE: b"GF\x01 sealed",
        "media/a/b c.jpg": b"J",
    }
    for name, content in members.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    target = folder / "backup"
    archive.write(target, ((name, folder / "in" / name) for name in members), Manifest("2022-08-20", "1"))
    return target


def test_what_is_packed_comes_back_whole(tmp_path: Path) -> None:
    target = backup(tmp_path)
    manifest = archive.unpack(target, tmp_path / "out")
    names = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*"))
    assert sorted(manifest.members) == sorted(["database.sqlite3", "guong.json", FILE, "media/a/b c.jpg"])
    assert names == ["database.sqlite3", "guong.json", "media/a/b c.jpg"]
    assert (tmp_path / "out" / FILE).read_bytes() == b"GF\x01 sealed"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_every_altered_byte_of_content_is_found(tmp_path: Path) -> None:
    whole = bytearray(backup(tmp_path).read_bytes())
    packed_manifest = archive.unpack(tmp_path / "backup", tmp_path / "whole")
    meaningful = [place for place, byte in enumerate(whole) if byte]
    for turn, place in enumerate(meaningful[:: len(meaningful) // 60]):
        wrong = bytearray(whole)
        wrong[place] ^= 0x01
        (tmp_path / "wrong").write_bytes(wrong)
        try:
            manifest = archive.unpack(tmp_path / "wrong", tmp_path / f"out{turn}")
        except Damaged:
            continue
        # Bits of a header that say nothing (owner, time) may differ; what was packed may not.
        assert asdict(manifest) == asdict(packed_manifest)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_backup_is_refused(tmp_path: Path, share: float) -> None:
    whole = backup(tmp_path).read_bytes()
    end = whole.rstrip(b"\0")
    (tmp_path / "cut").write_bytes(whole[: int(len(end) * share)])
    with pytest.raises(Damaged):
        archive.unpack(tmp_path / "cut", tmp_path / "out")


STRANGE = ["../outside", "/etc/passwd", "files/ab/../../x", "media/../x", "media//x", "keys/keys.sqlite3", "files/AB/x"]


def packed(path: Path, *infos: tuple[tarfile.TarInfo, bytes]) -> Path:
    members = {info.name: hashlib.sha256(content).hexdigest() for info, content in infos}
    manifest = json.dumps(asdict(Manifest("2022-08-20", "1", members=members))).encode()
    manifest += b"\n" + hashlib.sha256(manifest).hexdigest().encode()
    with tarfile.open(path, "w") as out:
        for info, content in [*infos, (tarfile.TarInfo(archive.MANIFEST), manifest)]:
            info.size = len(content)
            out.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize("name", STRANGE)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    target = packed(tmp_path / "strange", (tarfile.TarInfo(name), b"x"))
    with pytest.raises(Damaged):
        archive.unpack(target, tmp_path / "deep" / "out")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [target]


def test_a_link_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    link = tarfile.TarInfo("guong.json")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(tmp_path / "link", "w") as out:
        out.addfile(link)
    with pytest.raises(Damaged):
        archive.unpack(tmp_path / "link", tmp_path / "out")


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"no archive")
    with pytest.raises(Damaged):
        archive.unpack(tmp_path / "x", tmp_path / "out")
