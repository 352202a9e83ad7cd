"""Letters of other alphabets, small capitals and wide digits that look like Latin ones; pasted texts carry them."""

import re

_LATIN = str.maketrans(
    "АВЕКМНОРСТУХавекмнорстухѕіјᴀʙᴄᴅᴇɢʜᴊᴋʟᴍɴᴏᴘᴛᴜᴠᴡÐðƉΑΒΕΗΙΚΜΝΟΡΤΥΧ０１２３４５６７８９",
    "ABEKMHOPCTYXabekmhopctyxsijABCDEGHJKLMNOPTUVWĐđĐABEHIKMNOPTYX0123456789",
)
LOOKALIKES = "".join(map(chr, _LATIN))
_ODD = re.compile(f"[{LOOKALIKES}]")


def latin(text: str) -> str:
    """The text in Latin letters, one for one, so that offsets stay.

    >>> latin("86-КН/НU")
    '86-KH/HU'
    """
    return text.translate(_LATIN) if _ODD.search(text) else text
