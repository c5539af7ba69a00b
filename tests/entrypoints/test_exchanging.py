"""`tollwatch sources import` and `export`: what a list brings, what it may not bring, and that it comes back as it went."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.config import load
from monitor.entrypoints.adding import Wishes
from monitor.entrypoints.cli import app
from monitor.entrypoints.exchanging import export_opml, import_opml
from monitor.errors import ConfigurationError, NotWritten, UsageError
from monitor.model import Source

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>A subscriptions in feedly Cloud</title></head><body>
<outline text="Iran" title="Iran">
<outline type="rss" text="Herald: world" title="Herald: world" xmlUrl="https://herald.example/feed?a=1&b=2"/>
<outline type="rss" text="نمونه" xmlUrl="https://sample.example/rss" language="per" category="iran-protests-2026,other"/>
</outline>
<outline text="World" title="World">
<outline type="rss" text="Herald" xmlUrl="http://www.herald.example/feed?a=1&b=2"/>
<outline type="rss" text="HRANA" xmlUrl="http://127.0.0.1:9/hrana/"/>
<outline type="rss" text="Herald: world" xmlUrl="https://other.example/feed"/>
</outline>
</body></opml>
"""
BAD = (
    '<opml><body>\n<outline text="Key" xmlUrl="https://a.example/?token=hunter2"/>\n'
    '<outline text="Page" type="HTML+XPath" xmlUrl="https://a.example/"/>\n'
    '<outline text="${HOME} file:" xmlUrl="https://b.example/"/></body></opml>'
)
NOTHING = Wishes()


@pytest.fixture
def config(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(place)
    return Path("config")


@pytest.fixture
def listed(config: Path) -> Path:
    Path("My Feeds.opml").write_text(LIST, "utf-8")
    return Path("My Feeds.opml")


def sources(config: Path) -> dict[str, Source]:
    return dict(load(config, os.environ, wait=True).sources)


def test_every_new_feed_becomes_a_source_of_one_file(
    config: Path, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_opml(config, listed, NOTHING) == 0
    assert (config / "sources" / "imported-my-feeds.yaml").read_text("utf-8") == (
        "# yaml-language-server: $schema=../schemas/sources.json\n"
        "sources:\n"
        "  # Iran\n"
        "  - id: herald-world\n"
        '    title: "Herald: world"\n'
        "    url: https://herald.example/feed?a=1&b=2\n"
        "    grade: F\n"
        "\n"
        "  # Iran\n"
        "  - id: sample-example\n"
        "    title: نمونه\n"
        "    url: https://sample.example/rss\n"
        "    language: fa\n"
        "    grade: F\n"
        "    topics: [iran-protests-2026]\n"
        "\n"
        "  # World\n"
        "  - id: herald-world-2\n"
        '    title: "Herald: world"\n'
        "    url: https://other.example/feed\n"
        "    grade: F\n"
    )
    assert len(sources(config)) == 5
    assert capsys.readouterr().out == (
        "3 sources written to config/sources/imported-my-feeds.yaml; 1 there already; "
        "1 outline of a feed that stands in the list twice\n"
        "all with grade F (reliability cannot be judged): edit the file, or say --grade\n"
    )


def test_the_same_list_again_brings_nothing(
    config: Path, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_opml(config, listed, NOTHING)
    before = (config / "sources" / "imported-my-feeds.yaml").read_bytes()
    capsys.readouterr()
    assert import_opml(config, listed, NOTHING) == 0
    assert (config / "sources" / "imported-my-feeds.yaml").read_bytes() == before
    assert capsys.readouterr().out.startswith("nothing new; 4 there already")


def test_what_the_user_says_counts_for_all(config: Path, listed: Path) -> None:
    import_opml(config, listed, Wishes(grade="C3", language="en", topics=(), every="1h", file="papers"))
    assert (config / "sources" / "papers.yaml").exists()
    made = sources(config)["sample-example"]
    assert (made.grade, made.language, made.every and made.every.total_seconds()) == ("C3", "en", 3600)


def test_what_is_left_out_is_named_with_its_line_and_why_and_brings_no_secret(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.opml").write_text(BAD)
    assert import_opml(config, Path("bad.opml"), NOTHING) == 1
    said = capsys.readouterr()
    first, second = said.err.splitlines()
    assert first.startswith(
        "bad.opml:2: Key: left out: its address holds a key in clear (the parameter `token`)"
    )
    assert second.startswith("bad.opml:3: Page: left out: a page that is read by rules of its own")
    assert "1 source written" in said.out and "2 left out" in said.out
    assert "hunter2" not in said.out + said.err
    assert sources(config)["home-file"].title == "$(HOME} file"


def test_a_dry_run_prints_the_blocks_and_writes_nothing(
    config: Path, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_opml(config, listed, Wishes(dry_run=True)) == 0
    said = capsys.readouterr()
    assert said.out.count("  - id: ") == 3
    assert "3 sources would be written to" in said.err
    assert len(sources(config)) == 2


def test_a_wish_that_cannot_be_writes_nothing(config: Path, listed: Path) -> None:
    with pytest.raises(ConfigurationError, match="the grade `Z`"):
        import_opml(config, listed, Wishes(grade="Z"))
    assert len(sources(config)) == 2


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("none.opml", None, "none.opml: no such file"),
        ("page.opml", "<html></html>", "page.opml: no OPML that can be read: line 1: it begins with <html>"),
        ("cut.opml", "<opml>\n<body>", "cut.opml: no OPML that can be read: line 2: no element found"),
    ],
)
def test_what_is_no_list_is_said_with_its_line(name: str, body: str | None, says: str, config: Path) -> None:
    if body is not None:
        Path(name).write_text(body)
    with pytest.raises(UsageError, match=says):
        import_opml(config, Path(name), NOTHING)


def test_a_list_may_come_by_stdin(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LIST.encode())))
    assert import_opml(config, Path("-"), Wishes(file="papers")) == 0
    assert "herald-world" in sources(config)


def test_what_was_exported_comes_back_with_its_address_title_and_language(
    config: Path, listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_opml(config, listed, NOTHING)
    export_opml(config, Path("out.opml"))
    assert "5 feeds written to out.opml" in capsys.readouterr().out
    before = sources(config)
    for file in (config / "sources").glob("*.yaml"):
        file.unlink()
    (config / "sources" / "one.yaml").write_text(
        "sources:\n  - {id: one, title: One, url: 'https://one.example/', grade: A}\n"
    )
    assert import_opml(config, Path("out.opml"), NOTHING) == 0
    after = sources(config)
    del after["one"]
    assert [(one.url, one.title, one.language, one.topics) for one in after.values()] == [
        (one.url, one.title, one.language, one.topics) for one in before.values()
    ]


def test_an_export_holds_no_secret_and_nothing_that_rests(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEED_TOKEN", "hunter2")
    (config / "sources" / "some.yaml").write_text(
        "sources:\n"
        "  - {id: open, title: Open & <free>, url: 'https://a.example/', grade: A, headers: {X-Key: hunter2}}\n"
        "  - {id: variable, title: V, url: 'https://b.example/${FEED_TOKEN}', grade: A}\n"
        "  - {id: clear, title: C, url: 'https://c.example/?token=hunter2', grade: A}\n"
        "  - {id: resting, title: R, url: 'https://d.example/?token=hunter2', grade: A, enabled: false}\n"
        "  - {id: page, title: P, url: 'https://e.example/', grade: A, kind: page, page: {items: li}}\n"
    )
    assert export_opml(config, None) == 0
    said = capsys.readouterr()
    assert "hunter2" not in said.out + said.err
    assert said.err.splitlines() == [
        "variable: left out: its address holds a secret",
        "clear: left out: its address holds a key: the parameter `token`",
        "page: left out: its kind is page, and OPML lists feeds",
    ]
    assert said.out.count("<outline") == 1
    assert 'title="Open &amp; &lt;free&gt;"' in said.out


def test_an_export_that_cannot_be_written_is_said(config: Path) -> None:
    with pytest.raises(NotWritten, match="config cannot be written: is a directory"):
        export_opml(config, config)


def test_the_commands_hand_over_what_was_said(config: Path, listed: Path) -> None:
    run = CliRunner().invoke(
        app,
        [
            "sources",
            "import",
            str(listed),
            "--grade",
            "C",
            "--topics",
            "iran-protests-2026, ",
            "--file",
            "papers",
        ],
    )
    assert run.exit_code == 0
    assert {one.grade for one in sources(config).values()} == {"B2", "C"}
    assert sources(config)["herald-world"].topics == ("iran-protests-2026",)
    shown = CliRunner().invoke(app, ["sources", "export"])
    assert shown.exit_code == 0 and shown.output.startswith("<?xml") and "herald.example" in shown.output
