"""Why a fetch failed, in a few words for a person; never the URL, which may hold a key."""

from __future__ import annotations

import os

import aiohttp

from monitor.adapters.guard import refused_address


def reason_of(error: Exception) -> str:
    """Say in a few words what went wrong; never the URL, which may hold a key."""
    if (refused := refused_address(error)) is not None:
        return refused.strerror or "refused address"
    match error:
        case aiohttp.ClientConnectorDNSError():
            return f"the name {error.host} does not resolve"
        case aiohttp.ClientConnectorCertificateError():
            return f"TLS failed: {_certificate(error.certificate_error)}"
        case aiohttp.ClientSSLError():
            return f"TLS failed: {_handshake(error.os_error)}"
        case aiohttp.ClientHttpProxyError():
            return f"the proxy did not open a way: HTTP {error.status}"
        case aiohttp.ClientProxyConnectionError():
            return f"no connection to the proxy: {_system_words(error.os_error)}"
        case aiohttp.ClientConnectorError():
            return f"no connection to {error.host}: {_system_words(error.os_error)}"
        case aiohttp.InvalidURL():
            return "the URL, or the address it redirects to, is not valid"
        case aiohttp.ServerDisconnectedError():
            return "the server closed the connection without an answer"
        case aiohttp.ClientPayloadError():
            return "the body ended too early"
        case aiohttp.ClientResponseError():
            return "the answer is not valid HTTP"
        case OSError():
            return f"the connection broke: {_system_words(error)}"
        case _:
            return "the URL or a header of the source is not valid"


def _certificate(error: Exception) -> str:
    return getattr(error, "verify_message", "") or "the certificate is not valid"


def _handshake(error: OSError) -> str:
    reason = str(getattr(error, "reason", None) or "no handshake")
    return reason.replace("_", " ").lower()


def _system_words(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno and error.errno > 0 else "it failed"
