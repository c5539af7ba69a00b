"""`tollwatch try` as a desk uses it: a text, a file, an address; what cannot be read is said with the remedy."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from monitor.entrypoints.trying import Given, try_out
from monitor.errors import UsageError
from tests.adapters.servers import WebServer, web  # noqa: F401
from tests.entrypoints.command import PROJECT

TOPIC = "iran-protests-2026"
SAID = "At least 544 people have been killed in the protests in Iran, HRANA said."


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped configuration in English only, on a machine that may ask itself."""
    directory = tmp_path_factory.mktemp("trying") / "config"
    shutil.copytree(PROJECT / "config", directory)
    for file in (directory / "languages").glob("*.yaml"):
        if file.stem != "en":
            file.unlink()
    settings = directory / "monitor.yaml"
    text = settings.read_text("utf-8")
    assert "\npolling:\n" in text
    settings.write_text(text.replace("\npolling:\n", "\npolling:\n  allow_private: true\n", 1), "utf-8")
    return directory


@pytest.fixture
def page() -> Iterator[str]:
    """The address of a page on this machine."""

    class Serves(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"<html><body><p>{SAID}</p></body></html>".encode()
            self.send_response(200 if self.path == "/page" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Serves) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/page"
        server.shutdown()


def tried(
    config: Path,
    place: Path,
    what: str = TOPIC,
    *,
    text: str | None = None,
    url: str | None = None,
    file: Path | None = None,
    source: str | None = None,
    as_json: bool = False,
) -> None:
    database = f"sqlite:///{place}/none.db"
    assert try_out(what, Given(text, url, file), source, config, database, as_json) == 0


def test_a_page_of_this_machine_is_fetched_read_and_decided(
    config: Path, page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tried(config, tmp_path, url=page)
    out = capsys.readouterr().out
    for said in ("544", f"── {TOPIC}, killed", "first: yes: the first figure", "would be told:"):
        assert said in out


def test_an_address_that_has_no_page_is_said_in_one_line(config: Path, page: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"http://127\.0\.0\.1:\d+/pages: .*404"):
        tried(config, tmp_path, url=f"{page}s")


def watching_a_page(config: Path, directory: Path, url: str, selector: str) -> Path:
    """The configuration with one more source, a page without a feed."""
    mine = directory / "pages"
    shutil.copytree(config, mine)
    (mine / "sources" / "page.yaml").write_text(
        f"sources:\n  - id: group\n    title: A group\n    url: {url}\n    language: en\n    grade: B2\n"
        f"    kind: page\n    page: {{text: {selector}}}\n",
        "utf-8",
    )
    return mine


def test_a_source_without_a_feed_is_tried_by_its_selectors(
    config: Path, page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = watching_a_page(config, tmp_path, page, "p")
    assert try_out(TOPIC, Given(None, None, None), "group", mine, f"sqlite:///{tmp_path}/t.db", True) == 0
    [entry] = map(json.loads, capsys.readouterr().out.splitlines())
    assert [figure["low"] for figure in entry["figures"]] == [544]


def test_a_source_that_asks_for_whole_articles_is_tried_with_them(
    config: Path,
    web: WebServer,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    web.serve(
        "/toll",
        f"<html><body><article><h1>Iran</h1><p>{SAID} Iran's officials deny it.</p></article>",
        "text/html",
    )
    listing = web.serve(
        "/news", "<li><a href=/toll>Toll in Iran</a></li><li><a href=/gone>Iran</a></li>", "text/html"
    )
    mine = watching_a_page(config, tmp_path, listing, "li")
    block = mine / "sources" / "page.yaml"
    block.write_text(
        block.read_text("utf-8").replace("{text: li}", "{items: li}\n    full_text: true"), "utf-8"
    )
    assert try_out(TOPIC, Given(None, None, None), "group", mine, f"sqlite:///{tmp_path}/t.db", True) == 0
    said = capsys.readouterr()
    toll, _ = map(json.loads, said.out.splitlines())
    assert [figure["low"] for figure in toll["figures"]] == [544]
    assert said.err == "article not read: HTTP 404 (Not Found)\n"


def test_a_selector_that_finds_nothing_is_said_in_one_line(config: Path, page: str, tmp_path: Path) -> None:
    mine = watching_a_page(config, tmp_path, page, "article")
    with pytest.raises(UsageError, match="the selector `article` finds nothing on the page"):
        try_out(TOPIC, Given(None, None, None), "group", mine, f"sqlite:///{tmp_path}/t.db")


def test_as_json_it_is_what_was_read_decided_and_why(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tried(config, tmp_path, text=SAID, as_json=True)
    document = json.loads(capsys.readouterr().out)
    assert [figure["low"] for figure in document["figures"]] == [544]
    [decided] = document["decided"]
    assert (decided["topic"], decided["metric"], decided["held_until"]) == (TOPIC, "killed", None)
    [ruling] = decided["rulings"]
    assert (ruling["claimant"], ruling["outcome"], ruling["value"]["low"]) == ("hrana", "told", 544)
    assert {verdict["condition"]: verdict["fires"] for verdict in ruling["verdicts"]}["first"]
    assert decided["alert"]["condition"] == "first"


def test_what_says_nothing_of_the_topic_is_decided_by_nobody(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tried(config, tmp_path, text="The harvest was good.", as_json=True)
    document = json.loads(capsys.readouterr().out)
    assert (document["figures"], document["decided"]) == ([], [])


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("iran-protest-2026", "did you mean iran-protests-2026"),
        ("killed-en-pasive", "did you mean .*killed-en-passive"),
        ("zzz", f"topics: .*{TOPIC}"),
    ],
)
def test_a_name_that_there_is_not_is_answered_with_the_nearest(
    what: str, says: str, config: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=says):
        tried(config, tmp_path, what, text=SAID)


def test_a_source_that_there_is_not_is_answered_with_the_nearest(config: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no source 'bbc-wrld'; did you mean bbc-world"):
        tried(config, tmp_path, text=SAID, source="bbc-wrld")


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("none.txt", None, "none.txt: No such file or directory"),
        ("empty.txt", b" \n", "empty.txt: nothing stands in it"),
        ("tags.html", b"<html><body><p> </p></body></html>", "tags.html: nothing stands in it"),
        ("photo.bin", bytes(range(256)) * 9, "photo.bin: no feed, and no text or page in UTF-8"),
        ("old.txt", "Убиты 12 человек".encode("cp1251"), "old.txt: no feed, and no text or page in UTF-8"),
    ],
)
def test_a_file_that_says_nothing_is_said_in_one_line(
    name: str, body: bytes | None, says: str, config: Path, tmp_path: Path
) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)
    with pytest.raises(UsageError, match=says):
        tried(config, tmp_path, file=tmp_path / name)


def test_an_empty_text_and_two_things_at_once_are_not_tried(config: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--text: nothing stands in it"):
        tried(config, tmp_path, text=" ")
    with pytest.raises(UsageError, match="say what to try, one of"):
        tried(config, tmp_path, text=SAID, file=Path(os.devnull))
