"""Pages that ask whether we are human, and how they are told from feeds and from ordinary pages."""

from __future__ import annotations

from time import thread_time

import pytest

from monitor.adapters.blocked import challenger
from monitor.adapters.wire import Headers

HEAD = b"<!DOCTYPE html><html lang='en'><head>"
CLOUDFLARE = (
    HEAD + b"<title>Just a moment...</title></head><body><script>window._cf_chl_opt = {}</script></body>"
)

CHALLENGES = [
    ("Cloudflare", 403, {"cf-mitigated": "challenge"}, b""),
    ("Cloudflare", 200, {"Content-Type": "text/html"}, CLOUDFLARE),
    ("Cloudflare", 503, {"Server": "cloudflare"}, CLOUDFLARE),
    ("Cloudflare", 200, {}, HEAD + b"<title>\xd8\xa8\xda\xa9</title><script>window._cf_chl_opt={cvId:'3'}"),
    ("Cloudflare", 403, {}, HEAD + b"<title>Attention Required! | Cloudflare</title>"),
    (
        "Akamai",
        403,
        {"Server": "AkamaiGHost"},
        b"<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>Reference&#32;&#35;18",
    ),
    ("Akamai", 403, {}, b"<html><head><title>Access Denied</title></head><body>Reference #18.5d&#35;"
     b" https://errors.edgesuite.net/18.5d"),
    ("Akamai", 200, {}, b"<html><head></head><body><div id=\"sec-if-cpt-container\" role=main>"),
    ("Imperva", 200, {}, b"<html style=\"height:100%\"><head></head><body><iframe id=\"main-iframe\" "
     b"src=\"/_Incapsula_Resource?SWUDNSAI=31\">Request unsuccessful. Incapsula incident ID: 1-2</iframe>"),
    ("Imperva", 403, {}, HEAD + b"<script src=/_Incapsula_Resource?SWJIYLWA=71></script>"),
    ("Imperva", 200, {}, HEAD + b"<title>Pardon Our Interruption</title>"),
    ("DataDome", 403, {}, b"<html><head><title>x</title></head><body><script>var dd={'host':'geo.captcha-delivery.com'}"),
    ("DataDome", 200, {}, b"<html><body><script src=\"https://ct.captcha-delivery.com/i.js\"></script>"),
    ("Sucuri", 200, {}, b"<html><title>You are being redirected...</title><script>sucuri_cloudproxy_js='';"),
    ("Sucuri", 403, {"Server": "Sucuri/Cloudproxy"}, HEAD + b"<title>Denied</title>"),
    ("DDoS-Guard", 403, {"Server": "ddos-guard"}, HEAD + b"<title>DDoS-Guard</title>"),
    ("DDoS-Guard", 200, {}, HEAD + b"<title>DDOS-GUARD</title>"),
    ("AWS WAF", 202, {"x-amzn-waf-action": "challenge"}, b""),
    ("AWS WAF", 405, {"X-Amzn-Waf-Action": "captcha"}, b"<html>"),
    ("HUMAN", 403, {}, HEAD + b"<title>Access to this page has been denied.</title>"),
    ("Vercel", 429, {"x-vercel-mitigated": "challenge"}, b""),
    ("Anubis", 200, {}, HEAD + b"<title>Making sure you&#39;re not a bot!</title><script id=\"anubis_challenge\">"),
    ("ArvanCloud", 200, {}, HEAD + b"<title>Transferring to the website...</title>"),
]  # fmt: skip


@pytest.mark.parametrize(("whose", "status", "headers", "body"), CHALLENGES)
def test_a_challenge_is_known_by_whose_it_is(
    whose: str, status: int, headers: dict[str, str], body: bytes
) -> None:
    told = Headers(f"{name.upper()}: {value}".encode() for name, value in headers.items())
    assert challenger(status, told, body) == whose


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {"Server": "cloudflare"}, b"<?xml version='1.0'?><rss><title>Just a moment...</title></rss>"),
        (200, {"Server": "DataDome"}, b"<rss><channel><title>DDOS-GUARD</title></channel></rss>"),
        (200, {}, b"{\"title\": \"<title>Just a moment...</title>\"}"),
        (200, {}, HEAD + b"<title>News</title><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>"),
        (200, {}, HEAD + b"<title>News</title><script src='/_Incapsula_Resource?SWJIYLWA=719'></script>"),
        (200, {}, HEAD + b"<title>What Anubis, Sucuri and captcha-delivery.com do</title>"),
        (200, {}, HEAD + b"<title>News</title>" + CLOUDFLARE + bytes(100_000)),
        (403, {"Server": "nginx"}, HEAD + b"<title>403 Forbidden</title>"),
        (403, {"Server": "AkamaiGHost"}, b""),
        (403, {"Server": "cloudflare"}, b"error code: 1020"),
        (404, {"Server": "AkamaiGHost"}, HEAD + b"<title>Not found</title>"),
        (503, {"Server": "Sucuri/Cloudproxy"}, HEAD + b"<title>Down for maintenance</title>"),
    ],
)  # fmt: skip
def test_a_feed_or_an_ordinary_page_is_no_challenge(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    assert challenger(status, headers, body) is None


@pytest.mark.parametrize(
    "unit", [b"<", b"<iframe ", b"<title>access denied</title>", b'"//ct.captcha-delivery.com/', b"a"]
)
def test_a_hostile_page_is_judged_at_once(unit: bytes) -> None:
    """No mark searches a page of the largest size for long; the bound is a hundred times what is needed."""
    begun = thread_time()
    challenger(403, {}, HEAD + (unit * 100_000)[: 100_000 - len(HEAD)])
    assert thread_time() - begun < 2
