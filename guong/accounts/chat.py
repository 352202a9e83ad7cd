"""The browser inside a chat application: it forgets, so nothing is set up in it, and the real one is offered.

Known by the name that the application adds to its browser's own, or by Android's mark of an embedded page. iOS gives
embedded pages no mark that pages put on the home screen would not share; there the names alone count.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.http import HttpRequest

SECONDS = 30 * 60  # how long a session in such a browser lasts at most
_APPS = (
    (re.compile(r"\bZalo", re.IGNORECASE), "Zalo"),
    (re.compile(r"\bOrca-Android|FBAN/Messenger|MessengerForiOS|MessengerLite", re.IGNORECASE), "Messenger"),
    (re.compile(r"\bFBA[NV]/|\bFB_IAB\b|\bFB4A\b"), "Facebook"),
    (re.compile(r"\bInstagram\b"), "Instagram"),
    (re.compile(r"\bViber\b"), "Viber"),
    (re.compile(r"\bTelegram"), "Telegram"),
    (re.compile(r"\bLine/\d"), "LINE"),
    (re.compile(r"\bMicroMessenger\b"), "WeChat"),
    (re.compile(r"\bWhatsApp\b"), "WhatsApp"),
    (re.compile(r"musical_ly|BytedanceWebview|\btrill_", re.IGNORECASE), "TikTok"),
    (re.compile(r"\bLotus\b|\bMocha\b", re.IGNORECASE), "Lotus"),
)
_EMBEDDED = re.compile(r"Android.*; wv\)")


@dataclass(frozen=True)
class Outside:
    """The way out: the page's address, and for Android one that the system opens with its real browser."""

    app: str  # empty where the application does not give its name
    address: str
    intent: str


def app_of(user_agent: str) -> str | None:
    """The application's name, empty where it is embedded in an unknown one, None in a real browser."""
    named = next((name for mark, name in _APPS if mark.search(user_agent)), None)
    return named if named is not None else "" if _EMBEDDED.search(user_agent) else None


def outside(request: HttpRequest) -> Outside | None:
    user_agent = request.headers.get("User-Agent", "")
    app = app_of(user_agent)
    if app is None:
        return None
    address = request.build_absolute_uri()
    return Outside(app, address, intent(address) if "Android" in user_agent else "")


def intent(address: str) -> str:
    parts = urlsplit(address)
    rest = parts.netloc + parts.path + (f"?{parts.query}" if parts.query else "")
    back = quote(address, safe="")
    return f"intent://{rest}#Intent;scheme={parts.scheme};action=android.intent.action.VIEW;S.browser_fallback_url={back};end"
