import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from guong.render import qr


def drawn(svg: str, scale: int = 4) -> Image.Image:
    """The modules of segno's path ("M4 4.5h7m2 0h1…"), painted."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]  # segno writes a view box
    path = max(re.findall(r' d="([^"]+)"', svg), key=len)
    picture = Image.new("L", (size * scale, size * scale), 255)
    pen, x, y = ImageDraw.Draw(picture), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(n) for n in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "h":
            pen.rectangle([x * scale, (y - 0.5) * scale, (x + values[0]) * scale - 1, (y + 0.5) * scale - 1], fill=0)
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return picture


def test_a_scanner_reads_back_what_was_written() -> None:
    data = "GUONG1:0217:7F3C91AB:Chi bộ thôn Phìn Hồ"
    svg = qr.svg(data, label="Mã của biên nhận & chữ ký")
    found = zxingcpp.read_barcode(drawn(svg))
    assert found is not None
    assert found.text == data
    assert "<title>Mã của biên nhận &amp; chữ ký</title>" in svg
    assert svg.startswith('<svg role="img" ')


def test_too_much_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="4000 characters do not fit"):
        qr.svg("x" * 4000, label="")
