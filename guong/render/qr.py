"""QR codes as SVG text."""

import io

import segno


def svg(data: str, *, label: str, error: str = "m") -> str:
    """An <svg> without size of its own (the page sizes it), dark on white, four modules of quiet zone.

    `error`: how much may be damaged, l (7 %), m (15 %), q (25 %), h (30 %). ValueError when the data are too long.
    """
    try:
        code = segno.make(data, error=error, micro=False, boost_error=False)
    except segno.DataOverflowError as overflow:
        raise ValueError(f"{len(data)} characters do not fit into a QR code.") from overflow
    out = io.BytesIO()
    code.save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=4,
        dark="#1a1714",
        light="#ffffff",
        title=label,
    )
    return out.getvalue().decode("utf-8").replace("<svg ", '<svg role="img" ', 1)
