"""TLS: whose word is taken, and what is said of those whose is not."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import certifi
import pytest
import trustme

from monitor.adapters import trust
from monitor.adapters.http import HttpFetcher
from monitor.adapters.trust import authorities
from monitor.model import Fetched, FetchFailed, FetchResult, Source, Validators
from tests.adapters.servers import WebServer

FEED = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that this machine believes."""
    authority.cert_pem.write_to_path(str(tmp_path / "authorities.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authorities.pem"))
    return authority


@pytest.fixture
def listed(trusted: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """One that it believes since it stands in a directory, under the name that `openssl rehash` gives it."""
    file, directory = tmp_path / "authorities.pem", tmp_path / "certs"
    directory.mkdir()
    asked = ["openssl", "x509", "-noout", "-subject_hash", "-in", file]
    said = subprocess.run(asked, capture_output=True, text=True, check=True)
    file.rename(directory / f"{said.stdout.strip()}.0")
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    monkeypatch.setenv("SSL_CERT_DIR", str(directory))
    return trusted


class TlsServer(WebServer):
    """A server that shows a certificate."""

    def __init__(self, certificate: trustme.LeafCert) -> None:
        super().__init__()
        self._certificate = certificate

    def _listening(self, handler: Any) -> Any:
        server = super()._listening(handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._certificate.configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        return server

    def url(self, path: str = "/") -> str:
        return f"https://feed.example:{self.port}{path}"


class Tunnel:
    """A proxy that says what it was asked for and, of the hosts it knows, leads to ports of this machine."""

    def __init__(self, port: int, certificate: trustme.LeafCert | None = None) -> None:
        self.asked: list[bytes] = []
        self._met: list[asyncio.Future[None]] = []
        self._port = port
        self._context: ssl.SSLContext | None = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(self._context)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0, ssl=self._context)
        scheme = "https" if self._context else "http"
        self.url = f"{scheme}://proxy.example:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for met in self._met:
            met.cancel()
        await asyncio.gather(*self._met, return_exceptions=True)

    def _meet(self, heard: asyncio.StreamReader, said: asyncio.StreamWriter) -> None:
        self._met.append(asyncio.ensure_future(self._lead(heard, said)))

    async def _lead(self, heard: asyncio.StreamReader, said: asyncio.StreamWriter) -> None:
        request = await heard.readuntil(b"\r\n\r\n")
        self.asked.append(request.partition(b" HTTP/")[0])
        there, to_there = await asyncio.open_connection("127.0.0.1", self._port)
        said.write(b"HTTP/1.1 200 Connection established\r\nX-Proxy: mine\r\n\r\n")
        try:
            await asyncio.gather(_pass_on(heard, to_there), _pass_on(there, said))
        finally:
            for writer in (to_there, said):
                writer.transport.abort()


async def _pass_on(heard: asyncio.StreamReader, said: asyncio.StreamWriter) -> None:
    while data := await heard.read(4096):
        said.write(data)
    said.close()


class House:
    async def resolve(self, host: str, port: int) -> Collection[str]:
        return ["127.0.0.1"]

    def close(self) -> None:
        return None


async def fetch(url: str, proxy: str | None = None) -> FetchResult:
    async with HttpFetcher(timeout=timedelta(seconds=5), allow_private=True, resolver=House()) as fetcher:
        return await fetcher(Source(id="s", title="A source", url=url, grade="B2", proxy=proxy), Validators())


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[TlsServer]:
    with TlsServer(authority.issue_cert("feed.example")) as server:
        server.serve("/feed", FEED)
        yield server


async def test_a_certificate_of_an_authority_that_the_machine_believes_is_taken(
    trusted: trustme.CA, server: TlsServer
) -> None:
    assert isinstance(await fetch(server.url("/feed")), Fetched)


async def test_a_certificate_of_anybody_is_not(server: TlsServer) -> None:
    answer = await fetch(server.url("/feed"))
    assert answer == FetchFailed("TLS failed: unable to get local issuer certificate")
    assert not server.requests


async def test_a_certificate_for_another_host_is_not(trusted: trustme.CA, server: TlsServer) -> None:
    url = server.url("/feed").replace("feed.example", "other.example")
    assert await fetch(url) == FetchFailed("TLS failed: certificate is not valid for this host")
    literal = server.url("/feed").replace("feed.example", "127.0.0.1")
    assert await fetch(literal) == FetchFailed("TLS failed: certificate is not valid for this host")
    assert not server.requests


async def test_an_old_certificate_is_not(trusted: trustme.CA) -> None:
    old = trusted.issue_cert("feed.example", not_before=LONG_AGO, not_after=LONG_AGO + timedelta(days=90))
    with TlsServer(old) as server:
        assert await fetch(server.url("/feed")) == FetchFailed("TLS failed: certificate has expired")
        assert not server.requests


async def test_an_address_is_believed_by_a_certificate_for_it(trusted: trustme.CA) -> None:
    with TlsServer(trusted.issue_cert("127.0.0.1")) as server:
        url = server.serve("/feed", FEED).replace("feed.example", "127.0.0.1")
        assert isinstance(await fetch(url), Fetched)


async def test_a_redirect_leads_from_http_to_https_and_is_checked_there(
    trusted: trustme.CA, server: TlsServer
) -> None:
    with WebServer() as plain:
        assert isinstance(await fetch(plain.redirect("/feed", server.url("/feed"))), Fetched)
        astray = server.url("/feed").replace("feed.example", "other.example")
        assert isinstance(await fetch(plain.redirect("/feed", astray)), FetchFailed)


@pytest.mark.parametrize("seen", ["plain", "with a certificate"])
async def test_through_a_proxy_tls_is_ours_from_end_to_end(
    trusted: trustme.CA, server: TlsServer, seen: str
) -> None:
    """The proxy may have a certificate too, and passes on what it cannot read."""
    own = None if seen == "plain" else trusted.issue_cert("proxy.example")
    async with Tunnel(server.port, own) as tunnel:
        answer = await fetch(server.url("/feed"), tunnel.url)
        astray = await fetch(server.url("/feed").replace("feed.example", "other.example"), tunnel.url)
    assert isinstance(answer, Fetched)
    assert answer.body == FEED
    assert tunnel.asked[0] == b"CONNECT feed.example:%d" % server.port
    assert astray == FetchFailed("TLS failed: certificate is not valid for this host")
    assert [request.path for request in server.requests] == ["/feed"]


@pytest.mark.parametrize("host", ["proxy.example", "other.example"])
async def test_a_proxy_is_believed_like_any_server(
    authority: trustme.CA, server: TlsServer, host: str, request: pytest.FixtureRequest
) -> None:
    """Not with a certificate of anybody, nor with another host's."""
    if host == "other.example":
        request.getfixturevalue("trusted")
    async with Tunnel(server.port, authority.issue_cert(host)) as tunnel:
        answer = await fetch(server.url("/feed"), tunnel.url)
    assert isinstance(answer, FetchFailed)
    assert "TLS" in answer.reason
    assert not tunnel.asked
    assert not server.requests


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl works out the names")
async def test_authorities_may_stand_in_a_directory_for_proxies_too(
    listed: trustme.CA, server: TlsServer
) -> None:
    async with Tunnel(server.port, listed.issue_cert("proxy.example")) as tunnel:
        assert isinstance(await fetch(server.url("/feed"), tunnel.url), Fetched)


def test_where_authorities_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the operator says, then what the machine has, then what we bring along."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    own, machines = tmp_path / "own.pem", tmp_path / "machines.pem"
    own.touch()
    machines.touch()
    nothing = ssl.DefaultVerifyPaths(None, None, "SSL_CERT_FILE", "", "SSL_CERT_DIR", "")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nothing)
    monkeypatch.setattr(trust, "BUNDLES", (str(tmp_path / "nowhere.pem"),))
    assert authorities() == (certifi.where(), None)
    monkeypatch.setattr(trust, "BUNDLES", (str(tmp_path / "nowhere.pem"), str(machines)))
    assert authorities() == (str(machines), None)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    said = nothing._replace(cafile=str(own), capath=str(tmp_path))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: said)
    assert authorities() == (str(own), str(tmp_path))


def test_the_authorities_of_this_machine_can_be_read() -> None:
    file, _ = authorities()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(file)
    assert len(context.get_ca_certs()) > 50
