"""Our own drawn icons: strokes on a field of 24 by 24, coloured by the text around them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS: dict[str, str] = {
    "arrow-right": '<path d="M5 12h13.5m-5-5.5 5.5 5.5-5.5 5.5"/>',
    "back": '<path d="M14.5 5.5 8 12l6.5 6.5"/>',
    "bell": '<path d="M6.7 16.3v-5a5.3 5.3 0 0 1 10.6 0v5l1.5 1.7H5.2zM10.2 20.5h3.6"/>',
    "bookmark": '<path d="M6.5 4h11v16L12 15.7 6.5 20z"/>',
    "calendar": '<path d="M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4.5M15.5 4v4.5"/>',
    "camera": '<path d="M4 8h4l1.6-2.5h4.8L16 8h4v11.5H4z"/><circle cx="12" cy="13.3" r="3.3"/>',
    "chart": '<path d="M4.5 4.5v15h15M8 15v-2h3V9.5h3V7h4.5"/>',
    "check": '<path d="m5.5 12.5 4.3 4.3 8.7-9.3"/>',
    "close": '<path d="m6.5 6.5 11 11m0-11-11 11"/>',
    "device": '<path d="M7.5 3.5h9v17h-9zM11 17.7h2"/>',
    "document": '<path d="M6.5 3.5h7.5l3.5 3.5v13.5h-11zM13.5 3.5v4h4M9 12h6M9 15.5h6"/>',
    "download": '<path d="M12 4v11m-4.3-4.3L12 15l4.3-4.3M5 19.5h14"/>',
    "edit": '<path d="m5 19 1-4.3L15.7 5l3.3 3.3L9.3 18zM13.5 7.2l3.3 3.3"/>',
    "external": '<path d="M13.5 5H19v5.5M19 5l-8 8M10 6H5.5v12.5H18V14"/>',
    "eye": '<path d="M3 12c2.2-4 5.2-6 9-6s6.8 2 9 6c-2.2 4-5.2 6-9 6s-6.8-2-9-6z"/><circle cx="12" cy="12" r="2.7"/>',
    "filter": '<path d="M4 6.5h16M7 12h10M10 17.5h4"/>',
    "globe": '<circle cx="12" cy="12" r="8"/><path d="M4 12h16M12 4c2.5 2.3 3.7 5 3.7 8s-1.2 5.7-3.7 8c-2.5-2.3-3.7-5-3.7-8S9.5 6.3 12 4z"/>',
    "history": '<path d="M5 12a7 7 0 1 0 2.3-5.2L5 9M5 5v4h4M12 8.5V12l2.5 2"/>',
    "image": '<path d="M4.5 5.5h15v13h-15z"/><path d="m5 16.5 4.5-5 3.5 3.5 2-2 4 3.5"/><circle cx="15" cy="9" r="1.2"/>',
    "info": '<circle cx="12" cy="12" r="8"/><path d="M12 11v5M12 8h.01"/>',
    "key": '<circle cx="8" cy="15.5" r="3.5"/><path d="m10.5 13 8-8M16 7.5l2.5 2.5M13.5 10l1.7 1.7"/>',
    "link": '<path d="M10 14a3.3 3.3 0 0 0 4.7 0l3-3A3.3 3.3 0 0 0 13 6.3l-1 1M14 10a3.3 3.3 0 0 0-4.7 0l-3 3A3.3 3.3 0 0 0 11 17.7l1-1"/>',
    "listen": '<path d="M4.5 9.5v5H8l4 3.5V6L8 9.5zM15.5 9.3a4 4 0 0 1 0 5.4M17.8 7a7.3 7.3 0 0 1 0 10"/>',
    "lock": '<path d="M6 11h12v8.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2"/>',
    "mail": '<path d="M4 6.5h16v11.5H4zm0 .8 8 6 8-6"/>',
    "menu": '<path d="M4.5 7h15M4.5 12h15M4.5 17h15"/>',
    "minus": '<path d="M6 12h12"/>',
    "moon": '<path d="M19.5 14.3A7.9 7.9 0 0 1 9.7 4.5a7.9 7.9 0 1 0 9.8 9.8z"/>',
    "offline": '<path d="m4.5 4.5 15 15M3 9.7c1.3-1.2 2.8-2.1 4.4-2.7M11 6.1c3.8-.3 7.3 1 10 3.6M6.3 13.2c1.2-1 2.5-1.7 4-2M14.7 11.8c1.1.4 2.1 1 3 1.7M9.5 16.5a3.8 3.8 0 0 1 4.3-.6M12 19.5h.01"/>',
    "people": '<circle cx="9" cy="8.7" r="3"/><path d="M3.5 19c.5-3.3 2.6-5 5.5-5s5 1.7 5.5 5M15 6.2a2.8 2.8 0 0 1 0 5.3M16.8 14.4c2 .6 3.3 2.2 3.7 4.6"/>',
    "phone": '<path d="M6 4.5h3l1.5 4-2 1.5c1 2.3 2.7 4 5 5l1.5-2 4 1.5v3c-1 1.3-2.5 1.5-4 1-5-1.7-8.3-5-10-10-.5-1.5-.3-3 1-4z"/>',
    "plus": '<path d="M12 6v12M6 12h12"/>',
    "print": '<path d="M7.5 9V4.5h9V9M7 17H4.5V9h15v8H17M7.5 14h9v6h-9z"/>',
    "return": '<path d="M9.5 6 5.5 10l4 4M5.5 10h8a5 5 0 0 1 0 10H10"/>',
    "rss": '<path d="M5.5 5.5a13 13 0 0 1 13 13M5.5 11a7.5 7.5 0 0 1 7.5 7.5"/><circle cx="6.5" cy="17.5" r="1"/>',
    "search": '<circle cx="11" cy="11" r="6.3"/><path d="m15.7 15.7 4.3 4.3"/>',
    "send": '<path d="m4.5 11.5 15-7-5 15-3.5-6.5zM11 13l8.5-8.5"/>',
    "shield": '<path d="M12 3.8 5.5 6.3v5c0 4 2.5 7 6.5 8.9 4-1.9 6.5-4.9 6.5-8.9v-5zM9 12l2.2 2.2L15.2 10"/>',
    "sign-out": '<path d="M10.5 4.5h-5v15h5M15 8l4 4-4 4M19 12H9.5"/>',
    "sun": '<circle cx="12" cy="12" r="3.8"/><path d="M12 3.5v2M12 18.5v2M3.5 12h2M18.5 12h2M6 6l1.4 1.4M16.6 16.6 18 18M18 6l-1.4 1.4M7.4 16.6 6 18"/>',
    "table": '<path d="M4.5 5.5h15v13h-15zM4.5 10h15M10 5.5v13"/>',
    "tree": '<path d="M9.5 4h5v4h-5zM4 16h5v4H4zM15 16h5v4h-5zM12 8v4M6.5 16v-4h11v4"/>',
    "upload": '<path d="M12 15.5V4.5M7.7 8.8 12 4.5l4.3 4.3M5 19.5h14"/>',
    "user": '<circle cx="12" cy="8" r="3.6"/><path d="M5 20c.6-4 3.4-6 7-6s6.4 2 7 6"/>',
    "warn": '<path d="M12 4.5 3.5 19.5h17zM12 10v4.5M12 17h.01"/>',
}


def icon(name: str, label: str = "") -> SafeString:
    """The icon as inline SVG. With a `label` it is spoken, without it is decoration. Unknown names raise KeyError."""
    paths = mark_safe(PATHS[name])  # noqa: S308  (our own constants above)
    if label:
        return format_html('<svg class="i" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, paths)
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', paths)
