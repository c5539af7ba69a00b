"""A link without what does not say where it leads: tracking, the scheme, the order of parameters.

Two links with the same `place` lead to the same page.  Where that cannot be said – a front page, a link
that is made anew at every fetch – there is no place.  Nothing is fetched, no redirect is followed.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote

_LINK = re.compile(
    r"https?://(?:[^/?#@]*@)?(?P<host>[^/?#@:\[\]\s]+)(?::(?P<port>\d*))?"
    r"(?P<path>(?:/[^?#]*)?)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.IGNORECASE | re.DOTALL,
)

_TRACKING = frozenset(
    # Campaigns: Google, Facebook, Microsoft, Yandex, X, TikTok, Instagram, Mailchimp, Matomo.
    "fbclid gclid dclid gbraid wbraid gclsrc msclkid yclid ymclid twclid ttclid igshid igsh mc_cid mc_eid _ga _gl "
    # Outlets: AT Internet (xtor), Deutsche Welle (maca), BBC and MSN (ocid), Daily Mail (ito), New York Times
    # (partner, emc, smid, smtyp), Reuters (feedtype, feedname, rpc, taid), Wikipedia (wprov), Al Jazeera.
    "xtor maca ocid cmp cmpid cmp_id icid intcid intcmp ito partner emc smid smtyp feedtype feedname rpc taid wprov "
    "traffic_source ref ref_src ref_url referer referrer ampref soc_src sr_share guccounter spm xtref".split()
)
_TRACKING_BEGINS = ("utm_", "at_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "oly_", "vero_", "ns_")
_ONLY_A_FEED = re.compile(r"(?:feed|rss|atom)(?:[\W_].*|feed|\d*)?", re.IGNORECASE)

_PLAIN_QUERY = re.compile(r"[\w.~-]+=[\w.~-]*(?:&[\w.~-]+=[\w.~-]*)*", re.ASCII)

# BBC numbers the versions of an item so («#0», «#3»); «#:~:text=» marks words on the page.
_FRAGMENT = re.compile(r"\d{0,2}|:~:.*|(?:utm_|at_|xtor|ref|rss|intcid|ocid|maca)[^/]*", re.IGNORECASE)
_SAME_SITE = re.compile(r"(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_AMP = re.compile(r"/amp/?$|\.amp(?=\.html?$|$)")

# Links of an aggregator that name their target in a parameter.
_WRAPPED = {
    "google.com/url": ("url", "q"),
    "bing.com/news/apiclick.aspx": ("url",),
    "facebook.com/l.php": ("u",),
    "l.facebook.com/l.php": ("u",),
}
# Links of an aggregator that are made anew at every fetch.
_AGGREGATOR = "news.google."
_MADE_ANEW = re.compile(r"news\.google\.[a-z.]+/(?:rss/|__i/)*(?:articles|read|stories)/")


def place(link: str) -> str:
    """Where a link leads, as text to compare: «site.example/2026/toll?id=5»; '' where it cannot be said."""
    parts = _LINK.fullmatch(link)
    if parts is None:
        return ""
    _, _, path, asked, fragment = parts.groups("")
    where, path = _where(parts), _AMP.sub("", path).rstrip("/")
    if where.startswith(_AGGREGATOR) and _MADE_ANEW.match(f"{where}{path}/"):
        return ""
    if keys := _WRAPPED.get(where + path):
        target = next((value for key, value in parse_qsl(asked, keep_blank_values=True) if key in keys), "")
        return place(target) if len(target) < len(link) else ""
    query = _query(asked) if asked else ""
    if fragment and _FRAGMENT.fullmatch(fragment):
        fragment = ""
    if not (query or fragment) and _is_front(path):
        return ""
    return where + path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def is_made_anew(link: str) -> bool:
    """Whether a link is one that its aggregator makes anew at every fetch, so that it says nothing."""
    if _AGGREGATOR not in link:
        return False
    parts = _LINK.fullmatch(link)
    return parts is not None and _MADE_ANEW.match(f"{_where(parts)}{parts['path']}/") is not None


def _where(parts: re.Match[str]) -> str:
    """Host, and port if it is an unusual one."""
    host = _SAME_SITE.sub("", parts["host"].lower().rstrip("."), count=1)
    return host if parts["port"] in (None, "", "80", "443") else f"{host}:{parts['port']}"


def _query(asked: str) -> str:
    """The parameters of a link that do not track anybody, in one order and one spelling."""
    if _PLAIN_QUERY.fullmatch(asked):
        pairs = [pair.split("=") for pair in asked.split("&")]
        return "&".join(sorted([f"{key}={value}" for key, value in pairs if not _tracks(key, value)]))
    spelled = parse_qsl(asked, keep_blank_values=True)
    return "&".join(
        sorted(f"{quote(key)}={quote(value)}" for key, value in spelled if not _tracks(key, value))
    )


def _tracks(key: str, value: str) -> bool:
    key = key.casefold()
    return (
        key in _TRACKING
        or key.startswith(_TRACKING_BEGINS)
        or (key in ("amp", "outputtype") and value.casefold() in ("", "1", "true", "amp"))
        or _ONLY_A_FEED.fullmatch(value) is not None
    )


def _is_front(path: str) -> bool:
    """Whether a path is a front page's or a section's: what stands there changes."""
    names = [name for name in path.split("/") if name]
    return not names or (len(names) == 1 and not re.search(r"\d|-.*-|_", names[0]) and len(names[0]) < 16)
