"""TLS: whose word is taken, and what is said of those whose is not."""

from __future__ import annotations

import ssl
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

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
