"""New sources into a file of YAML: nothing else in it changes, and a mistake changes nothing."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import load
from monitor.config.documents import fill_in, part, read_document
from monitor.config.writing import (
    Draft,
    add_sources,
    block,
    filled_in,
    of_others,
    scalar,
    source_file,
    sources_as_written,
    try_sources,
    with_blocks,
)
from monitor.core.markup import one_line
from monitor.errors import ConfigurationError, NotWritten, UsageError
from tests.config.test_config import ENVIRON, GOOD

HERALD = Draft(
    {"id": "herald", "title": "The Herald: world", "url": "https://herald.example/feed", "grade": "F"}
)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path / "config")
    return tmp_path / "config"


@pytest.mark.parametrize(
    "before",
    [
        b"sources:\n  - {id: a}\n",
        b"# above\nsources:   # beside\n    -   id: a     # an id\n        title:   'A'\n\n\n  # below\n",
        b"sources:\n- id: a\n  topics: [x,\n    y]\n",
        b"sources:\n- id: a\n  title: >\n    A\n    B\n",
        b"\xef\xbb\xbfsources:\n  - id: a",
        b"sources:\n  - id: a\n  - id: b # the last, without an end",
        b"sources:\n",
        b"",
        None,
    ],
)
def test_what_stands_in_a_file_stays_byte_by_byte(before: bytes | None) -> None:
    after = with_blocks(before, [HERALD, Draft({"id": "b", "topics": ("x", "y: z")}, "a comment")], "f")
    assert after.startswith(before or b"# yaml-language-server: ")
    document, mistakes = read_document("f", after)
    assert document is not None and mistakes == ()
    listed = part(document.value, ("sources",))
    assert isinstance(listed, list)
    assert listed[-2:] == [dict(HERALD.values), {"id": "b", "topics": ["x", "y: z"]}]


def test_lines_end_as_they_do_in_the_file() -> None:
    after = with_blocks(b"sources:\r\n  - id: a\r\n", [HERALD, HERALD], "f")
    assert after.count(b"\n") == after.count(b"\r\n") > 8


@pytest.mark.parametrize(
    "before",
    [
        b"sources: [{id: a}]\n",
        b"sources: {id: a}\n",
        b"other: 1\n",
        b"sources:\n  - id: a\n...\n",
        b"- id: a\n",
        b"sources: 'x\n",
    ],
)
def test_a_file_that_nothing_can_be_put_behind_is_left_alone(before: bytes) -> None:
    with pytest.raises(NotWritten, match="--file"):
        with_blocks(before, [HERALD], "some.yaml")


@given(st.text(max_size=40))
def test_whatever_a_feed_calls_itself_is_read_back_as_it_was(said: str) -> None:
    """And names neither a variable nor a secret file of ours."""
    title = of_others(one_line(said))
    document, mistakes = read_document("f", f"sources:\n{block(Draft({'title': title}))}".encode())
    assert document is not None and mistakes == ()
    filled, missing = fill_in(document, {})
    assert missing == ()
    assert part(filled.value, ("sources", 0, "title")) == title


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "null",
        "True",
        "1",
        "1.5",
        "2026-01-01",
        "- a",
        "a: b",
        "a #b",
        "'",
        '"',
        "@a",
        "%a",
        "!a",
        "&a",
        "*a",
        "[",
        "a ",
        "~",
        "",
        ":",
        "?",
    ],
)
def test_a_value_that_could_be_misread_is_put_in_quotes(text: str) -> None:
    document, _ = read_document("f", f"a: {scalar(text)}".encode())
    assert document is not None and document.value == {"a": text}
    assert scalar(text).startswith('"') or text == "no"


@pytest.mark.parametrize("text", ["BBC News", "https://example.org/a?b=${C}&d#e", "15m", "fa", "Día – مثال"])
def test_a_value_that_nobody_can_misread_stands_plain(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize("said", ["${HOME}", "a ${B} c", "file:/etc/passwd", " FILE:/etc/passwd", "$${X}"])
def test_a_title_of_others_names_no_variable_and_no_file(said: str) -> None:
    document, _ = read_document("f", f"title: {scalar(of_others(said))}".encode())
    assert document is not None
    filled, missing = fill_in(document, {"HOME": "secret", "B": "secret", "X": "secret"})
    assert missing == ()
    assert "secret" not in str(filled.value) and "root:" not in str(filled.value)


def test_sources_are_added_and_the_whole_is_checked_first(directory: Path) -> None:
    file = directory / "sources" / "mine.yaml"
    add_sources(directory, file, [HERALD], ENVIRON)
    assert load(directory, ENVIRON, wait=True).sources["herald"].title == "The Herald: world"
    assert file.read_text().startswith("# yaml-language-server: $schema=../schemas/sources.json\nsources:\n")
    with pytest.raises(ConfigurationError, match=r"mine\.yaml:8: .*second time"):
        add_sources(directory, file, [HERALD], ENVIRON)
    assert file.read_text().count("herald\n") == 1
    assert [path.name for path in file.parent.iterdir() if "mine" in path.name] == ["mine.yaml"]


def test_trying_tells_the_same_mistakes_and_writes_nothing(directory: Path) -> None:
    file = directory / "sources" / "mine.yaml"
    try_sources(directory, file, [HERALD], ENVIRON)
    with pytest.raises(ConfigurationError, match="the grade `Z`"):
        try_sources(directory, file, [Draft({**HERALD.values, "grade": "Z"})], ENVIRON)
    assert not file.exists()


def test_rights_and_links_of_a_file_stay(directory: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    file = directory / "sources" / "all.yaml"
    file.rename(real)
    real.chmod(0o640)
    file.symlink_to(real)
    add_sources(directory, file, [HERALD], ENVIRON)
    assert file.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "herald" in real.read_text()


def test_a_file_that_somebody_else_changed_meanwhile_is_left_to_them(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = directory / "sources" / "all.yaml"
    real = os.fsync

    def slow(handle: int) -> None:
        file.write_text("sources: []\n")
        real(handle)

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(NotWritten, match="changed by somebody else"):
        add_sources(directory, file, [HERALD], ENVIRON)
    assert file.read_text() == "sources: []\n"
    assert [path.name for path in file.parent.iterdir()] == ["all.yaml"]


def test_a_file_that_cannot_be_written_is_said_with_the_reason(directory: Path) -> None:
    (directory / "sources" / "mine.yaml").mkdir()
    with pytest.raises(NotWritten, match=r"mine\.yaml cannot be read: is a directory"):
        add_sources(directory, directory / "sources" / "mine.yaml", [HERALD], ENVIRON)


@pytest.mark.parametrize("name", ["mine", "mine.yaml", "sources/mine.yaml"])
def test_a_file_may_be_named_in_short(directory: Path, name: str) -> None:
    assert source_file(directory, name) == directory / "sources" / "mine.yaml"
    assert (
        source_file(directory, str(directory / "sources" / "mine.yaml"))
        == directory / "sources" / "mine.yaml"
    )


@pytest.mark.parametrize(
    "name", ["../mine.yaml", "/tmp/mine.yaml", "mine.yml", ".mine", "topics/mine.yaml", "", "a b"]
)
def test_a_file_that_is_no_file_of_sources_is_refused(directory: Path, name: str) -> None:
    with pytest.raises(UsageError, match="sources"):
        source_file(directory, name)


def test_sources_are_found_where_they_stand_and_as_they_are_written(directory: Path) -> None:
    written = sources_as_written(directory)
    assert written["gazette"].values["url"] == "https://gazette.example.org/feed?key=${GAZETTE_KEY}"
    assert written["gazette"].place.endswith("all.yaml:2")


def test_an_address_is_filled_in_as_a_source_is() -> None:
    assert filled_in("https://a.example/${K}", {"K": "x/y"}) == "https://a.example/x%2Fy"
    with pytest.raises(UsageError, match="`K` is not set"):
        filled_in("https://a.example/${K}", {})
