"""`tollwatch sources add` as a desk uses it: a site's address becomes a source; whatever goes wrong is said with the remedy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.config import fingerprint, load
from monitor.entrypoints.adding import Wishes, add
from monitor.entrypoints.cli import app
from monitor.errors import ConfigurationError, FeedError, NotWritten, UsageError
from tests.adapters.servers import WebServer, free_port
from tests.entrypoints.command import tollwatch

NOTHING = Wishes()
HTML = "text/html; charset=utf-8"


def rss(title: str, *items: tuple[str, str]) -> str:
    entries = "".join(
        f"<item><title>{head}</title><description>{text}</description><guid>{number}</guid>"
        f"<pubDate>Wed, 14 Jan 2026 10:{number % 60:02}:00 +0000</pubDate></item>"
        for number, (head, text) in enumerate(items)
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{entries}</channel></rss>"


HERALD = rss(
    "The Herald: World",
    ("Fire", "A fire killed at least 12 people in a hotel in Paris on Monday."),
    ("Weather", "The weather stays fine."),
    ("Sport", "Nobody won the match of the season, and all were content with that."),
    ("Iran protests: at least 544 people killed, HRANA says", "The number of the dead has risen in Iran."),
    ("Markets", "Markets were quiet on Monday and the traders went home early that day."),
)

QUIET = rss("The Herald: World")
"""Nothing to read, and no rule to compile for it."""


@pytest.fixture
def config(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(place)
    return Path("config")


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def mine(config: Path) -> Path:
    return config / "sources" / "my-sources.yaml"


def page(*links: str, title: str = "Front") -> str:
    declared = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{link}" title="{link.strip("/")}">'
        for link in links
    )
    return f"<html><title>{title}</title>{declared}</html>"


def answers(*said: str) -> tuple[Callable[[str, str], str], list[str]]:
    """Somebody who answers in this order, and what was asked."""
    waiting, asked = list(said), list[str]()

    def ask(question: str, usual: str) -> str:
        asked.append(question)
        return waiting.pop(0) or usual

    return ask, asked


def source(config: Path, id: str) -> dict[str, object]:
    one = load(config, os.environ, wait=True).sources[id]
    return {name: getattr(one, name) for name in ("title", "url", "language", "grade", "claimant", "topics")}


# ── a feed becomes a source ─────────────────────────────────────────────────────────────────


def test_a_feed_is_shown_with_its_figures_and_written(
    config: Path, mine: Path, web: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    url = web.serve("/feed", HERALD)
    assert add(config, url, NOTHING, None) == 0
    out = capsys.readouterr().out
    for said in (
        f"The Herald: World: {url}",
        "5 entries, the newest of 14 Jan 2026 10:04 UTC; 2 with figures, 1 of them for your topics",
        "\n\n▸ 14 Jan 2026  Iran protests: at least 544 people killed, HRANA says",
        "killed: ≥ 544",
        "goes to iran-protests-2026",
        "grade F: how reliable it is cannot be judged yet",
        "written.  `tollwatch poll the-herald-world` polls it now",
    ):
        assert said in out
    heads = [line.partition("  ")[2][:5] for line in out.splitlines() if line.startswith("▸")]
    assert heads == ["Iran ", "Fire", "Weath"]
    assert mine.read_text() == (
        "# yaml-language-server: $schema=../schemas/sources.json\nsources:\n"
        f'  - id: the-herald-world\n    title: "The Herald: World"\n    url: {url}\n    language: en\n    grade: F\n'
    )
    assert source(config, "the-herald-world")["language"] == "en"


def test_it_is_fetched_once_and_as_a_poll_does(config: Path, web: WebServer) -> None:
    add(config, web.serve("/feed", QUIET), NOTHING, None)
    [request] = web.requests
    assert request.headers["User-Agent"].startswith("Tollwatch/")


def test_what_the_user_says_counts(config: Path, web: WebServer) -> None:
    wishes = Wishes(
        "h", "Herald", "fa", "B2", "hrana", ("iran-protests-2026",), "30m", "papers", sure=True, dry_run=False
    )
    ask, asked = answers()
    add(config, web.serve("/feed", QUIET), wishes, ask)
    assert (config / "sources" / "papers.yaml").is_file()
    assert asked == []
    assert {**source(config, "h"), "url": ""} == {
        "title": "Herald", "url": "", "language": "fa", "grade": "B2", "claimant": "hrana", "topics": ("iran-protests-2026",),
    }  # fmt: skip


def test_a_second_source_stands_behind_the_first(config: Path, mine: Path, web: WebServer) -> None:
    add(config, web.serve("/a", QUIET), NOTHING, None)
    before = mine.read_text()
    add(config, web.serve("/b", QUIET), NOTHING, None)
    assert mine.read_text().startswith(before)
    assert "  - id: the-herald-world-2\n" in mine.read_text()


def test_a_neighbour_on_the_same_host_tells_claimant_and_grade(
    config: Path, web: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    some = config / "sources" / "some.yaml"
    moved = some.read_text().replace("127.0.0.1:9/", f"127.0.0.1:{web.port}/")
    some.write_text("\n".join(["sources:", *(line for line in moved.splitlines() if "hrana" in line), ""]))
    add(config, web.serve("/feed", QUIET), NOTHING, None)
    assert source(config, "the-herald-world")["claimant"] == "hrana"
    assert source(config, "the-herald-world")["grade"] == "B2"
    out = capsys.readouterr().out
    assert "claimant hrana: as hrana-demo has it; --claimant none leaves it out" in out
    add(config, web.serve("/other", QUIET), Wishes(claimant="none", id="other"), None)
    assert source(config, "other")["claimant"] is None


@pytest.mark.parametrize(("said", "written"), [("", True), ("y", True), ("n", False), ("nonsense", False)])
def test_a_person_is_asked_before_it_is_written(
    said: str, written: bool, config: Path, mine: Path, web: WebServer
) -> None:
    ask, asked = answers(said)
    assert add(config, web.serve("/feed", QUIET), NOTHING, ask) == 0
    assert asked == ["write this? [Y/n]"]
    assert mine.exists() is written


def test_a_dry_run_shows_all_checks_all_and_writes_nothing(
    config: Path, mine: Path, web: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    url = web.serve("/feed", QUIET)
    assert add(config, url, Wishes(dry_run=True), None) == 0
    out = capsys.readouterr().out
    assert "  - id: the-herald-world\n" in out and "nothing is written (--dry-run)" in out
    with pytest.raises(ConfigurationError):
        add(config, url, Wishes(dry_run=True, grade="Z"), None)
    assert not mine.exists()


def test_a_feed_without_entries_can_be_added(
    config: Path, mine: Path, web: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    add(config, web.serve("/feed", rss("Quiet")), NOTHING, None)
    assert "a feed without entries at this moment" in capsys.readouterr().out
    assert "language:" not in mine.read_text()


def test_of_a_long_feed_the_first_hundred_are_read(
    config: Path, web: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    items = [(f"The weather of the day is fine, {number}", "") for number in range(101)]
    add(config, web.serve("/feed", rss("Long", *items)), NOTHING, None)
    assert "101 entries, the newest of 14 Jan 2026" in (out := capsys.readouterr().out)
    assert "; 0 of the first 100 with figures" in out


def test_a_feed_of_comments_is_not_taken_without_a_word(
    config: Path, web: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    add(config, web.serve("/x", rss("Comments on: Herald")), NOTHING, None)
    assert "it looks like a feed of readers' comments" in capsys.readouterr().out


def test_what_a_feed_calls_itself_brings_no_secret_of_ours_and_no_line_of_its_own(
    config: Path, mine: Path, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "hunter2")
    title = "file:${SMTP_PASSWORD}&#10;  - id: evil &lt;b&gt; \"# 'x'"
    add(config, web.serve("/feed", rss(title)), Wishes(id="odd"), None)
    assert source(config, "odd")["title"] == "file – $(SMTP_PASSWORD} - id: evil \"# 'x'"
    assert len(load(config, os.environ, wait=True).sources) == 3


def test_a_running_daemon_sees_that_something_was_written(config: Path, web: WebServer) -> None:
    before = fingerprint(config)
    add(config, web.serve("/feed", QUIET), NOTHING, None)
    assert fingerprint(config) != before


# ── from a page to its feed ─────────────────────────────────────────────────────────────────


def test_the_feed_of_a_page_is_found_past_that_of_its_comments(
    config: Path, mine: Path, web: WebServer
) -> None:
    web.serve("/feed/", QUIET)
    add(config, web.serve("/", page("/comments/feed/", "/feed/"), HTML), NOTHING, None)
    assert f"url: {web.url('/feed/')}\n" in mine.read_text()


def test_of_several_feeds_a_person_chooses(
    config: Path, mine: Path, web: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    web.serve("/b", QUIET)
    ask, asked = answers("7", "x", "2", "y")
    add(config, web.serve("/", page("/a", "/b"), HTML), NOTHING, ask)
    assert f"   2  {web.url('/b')}  b\n" in capsys.readouterr().out
    assert f"url: {web.url('/b')}\n" in mine.read_text()
    assert asked == ["which one? [1–2; q ends]"] * 3 + ["write this? [Y/n]"]


def test_where_nobody_can_be_asked_several_feeds_are_listed(config: Path, mine: Path, web: WebServer) -> None:
    (config / "sources" / "there.yaml").write_text(
        f"sources:\n  - {{id: there, title: There, grade: A, url: '{web.url('/a')}'}}\n"
    )
    with pytest.raises(UsageError) as failure:
        add(config, web.serve("/", page("/a", "/b"), HTML), NOTHING, None)
    head, *lines = str(failure.value).splitlines()
    assert (
        head == f"{web.url('/')} is a page that links to 2 feeds; give the address of the one that is meant:"
    )
    assert lines == [
        f"   1  {web.url('/a')}  a  (there already: there (config/sources/there.yaml:2))",
        f"   2  {web.url('/b')}  b",
    ]
    assert not mine.exists()


def test_nothing_chosen_is_nothing_written(config: Path, mine: Path, web: WebServer) -> None:
    with pytest.raises(UsageError, match="nothing was chosen"):
        add(config, web.serve("/", page("/a", "/b"), HTML), NOTHING, answers("q")[0])
    assert not mine.exists()


def test_a_page_of_feeds_behind_a_front_page_is_followed(config: Path, mine: Path, web: WebServer) -> None:
    web.serve("/feed", QUIET)
    web.serve("/rss", page("/feed"), HTML)
    add(config, web.serve("/", "<html><a href='/rss'>Feeds</a></html>", HTML), NOTHING, None)
    assert f"url: {web.url('/feed')}\n" in mine.read_text()


def test_pages_that_lead_in_circles_come_to_an_end(config: Path, web: WebServer) -> None:
    web.serve("/feed", page("/rss"), HTML)
    web.serve("/rss", page("/feed"), HTML)
    with pytest.raises(FeedError, match="pages that lead to pages only"):
        add(config, web.url("/feed"), NOTHING, None)
    assert len(web.requests) == 3


def test_a_feed_that_no_page_names_is_looked_for_where_sites_keep_theirs(
    config: Path, mine: Path, web: WebServer
) -> None:
    web.serve("/rss.xml", QUIET)
    add(config, web.serve("/world", page(), HTML), NOTHING, None)
    assert [request.path for request in web.requests] == ["/world", "/world/feed/", "/feed/", "/rss.xml"]
    assert f"url: {web.url('/rss.xml')}\n" in mine.read_text()


def test_a_site_without_a_feed_is_asked_a_few_times_only(config: Path, web: WebServer) -> None:
    with pytest.raises(
        FeedError,
        match="an HTML page titled «Front»; where sites mostly keep a feed there is none either: `kind: page`",
    ):
        add(config, web.serve("/", page(), HTML), NOTHING, None)
    assert len(web.requests) <= 7


# ── what is there already, moved, or secret ─────────────────────────────────────────────────


@pytest.mark.parametrize("asked", ["/feed", "/feed/", "/feed#top"])
def test_a_source_that_is_there_is_named_and_not_asked_again(
    asked: str, config: Path, mine: Path, web: WebServer
) -> None:
    add(config, web.serve("/feed", QUIET), NOTHING, None)
    with pytest.raises(
        UsageError,
        match=r"is there already: the source the-herald-world \(config/sources/my-sources\.yaml:3\)",
    ):
        add(config, web.url(asked), NOTHING, None)
    assert len(web.requests) == 1


def test_the_feed_of_a_page_that_is_there_already_is_named(config: Path, mine: Path, web: WebServer) -> None:
    add(config, web.serve("/feed", QUIET), NOTHING, None)
    with pytest.raises(UsageError, match="is there already"):
        add(config, web.serve("/", page("/feed"), HTML), NOTHING, None)


@pytest.mark.parametrize(
    ("status", "written"), [(301, "/feed"), (308, "/feed"), (302, "/old"), (307, "/old")]
)
def test_of_a_feed_that_moved_for_good_the_new_address_is_written(
    status: int, written: str, config: Path, mine: Path, web: WebServer
) -> None:
    web.serve("/feed", QUIET)
    add(config, web.redirect("/old", "/feed", status), NOTHING, None)
    assert f"url: {web.url(written)}\n" in mine.read_text()


def test_a_feed_that_moved_to_where_a_source_is_already_is_named(config: Path, web: WebServer) -> None:
    add(config, web.serve("/feed", QUIET), NOTHING, None)
    with pytest.raises(UsageError, match="is there already: the source the-herald-world"):
        add(config, web.redirect("/old", "/feed", 301), NOTHING, None)


@pytest.mark.parametrize(
    "address",
    ["https://example.org/feed?token=hunter2", "https://me:hunter2@example.org/feed"],
)
def test_a_key_in_clear_is_refused_before_anything_is_asked(address: str, config: Path) -> None:
    with pytest.raises(UsageError, match=r"a key stands in clear.*\$\{FEED_TOKEN\}") as failure:
        add(config, address, NOTHING, None)
    assert "hunter2" not in str(failure.value)


def test_a_key_in_a_variable_is_used_and_neither_written_nor_shown(
    config: Path,
    mine: Path,
    web: WebServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FEED_TOKEN", "hunter2")
    web.serve("/hunter2/feed", QUIET)
    add(config, web.url("/${FEED_TOKEN}/feed?token=${FEED_TOKEN}"), NOTHING, None)
    assert web.requests[0].path == "/hunter2/feed?token=hunter2"
    assert "url: " + web.url("/${FEED_TOKEN}/feed?token=${FEED_TOKEN}\n") in mine.read_text()
    said = capsys.readouterr()
    assert "hunter2" not in said.out + said.err + mine.read_text()


def test_a_page_that_says_back_the_key_of_its_address_does_not_get_it_written(
    config: Path,
    mine: Path,
    web: WebServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FEED_TOKEN", "hunter2")
    web.serve("/hunter2/feed", QUIET)
    web.serve("/hunter2", page("/hunter2/feed"), HTML)
    with pytest.raises(UsageError, match="says back what the variable holds"):
        add(config, web.url("/${FEED_TOKEN}"), NOTHING, None)
    assert "hunter2" not in capsys.readouterr().out
    assert not mine.exists()


# ── what goes wrong ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (403, "HTTP 403 .*; `contact:` in monitor.yaml tells them who asks"),
        (404, "HTTP 404 .*; with the address of the site's front page its feeds are looked for"),
        (500, "HTTP 500"),
    ],
)
def test_a_server_that_says_no_is_said_with_what_helps(
    status: int, says: str, config: Path, mine: Path, web: WebServer
) -> None:
    with pytest.raises(FeedError, match=says):
        add(config, web.answer("/feed", status, "no"), NOTHING, None)
    assert len(web.requests) == 1
    assert not mine.exists()


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        ('{"a": 1}', "application/json", "JSON that is no JSON Feed"),
        ("%PDF-1.4", "application/pdf", "no feed, but a PDF document"),
        ("<html><title>Just a moment", HTML, "titled «Just a moment»"),
    ],
)
def test_what_is_no_feed_is_named(body: str, kind: str, says: str, config: Path, web: WebServer) -> None:
    with pytest.raises(FeedError, match=says):
        add(config, web.serve("/feed", body, kind), NOTHING, None)


def test_a_name_that_nobody_has_is_said(config: Path) -> None:
    with pytest.raises(
        FeedError, match=r"nobody\.localhost does not resolve; is it spelt|no connection to nobody"
    ):
        add(config, f"http://nobody.localhost:{free_port()}/", NOTHING, None)


def test_a_private_address_is_refused_with_the_remedy(config: Path, web: WebServer) -> None:
    (config / "monitor.yaml").write_text("contact: desk@example.org\n")
    with pytest.raises(
        FeedError,
        match=r"refused to go to 127\.0\.0\.1: a loopback address; .*allow_private: \[127\.0\.0\.1\]",
    ):
        add(config, web.serve("/feed", QUIET), NOTHING, None)
    assert web.requests == []


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/feed",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "",
        "mailto:a@example.org",
    ],
)
def test_what_is_no_web_address_is_refused(address: str, config: Path) -> None:
    with pytest.raises(UsageError, match="no http or https address"):
        add(config, address, NOTHING, None)


def test_without_a_scheme_it_is_https(config: Path, web: WebServer) -> None:
    with pytest.raises(
        FeedError, match=r"^https://127\.0\.0\.1:\d+/feed: TLS failed.*begin its address with http://"
    ):
        add(config, f"127.0.0.1:{web.port}/feed", NOTHING, None)


def test_a_configuration_with_mistakes_is_said_first(config: Path, web: WebServer) -> None:
    (config / "sources" / "bad.yaml").write_text("sources:\n  - {id: x}\n")
    with pytest.raises(ConfigurationError, match=r"bad\.yaml:2"):
        add(config, web.serve("/feed", QUIET), NOTHING, None)
    assert web.requests == []


def test_a_wish_that_cannot_be_is_told_as_a_mistake_of_the_file_and_nothing_is_written(
    config: Path, mine: Path, web: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    wishes = Wishes("A b", grade="Z", claimant="hrna", topics=("iran-protests",), every="5")
    with pytest.raises(ConfigurationError) as failure:
        add(config, web.serve("/feed", QUIET), wishes, None)
    for said in (
        "write `a-b`",
        "the grade `Z`",
        "did you mean `hrana`?",
        "did you mean `iran-protests-2026`?",
        "a duration",
    ):
        assert said in str(failure.value)
    assert "nothing is written" in capsys.readouterr().err
    assert not mine.exists()


def test_a_file_that_cannot_be_written_names_the_way_by_hand(config: Path, web: WebServer) -> None:
    (config / "sources" / "flow.yaml").write_text(
        "sources: [{id: a, title: A, url: 'https://a.example/', grade: A}]\n"
    )
    with pytest.raises(NotWritten, match="--file; `--dry-run` shows what you can put there by hand"):
        add(config, web.serve("/feed", QUIET), Wishes(file="flow"), None)


# ── the command ─────────────────────────────────────────────────────────────────────────────


def test_sources_lists_as_ever_and_has_commands_beside(config: Path) -> None:
    listed = CliRunner().invoke(app, ["sources", "--format", "csv"])
    assert listed.exit_code == 0 and "hrana-demo" in listed.output
    for name in ("add", "import", "export"):
        shown = (
            CliRunner()
            .invoke(app, ["sources", name, "--help"], env={"NO_COLOR": "1", "COLUMNS": "100"})
            .output
        )
        assert f"Example: tollwatch sources {name}" in shown
        assert "--config" in shown and "--database" in shown


def test_the_command_adds_where_nobody_is_asked(config: Path, mine: Path, web: WebServer) -> None:
    """As a process, with its options before and behind `add`; the exit codes are those of every command."""
    url = web.serve("/feed", QUIET)
    here = config.absolute().parent
    done = tollwatch("sources", "--config", "config", "add", url, "--grade", "C", cwd=here, stdin="")
    assert (done.returncode, done.stderr) == (0, "")
    assert "grade: C" in mine.read_text()


def test_the_exit_codes_are_those_of_every_command(config: Path, web: WebServer) -> None:
    url = web.serve("/feed", QUIET)
    codes = [
        CliRunner().invoke(app, ["sources", "add", address]).exit_code
        for address in (url, url, web.url("/none"))
    ]
    assert codes == [0, 2, 1]


def test_options_before_add_count(
    config: Path, tmp_path: Path, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "config")
    done = CliRunner().invoke(
        app, ["sources", "--config", str(tmp_path / "config"), "add", web.serve("/feed", QUIET), "--yes"]
    )
    assert (done.exit_code, (tmp_path / "config" / "sources" / "my-sources.yaml").exists()) == (0, True)
