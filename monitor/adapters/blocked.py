"""Who stands in the way: statuses that mean «not you», and pages that ask whether we are human.

The marks are those of the pages that Cloudflare, Akamai, Imperva, DataDome, Sucuri, DDoS-Guard, AWS, HUMAN,
Vercel, ArvanCloud and Anubis send instead of what was asked for, as seen in November 2026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus

INTERSTITIAL = 100_000
"""Bytes of the longest page that may be one of these; what they look like in 200 answers is in the first of them."""

REMEDY = "ask the publisher to let us in, or give the source another `user_agent` or `url`"

_HEADERS = (
    ("cf-mitigated", "Cloudflare"),
    ("x-vercel-mitigated", "Vercel"),
    ("x-amzn-waf-action", "AWS WAF"),
)
"""Headers that are sent with challenges only, and whose they are."""

_PAGES = (
    (rb"<title>just a moment\.\.\.</title>|window\._cf_chl_opt\s*=|id=[\"']?cf-chl-widget", "Cloudflare"),
    (rb"id=[\"']?sec-(?:if-)?cpt-|[\"'(]/_sec/cp_challenge/|<meta[^<>]{1,99}[?&]bm-verify=", "Akamai"),
    (
        rb"<iframe[^<>]{1,300}/_incapsula_resource\?|incapsula incident id|<title>pardon our interruption",
        "Imperva",
    ),
    (rb"[\"'](?:https:)?//(?:geo|ct)\.captcha-delivery\.com/(?:captcha|interstitial|[ci]\.js)", "DataDome"),
    (rb"sucuri_cloudproxy_js\s*=|<title>sucuri website firewall", "Sucuri"),
    (rb"<title>ddos-guard</title>|src=[\"']?/\.well-known/ddos-guard/(?:js-)?challenge", "DDoS-Guard"),
    (rb"src=[\"'][^\"'<>]{1,300}\.awswaf\.com/[^\"'<>]{1,300}/(?:challenge|captcha)\.js", "AWS WAF"),
    (rb"id=[\"']?px-captcha|<title>access to this page has been denied", "HUMAN"),
    (rb"<title>vercel security checkpoint</title>", "Vercel"),
    (rb"id=[\"']?anubis_challenge", "Anubis"),
    (rb"<title>transferring to the website\.\.\.</title>", "ArvanCloud"),
)
"""What a page, in small letters, holds that is nothing but a challenge, whatever its status."""

_REFUSALS = (
    (rb"/cdn-cgi/challenge-platform/|attention required! \| cloudflare|cf-error-details", "Cloudflare"),
    (rb"<title>access denied</title>.{0,600}reference\s*&#3[25];|errors\.edgesuite\.net", "Akamai"),
    (rb"_incapsula_resource", "Imperva"),
    (rb"captcha-delivery\.com", "DataDome"),
    (rb"sucuri", "Sucuri"),
    (rb"ddos-guard", "DDoS-Guard"),
    (rb"/\.within\.website/", "Anubis"),
    (rb"arvancloud", "ArvanCloud"),
)
"""What a page holds that came with 403, 429 or 503; in another page it says nothing."""

_SERVERS = (
    ("akamaighost", "Akamai"),
    ("sucuri", "Sucuri"),
    ("ddos-guard", "DDoS-Guard"),
    ("datadome", "DataDome"),
    ("arvancloud", "ArvanCloud"),
)
"""Servers that are nobody's own: their 403 is theirs, not the publisher's."""


def _compiled(pairs: tuple[tuple[bytes, str], ...]) -> tuple[tuple[re.Pattern[bytes], str], ...]:
    return tuple((re.compile(pattern, re.DOTALL), whose) for pattern, whose in pairs)


_PAGE_MARKS, _REFUSAL_MARKS = _compiled(_PAGES), _compiled(_REFUSALS)
_STARTS_LIKE_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,999}<(?:!doctype html|html|head|body|script|title|meta|!--)", re.I
)


def challenger(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """Who asks whether we are human instead of letting us through; None if nobody does.

    `body` is the page, or its beginning.  A feed is never taken for a challenge, whatever it quotes.
    """
    for name, whose in _HEADERS:
        if name in headers:
            return whose
    if not _STARTS_LIKE_HTML.match(body) or len(body) > INTERSTITIAL:
        return None
    body = body.lower()
    marks = _PAGE_MARKS + (_REFUSAL_MARKS if status in (403, 429, 503) else ())
    if found := next((whose for mark, whose in marks if mark.search(body)), None):
        return found
    server = headers.get("Server", "").lower()
    named = status == HTTPStatus.FORBIDDEN and (whose for mark, whose in _SERVERS if mark in server)
    return next(named, None) if named else None


def in_words(status: int, whose: str) -> str:
    """What a person reads of a challenge."""
    return f"{whose} stands before this site and wants proof that we are human (HTTP {status}); {REMEDY}"


REASONS = {
    304: "«not modified», though we asked for everything",
    401: "a name and password, or a key, is wanted: give it in the source's `headers` or `url`",
    403: f"the server does not want us: {REMEDY}",
    404: "there is nothing at this address: look for the feed's new one",
    406: f"mostly a firewall that takes us for a robot: {REMEDY}",
    410: "the publisher says that it is gone for good: look for its new address, or remove the source",
    451: "not served in this country: a `proxy` in another one may help",
}
"""What a status means for whoever runs us, and what can be done."""
