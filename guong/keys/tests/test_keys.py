import multiprocessing
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from guong.keys import seal, sheet, sign, store


@pytest.fixture(autouse=True)
def keys_folder(tmp_path: Path, settings: Settings) -> Path:
    settings.GUONG_KEYS = tmp_path / "keys"
    return tmp_path / "keys"


def test_a_key_is_made_once_and_lies_closed_on_the_disk(keys_folder: Path) -> None:
    assert store.find("unit", "a") is None
    made = store.key("unit", "a")
    assert (len(made), store.key("unit", "a"), store.find("unit", "a")) == (32, made, made)
    assert store.key("unit", "b") != made
    assert stat.S_IMODE((keys_folder / store.FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(keys_folder.stat().st_mode) == 0o700


def test_looking_for_a_key_makes_no_store(keys_folder: Path) -> None:
    assert store.find("unit", "a") is None
    assert list(store.everything()) == []
    assert not keys_folder.exists()


@given(clear=st.binary(max_size=300))
def test_what_was_sealed_opens_with_the_same_kind_and_name(clear: bytes) -> None:
    assert seal.unseal(seal.seal(clear, kind="unit", name="a"), kind="unit", name="a") == clear


@given(clear=st.binary(min_size=1, max_size=60), data=st.data())
def test_every_altered_bit_is_noticed(clear: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal.seal(clear, kind="unit", name="a"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((seal.Tampered, seal.KeyMissing)):
        seal.unseal(bytes(sealed), kind="unit", name="a")


def test_an_envelope_does_not_open_under_another_name_with_the_same_key() -> None:
    sealed = seal.seal(b"text", kind="unit", name="a")
    kept = next(k for k in store.everything())
    store.bring_back([store.StoredKey("unit", "b", kept.key, kept.made_at)])
    with pytest.raises(seal.Tampered):
        seal.unseal(sealed, kind="unit", name="b")


def test_a_forgotten_key_closes_its_text_and_comes_back_from_no_sheet() -> None:
    sealed = seal.seal(b"text", kind="unit", name="a")
    printed = sheet.write(store.everything())
    store.forget("unit", "a")
    with pytest.raises(seal.KeyMissing):
        seal.unseal(sealed, kind="unit", name="a")
    assert store.bring_back(sheet.read(printed)) == 0
    assert store.find("unit", "a") is None


def test_a_forgotten_key_leaves_no_bytes_in_the_folder(keys_folder: Path) -> None:
    made = store.key("unit", "a")
    assert any(made in file.read_bytes() for file in keys_folder.iterdir())
    store.forget("unit", "a")
    assert not any(made in file.read_bytes() for file in keys_folder.iterdir())


def test_keys_of_a_sheet_take_their_place_beside_new_ones(keys_folder: Path) -> None:
    before = seal.seal(b"before", kind="unit", name="a")
    old, printed = store.key("unit", "a"), sheet.write(store.everything(), notes=["Lock it away."])
    (keys_folder / store.FILE).unlink()
    after = seal.seal(b"after", kind="unit", name="a")
    assert store.bring_back(sheet.read(printed)) == 1
    assert store.key("unit", "a") == old
    assert [seal.unseal(text, kind="unit", name="a") for text in (before, after)] == [b"before", b"after"]


def test_a_slip_on_the_sheet_names_its_line() -> None:
    store.key("unit", "a")
    store.key("file", "b")
    lines = sheet.write(store.everything()).splitlines()
    wrong = lines[2].replace(lines[2][-20], "7" if lines[2][-20] != "7" else "6")
    with pytest.raises(sheet.Unreadable) as caught:
        sheet.read("\n".join([*lines[:2], wrong, *lines[3:]]))
    assert caught.value.line == 3
    with pytest.raises(sheet.Unreadable):
        sheet.read("\n".join([*lines[:2], *lines[3:]]))


@given(data=st.binary(max_size=100), other=st.binary(max_size=100))
def test_a_signature_fits_its_data_alone(data: bytes, other: bytes) -> None:
    signature = sign.sign(data)
    assert sign.verify(data, signature, sign.public_key())
    assert sign.verify(other, signature, sign.public_key()) == (data == other)
    assert not sign.verify(data, "no signature", sign.public_key())
    assert not sign.verify(data, signature, "no key")


def test_marks_are_equal_for_equal_data_under_one_name() -> None:
    first = seal.mark(b"x", kind="unit", name="a")
    assert first == seal.mark(b"x", kind="unit", name="a")
    assert len({first, seal.mark(b"y", kind="unit", name="a"), seal.mark(b"x", kind="unit", name="b")}) == 3


def _make(queue: "multiprocessing.Queue[list[bytes]]") -> None:
    queue.put([store.key("unit", str(n)) for n in range(10)])


def test_eight_processes_that_ask_at_once_get_the_same_keys() -> None:
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[list[bytes]] = context.Queue()
    processes = [context.Process(target=_make, args=(queue,)) for _ in range(8)]
    for process in processes:
        process.start()
    answers = [queue.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    assert all(answer == answers[0] for answer in answers)


def test_several_texts_are_opened_as_each_alone_would_be() -> None:
    sealed = {name: seal.seal(name.encode(), kind="unit", name=name) for name in ("a", "b", "c", "d")}
    store.forget("unit", "b")
    sealed |= {"c": sealed["a"], "d": sealed["d"][:-1], "short": b"", "e": seal.seal(b"", kind="unit", name="e")}
    assert seal.unseal_each(sealed, kind="unit") == {"a": b"a", "e": b""}
    assert seal.unseal_each(sealed, kind="paper") == seal.unseal_each({}, kind="unit") == {}
