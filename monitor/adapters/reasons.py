"""Why a fetch failed, in a few words for a person; never the URL, which may hold a key."""

from __future__ import annotations

import os

import pycurl

from monitor.adapters.transfers import Ended
from monitor.adapters.wire import NOT_HTTP, Request

_WEIRD_REPLY, _TOO_LARGE = 8, 100  # pycurl has no names for CURLE_WEIRD_SERVER_REPLY and CURLE_TOO_LARGE

_WORDS = {
    pycurl.E_GOT_NOTHING: "the server closed the connection without an answer",
    pycurl.E_PARTIAL_FILE: "the body ended too early",
    pycurl.E_UNSUPPORTED_PROTOCOL: NOT_HTTP,  # HTTP/0.9: an answer without a head
    pycurl.E_BAD_CONTENT_ENCODING: NOT_HTTP,
    _WEIRD_REPLY: NOT_HTTP,
    _TOO_LARGE: NOT_HTTP,
    pycurl.E_URL_MALFORMAT: "the URL is not valid",
    pycurl.E_SSL_CACERT_BADFILE: "TLS failed: this machine's certificates of authorities cannot be read",
}

_CERTIFICATES = {
    9: "certificate is not yet valid",
    10: "certificate has expired",
    18: "self-signed certificate",
    19: "self-signed certificate in certificate chain",
    20: "unable to get local issuer certificate",
    21: "unable to verify the first certificate",
}
"""OpenSSL's words for what is wrong with a certificate that is not to be believed (X509_V_ERR_…)."""


def reason_of(ended: Ended, curl: pycurl.Curl, request: Request) -> str:
    """Say what libcurl could not do."""
    if ended.code in _WORDS:
        return _WORDS[ended.code]
    if ended.code == pycurl.E_PEER_FAILED_VERIFICATION:
        return f"TLS failed: {_certificate(int(curl.getinfo(pycurl.SSL_VERIFYRESULT)), ended.words)}"
    if ended.code == pycurl.E_SSL_CONNECT_ERROR:
        return f"TLS failed: {_handshake(ended.words)}"
    number = int(curl.getinfo(pycurl.OS_ERRNO))
    opened = int(curl.getinfo(pycurl.HTTP_CONNECTCODE))
    if request.proxy is not None and opened >= 300:
        return f"the proxy did not open a way: HTTP {opened}"
    if ended.code in (pycurl.E_COULDNT_CONNECT, pycurl.E_OPERATION_TIMEDOUT):
        to = "the proxy" if request.proxy is not None else request.url.host
        return f"no connection to {to}: {system_words(number)}"
    if ended.code == pycurl.E_COULDNT_RESOLVE_HOST:
        return f"the name {request.url.host} does not resolve"
    if ended.code == pycurl.E_RECV_ERROR and not number:
        return NOT_HTTP  # broken chunks
    return f"the connection broke: {system_words(number)}"


def system_words(number: int | None) -> str:
    """What the system calls an error of this number."""
    return os.strerror(number).lower() if number and number > 0 else "it failed"


def _certificate(result: int, words: str) -> str:
    if "subject name" in words:
        return "certificate is not valid for this host"
    return _CERTIFICATES.get(result, "the certificate is not valid")


def _handshake(words: str) -> str:
    """OpenSSL's own words, which stand behind its codes: «…error:0A00010B:SSL routines::wrong version number»."""
    return words.rpartition("::")[2] if "::" in words else "no handshake"
