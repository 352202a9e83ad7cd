"""Citations of official documents in Vietnamese texts: found here, resolved elsewhere."""

from guong.viet.citations.find import find
from guong.viet.citations.model import Citation, Kind, Subkind

__all__ = ["Citation", "Kind", "Subkind", "find"]
