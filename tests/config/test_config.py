"""The configuration: what loads, and every way in which a user can get it wrong.

`good/` is a small whole configuration of our own; each folder of `bad/` holds the files in which one
wrong configuration differs from it, beside `expected.txt`: exactly the lines that a user sees.  A
line there that ends in … is a beginning, where the rest is another room's wording.
"""

from __future__ import annotations

import errno
import gc
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import apprise
import pytest

from monitor.config import fingerprint, load
from monitor.config.documents import Document, read_document
from monitor.config.documents import _unreadable as unreadable
from monitor.config.reference import SHEETS, reference, schema, stale_meanings, write_schemas
from monitor.config.shapes import duration, size
from monitor.core.specs import Delivering, Polling, Settings, Timing
from monitor.errors import ConfigurationError
from tests.adapters.servers import MailServer

HERE = Path(__file__).parent
TOP = HERE.parent.parent
GOOD = HERE / "good"
BAD = sorted(path.name for path in (HERE / "bad").iterdir() if path.is_dir())
SECRET = "s3cret"
ENVIRON = {
    "DESK_URL": f"mailtos://desk:{SECRET}@example.org",
    "GAZETTE_KEY": SECRET,
    "EMPTY": "",
}
REGENERATE = "run `python -m monitor.config.reference` at the top of the checkout"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the good configuration that a test may spoil; messages name files relative to it."""
    shutil.copytree(GOOD, tmp_path / "config")
    monkeypatch.chdir(tmp_path / "config")
    return Path()


@pytest.fixture
def edit(directory: Path) -> Edit:
    """Replace one passage of one file."""

    def edit(file: str, before: str, after: str) -> None:
        text = (directory / file).read_text(encoding="utf-8")
        assert before in text
        (directory / file).write_text(text.replace(before, after), encoding="utf-8")

    return edit


def mistakes_of(directory: Path, environ: dict[str, str] | None = None) -> list[str]:
    """The lines that a user sees; none if the configuration loads."""
    try:
        load(directory, ENVIRON if environ is None else environ)
    except ConfigurationError as error:
        return [str(mistake) for mistake in error.mistakes]
    return []


# ── what loads ──────────────────────────────────────────────────────────────────────────────


def test_what_a_topics_timing_leaves_out_is_as_for_all(directory: Path) -> None:
    with (directory / "monitor.yaml").open("a") as settings:
        settings.write("\ntiming: {settle: 30s, cooldown: 3h}\n")
    [topic] = (directory / "topics").iterdir()
    with topic.open("a") as text:
        text.write("\ntiming: {cooldown: 0s}\n")
    book = load(directory, ENVIRON)
    assert book.timing("flood-2025") == Timing(timedelta(seconds=30), timedelta(0))
    assert book.timing("another") == Timing(timedelta(seconds=30), timedelta(hours=3))


def test_what_need_not_settle_or_cool_down_says_so_with_zero(directory: Path) -> None:
    """To poll all the time, or to give a message no time, cannot be meant: `bad-durations-in-settings`."""
    with (directory / "monitor.yaml").open("a") as settings:
        settings.write("\ntiming: {settle: 0s, cooldown: 0m}\n")
    assert load(directory, ENVIRON).settings.timing == Timing(timedelta(0), timedelta(0))


def test_a_good_directory_becomes_a_book(directory: Path) -> None:
    """Every kind arrives as the contract's dataclass, keyed by id."""
    book = load(directory, ENVIRON)
    assert list(book.sources) == ["gazette", "rescue-feed"]
    assert book.sources["rescue-feed"].every == timedelta(hours=6)
    assert book.sources["rescue-feed"].claimant == "rescue-service"
    assert book.topics["flood-2025"].window.from_ == date(2025, 3, 1)
    assert book.claimants["rescue-service"].class_ == "official"
    assert book.claimants["rescue-service"].aliases["en"] == ("Riverland Rescue Service", "RRS")
    assert book.metrics["killed"].rules[0].examples[0].figures[0].low == 12
    assert book.settings.polling.max_bytes == 10_000_000
    assert book.settings.polling.every == timedelta(minutes=15)
    assert {watch.condition.name for watch in book.policies["flood-2025"].watches} >= {"first", "up"}


def test_the_books_mappings_cannot_be_written_to(directory: Path) -> None:
    book = load(directory, ENVIRON)
    for mapping in (book.sources, book.topics, book.claimants, book.metrics, book.languages, book.policies):
        assert isinstance(mapping, MappingProxyType)


def test_variables_and_secret_files_are_filled_in(directory: Path, edit: Edit, tmp_path: Path) -> None:
    (tmp_path / "desk").write_text(f"mailtos://desk:{SECRET}@example.org\n", encoding="utf-8")
    edit("monitor.yaml", "${DESK_URL}", f"file:{tmp_path / 'desk'}")
    book = load(directory, ENVIRON)
    assert book.settings.destinations[0].url == f"mailtos://desk:{SECRET}@example.org"
    assert book.sources["gazette"].url == f"https://gazette.example.org/feed?key={SECRET}"


def test_a_proxys_password_may_hold_any_sign(directory: Path, edit: Edit) -> None:
    proxy = "https://rescue.example.org/rss.xml\n    proxy: http://desk:${GAZETTE_KEY}@proxy.example.org:3128"
    edit("sources/all.yaml", "https://rescue.example.org/rss.xml", proxy)
    source = load(directory, {**ENVIRON, "GAZETTE_KEY": "p@ss/w:rd"}).sources["rescue-feed"]
    assert source.proxy == "http://desk:p%40ss%2Fw%3Ard@proxy.example.org:3128"
    assert "proxy" not in repr(source)


def test_a_dollar_without_braces_is_a_dollar(directory: Path, edit: Edit) -> None:
    """One real feed has `$` in its path."""
    edit("sources/all.yaml", "https://rescue.example.org/rss.xml", "https://rescue.example.org/a$b")
    assert load(directory, ENVIRON).sources["rescue-feed"].url == "https://rescue.example.org/a$b"


def test_in_a_rule_braces_after_a_dollar_are_a_pattern(directory: Path, edit: Edit) -> None:
    edit(
        "metrics/killed.yaml",
        "{n} {victims} (?:were|was) killed",
        r"(?:\${n} )?{n} {victims} (?:were|was) killed",
    )
    assert not [line for line in mistakes_of(directory) if "variable" in line]


def test_a_settings_file_of_comments_means_the_defaults(directory: Path) -> None:
    (directory / "monitor.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert load(directory, ENVIRON).settings == Settings()


def test_no_is_a_word_in_yaml_1_2(directory: Path, edit: Edit) -> None:
    """Norwegian is `no`, and no truth value."""
    edit("sources/all.yaml", "language: en\n    grade: A", "language: no\n    grade: A")
    assert load(directory, ENVIRON).sources["rescue-feed"].language == "no"


def test_a_claimants_own_names_in_many_scripts_survive(directory: Path, edit: Edit) -> None:
    edit("claimants/all.yaml", "en: [The Gazette]", "en: [The Gazette]\n      fa: [روزنامه]")
    assert load(directory, ENVIRON).claimants["gazette-paper"].aliases["fa"] == ("روزنامه",)


def test_anchors_may_share_a_list(directory: Path, edit: Edit) -> None:
    edit(
        "claimants/all.yaml", "anaphora:\n      en: [the service]", "anaphora: &body\n      en: [the service]"
    )
    edit("claimants/all.yaml", "en: [The Gazette]", "en: [The Gazette]\n    anaphora: *body")
    assert load(directory, ENVIRON).claimants["gazette-paper"].anaphora["en"] == ("the service",)


def test_hidden_files_are_an_editors_own(directory: Path) -> None:
    (directory / "sources" / ".#all.yaml").write_text("][", encoding="utf-8")
    assert mistakes_of(directory) == []


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30), ("15m", 900), ("6h", 21_600), ("1d", 86_400), ("250ms", 0.25), ("1.5h", 5_400)],
)
def test_durations_are_a_number_and_a_unit(text: str, seconds: float) -> None:
    assert duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["0s", "15", "m", "-5m", "15 minutes", "", "9999999w"])
def test_what_is_no_duration_is_none(text: str) -> None:
    assert duration(text) is None


@pytest.mark.parametrize(
    ("text", "count"), [("500KB", 500_000), ("10MB", 10_000_000), ("1g", 10**9), ("77", 77)]
)
def test_sizes_are_decimal(text: str, count: int) -> None:
    assert size(text) == count


# ── what does not ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_configuration_is_told_line_by_line(case: str, directory: Path) -> None:
    """All mistakes at once, exactly these lines and no other."""
    shutil.copytree(
        HERE / "bad" / case, directory, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt")
    )
    said = mistakes_of(directory)
    expected = (HERE / "bad" / case / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert len(said) == len(expected), said
    for line, wanted in zip(said, expected, strict=True):
        assert line.startswith(wanted[:-1]) if wanted.endswith("…") else line == wanted


@pytest.mark.parametrize("case", BAD)
def test_no_message_shows_a_secret(case: str, directory: Path) -> None:
    """Neither from the environment nor from an address that a user wrote out."""
    shutil.copytree(HERE / "bad" / case, directory, dirs_exist_ok=True)
    text = "\n".join(mistakes_of(directory))
    assert text
    assert SECRET not in text
    assert "T0KEN" not in text


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    place = tmp_path / "nowhere"
    expected = f"{place}:1: the directory is not there; expected a directory with monitor.yaml in it"
    assert mistakes_of(place) == [expected]


def test_a_file_in_the_directorys_place_is_named(tmp_path: Path) -> None:
    place = tmp_path / "config"
    place.write_text("", encoding="utf-8")
    assert mistakes_of(place)[0].startswith(f"{place}:1: the directory is a file;")


def test_an_empty_directory_lacks_everything_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert mistakes_of(Path()) == [
        "claimants:1: the directory is not there; expected at least one .yaml file with a claimant",
        "languages:1: the directory is not there; expected at least one .yaml file with a language",
        "metrics:1: the directory is not there; expected at least one .yaml file with a metric",
        "monitor.yaml:1: the file is not there; expected a file, if only with comments",
        "sources:1: the directory is not there; expected at least one .yaml file with a source",
        "topics:1: the directory is not there; expected at least one .yaml file with a topic",
    ]


def test_no_sources_is_a_mistake(directory: Path) -> None:
    (directory / "sources" / "all.yaml").unlink()
    assert mistakes_of(directory) == [
        "sources:1: no source is defined; expected at least one .yaml file with a source"
    ]


def test_without_topics_nobody_says_that_a_topic_is_unknown(directory: Path) -> None:
    """One cause, one line: the consequences are not told."""
    shutil.rmtree(directory / "topics")
    assert [line.split(":")[0] for line in mistakes_of(directory)] == ["topics"]


def test_a_folder_with_a_yaml_name_is_named(directory: Path) -> None:
    (directory / "sources" / "more.yaml").mkdir()
    assert mistakes_of(directory) == ["sources/more.yaml:1: the file cannot be read: is a directory"]


def test_an_unset_variable_names_itself_and_nothing_else(directory: Path) -> None:
    lines = mistakes_of(directory, {"DESK_URL": ENVIRON["DESK_URL"], "OTHER": SECRET})
    assert lines == [
        "sources/all.yaml:4: the environment variable `GAZETTE_KEY` is not set; "
        "set GAZETTE_KEY, or GAZETTE_KEY_FILE to the path of a secret file, or remove ${GAZETTE_KEY}"
    ]


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "is empty"), (b"\xff", "is not UTF-8"), (b"x" * 70_000, "too long")]
)
def test_a_secret_file_must_hold_a_secret(
    content: bytes, said: str, directory: Path, edit: Edit, tmp_path: Path
) -> None:
    (tmp_path / "desk").write_bytes(content)
    edit("monitor.yaml", "${DESK_URL}", f"file:{tmp_path / 'desk'}")
    (line,) = mistakes_of(directory)
    assert line.startswith("monitor.yaml:8: the secret file")
    assert said in line


def destination(directory: Path, url: str, environ: dict[str, str]) -> str:
    """The address of the one destination, filled in."""
    text = (directory / "monitor.yaml").read_text(encoding="utf-8").replace("${DESK_URL}", url)
    (directory / "monitor.yaml").write_text(text, encoding="utf-8")
    return load(directory, {**ENVIRON, **environ}, wait=True).settings.destinations[0].url


@pytest.mark.parametrize(
    ("url", "filled"),
    [
        ("mailtos://desk:${PW}@example.org", "mailtos://desk:p%40ss%2Fw%23rd%25%3F%20%2B@example.org"),
        ("jsons://example.org/a?+Authorization=Bearer%20${PW}", "p%40ss%2Fw%23rd%25%3F%20%2B"),
        ("json://${HOST}/a", "json://localhost:8080/a"),
        ("json://a:${PW}@${HOST}/a", "json://a:p%40ss%2Fw%23rd%25%3F%20%2B@localhost:8080/a"),
        ("${WHOLE}", "json://localhost/a?b=c"),
    ],
)
def test_a_value_within_an_address_is_percent_encoded_and_a_whole_address_is_not(
    url: str, filled: str, directory: Path
) -> None:
    environ = {"PW": "p@ss/w#rd%? +", "HOST": "localhost:8080", "WHOLE": "json://localhost/a?b=c"}
    assert filled in destination(directory, url, environ)


def test_a_value_within_a_header_is_taken_as_it_is(directory: Path, edit: Edit) -> None:
    edit("sources/all.yaml", "grade: A\n", "grade: A\n    headers: {X-Key: 'a ${PW}'}\n")
    book = load(directory, {**ENVIRON, "PW": "p@ss/w#rd"}, wait=True)
    assert book.sources["rescue-feed"].headers == {"X-Key": "a p@ss/w#rd"}


def test_a_variables_file_holds_its_value_as_docker_has_it(directory: Path, tmp_path: Path) -> None:
    """The line's end is no part of it; another load reads it anew."""
    (tmp_path / "pw").write_bytes(b"\xef\xbb\xbfp@ss\r\n")
    environ = {"PW_FILE": str(tmp_path / "pw")}
    assert destination(directory, "mailtos://desk:${PW}@example.org", environ).count("p%40ss@") == 1
    (tmp_path / "pw").write_text("other\n", encoding="utf-8")
    assert load(directory, {**ENVIRON, **environ}).settings.destinations[0].url.endswith(":other@example.org")


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "`PW` is not set; set PW, or PW_FILE to the path of a secret file, or remove ${PW}"),
        ({"PW": " "}, "`PW` is empty; give PW a value"),
        ({"PW": "T0KEN", "PW_FILE": "/x"}, "`PW` and `PW_FILE` are both set; unset one of them"),
        (
            {"PW_FILE": "/nowhere/pw"},
            "the secret file of `PW_FILE` `/nowhere/pw` cannot be read: no such file",
        ),
        ({"PW_FILE": "pw"}, "the secret file of `PW_FILE` `pw` has no absolute path"),
        ({"PW_FILE": "/"}, "cannot be read: is a directory; name the file in it"),
        ({"PW_FILE": "/a\0b"}, "has a name that no file can have"),
        ({"PW_FILE": "{empty}"}, "is empty; write the secret into it"),
        ({"PW_FILE": "{lines}"}, "holds several lines, or a control character; expected one line"),
    ],
)
def test_a_secret_that_cannot_be_had_is_told_with_file_line_and_remedy(
    environ: dict[str, str], said: str, directory: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").write_text(" \n", encoding="utf-8")
    (tmp_path / "lines").write_text("T0KEN\nT0KEN\n", encoding="utf-8")
    files = {name: str(tmp_path / name) for name in ("empty", "lines")}
    named = {name: value.format(**files) for name, value in environ.items()}
    with pytest.raises(ConfigurationError) as caught:
        destination(directory, "mailtos://desk:${PW}@example.org", named)
    (mistake,) = caught.value.mistakes
    assert (Path(mistake.file).name, mistake.line) == ("monitor.yaml", 8)
    assert said in str(mistake)
    assert "T0KEN" not in str(mistake)


def test_a_secret_file_that_is_not_ours_to_read_says_who_must() -> None:
    """As root every file can be read, so the refusal itself is what is asked about."""
    said = unreadable(
        "the secret file `/run/secrets/x`", PermissionError(errno.EACCES, "Permission denied")
    ).said
    assert said[0] == "the secret file `/run/secrets/x` cannot be read: permission denied"
    assert said[2] == "let the user that runs Tollwatch read it"


def test_a_rule_that_fails_its_example_is_loaded_when_proof_is_not_asked_for(
    directory: Path, edit: Edit
) -> None:
    """`wait=True` is for speed; by default a wrong rule never replaces a good one."""
    edit("metrics/killed.yaml", "- low: 12", "- low: 13")
    assert load(directory, ENVIRON, wait=True).metrics
    with pytest.raises(ConfigurationError):
        load(directory, ENVIRON)


def test_an_error_holds_every_mistake_as_data(directory: Path, edit: Edit) -> None:
    edit("sources/all.yaml", "grade: A\n", "grad: A\n")
    edit("topics/flood.yaml", "title:", "titel:")
    with pytest.raises(ConfigurationError) as caught:
        load(directory, ENVIRON)
    assert [(mistake.file, mistake.line, mistake.hint) for mistake in caught.value.mistakes] == [
        ("sources/all.yaml", 12, "did you mean `grade`?"),
        ("topics/flood.yaml", 2, "did you mean `title`?"),
    ]


def _cut_short(text: bytes) -> Iterator[bytes]:
    for end in range(0, len(text), 37):
        yield text[:end]
        yield text[:end] + b"\n\t: [}\x00'" + text[end:]


@pytest.mark.parametrize(
    "file", ["monitor.yaml", "topics/flood.yaml", "claimants/all.yaml", "metrics/killed.yaml"]
)
def test_no_cut_or_garbled_file_ends_in_a_traceback(file: str, directory: Path) -> None:
    """Whatever an interrupted editor leaves behind: a book or mistakes, never another exception."""
    whole = (directory / file).read_bytes()
    for text in _cut_short(whole):
        (directory / file).write_bytes(text)
        for line in mistakes_of(directory):
            assert SECRET not in line


def test_every_line_of_a_document_is_known() -> None:
    document, mistakes = read_document("x.yaml", b"a:\n  - b: 1\n    c:\n      - d\n")
    assert document is not None
    assert mistakes == ()
    lines = [document.line(path) for path in [("a",), ("a", 0, "b"), ("a", 0, "c", 0), ("a", 0, "e"), ("z",)]]
    assert lines == [1, 2, 4, 2, 1]


# ── reload ──────────────────────────────────────────────────────────────────────────────────


def test_the_fingerprint_changes_with_every_edit_and_with_nothing_else(directory: Path, edit: Edit) -> None:
    first = fingerprint(directory)
    (directory / "README.md").write_text("notes", encoding="utf-8")
    (directory / "sources" / "all.yaml").touch()
    assert fingerprint(directory) == first
    edit("topics/flood.yaml", "Floods of 2025", "Floods")
    second = fingerprint(directory)
    (directory / "sources" / "all.yaml").rename(directory / "sources" / "renamed.yaml")
    assert len({first, second, fingerprint(directory)}) == 3


def test_a_missing_directory_has_a_fingerprint_too(tmp_path: Path) -> None:
    """So that a reload can notice a directory that comes back."""
    assert fingerprint(tmp_path / "nowhere") == fingerprint(tmp_path / "elsewhere")


# ── the shipped configuration and what is made from the types ───────────────────────────────


@pytest.fixture(scope="module")
def shipped() -> Path:
    return TOP / "config"


LOADED = """
import re, sys
from pathlib import Path
from monitor.config import load
book = load(Path(sys.argv[1]), {})
assert len(book.sources) >= 30
assert len({source.language for source in book.sources.values()}) >= 7
assert {"iran-protests-2026", "iran-november-2019"} <= set(book.topics)
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def test_the_shipped_configuration_has_no_mistake(shipped: Path) -> None:
    """With every rule proven, in the memory of one language: all ten at once would take 860 MB."""
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED, shipped], cwd=TOP, capture_output=True, text=True, check=True
    )
    assert int(loaded.stdout) < 400_000, "kB"


def test_the_examples_in_the_shipped_settings_work_once_uncommented(shipped: Path, directory: Path) -> None:
    """What a user uncomments must load, and apprise must be able to make a notifier of each address."""
    text = (shipped / "monitor.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^# (?=contact:|delivering:|destinations:|routes:|  )|(?<=^  )# (?=\w+: )", "", text)
    secret = (directory / "slack").resolve()
    secret.write_text("slack://AAAAAAAAA/BBBBBBBBB/cccccccccccccccccccccccc/#tolls\n", encoding="utf-8")
    text = text.replace("/run/secrets/slack", str(secret)).replace("iran-protests-2026", "flood-2025")
    (directory / "monitor.yaml").write_text(text, encoding="utf-8")
    variables = {"SMTP_USER": "desk", "SMTP_PASSWORD": "word", "ARCHIVE_TOKEN": "token"}
    settings = load(directory, {**ENVIRON, **variables}).settings
    assert [each.id for each in settings.destinations] == ["desk-mail", "newsroom-slack", "archive-webhook"]
    assert [len(route.to) for route in settings.routes] == [2, 1]
    every = Polling().every  # `min` and `max` stand there as they are worked out where they are left out
    assert (settings.polling, settings.delivering) == (Polling(min=every / 3, max=2 * every), Delivering())
    for destination in settings.destinations:
        assert apprise.Apprise.instantiate(destination.url) is not None, destination.id


def test_a_book_has_every_rule_once_wherever_it_stands(shipped: Path) -> None:
    """In a metric's file or in a language's."""
    rules = [rule.id for rule in load(shipped, {}, wait=True).rules()]
    assert {"killed-en-passive", "killed-ar-verb"} <= set(rules)
    assert len(rules) == len(set(rules))


def test_no_shipped_source_is_polled_twice(shipped: Path) -> None:
    urls = [source.url for source in load(shipped, {}, wait=True).sources.values()]
    assert len(urls) == len(set(urls))


def test_party_sources_and_state_media_are_never_graded_like_monitors(shipped: Path) -> None:
    """Party and state claimants are D or worse; monitors and the United Nations C or better."""
    for claimant in load(shipped, {}, wait=True).claimants.values():
        if claimant.class_ in ("monitor", "un"):
            assert claimant.grade is not None
            assert claimant.grade[0] in "ABC", claimant.id
        if claimant.class_ == "party":
            assert claimant.grade is not None
            assert claimant.grade[0] in "DEF", claimant.id


def test_every_shipped_file_names_its_schema(shipped: Path) -> None:
    for path in shipped.rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        name = first.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / name).is_file(), f"{path.name}: {first}"


def test_the_committed_schemas_are_up_to_date(shipped: Path, tmp_path: Path) -> None:
    write_schemas(tmp_path)
    for path in tmp_path.iterdir():
        committed = shipped / "schemas" / path.name
        assert committed.is_file(), REGENERATE
        assert committed.read_bytes() == path.read_bytes(), f"{path.name} is out of date: {REGENERATE}"


def test_the_committed_reference_is_up_to_date() -> None:
    committed = (TOP / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert committed == reference(), f"docs/configuration.md is out of date: {REGENERATE}"


def test_the_reference_explains_no_key_that_is_gone() -> None:
    assert stale_meanings() == ()


def test_schemas_speak_of_keys_as_the_yaml_writes_them() -> None:
    text = json.dumps([schema(sheet) for sheet in SHEETS])
    assert '"class"' in text
    assert '"from"' in text
    assert "class_" not in text
    assert "from_" not in text
    assert '"duration"' not in text


def test_a_password_of_odd_signs_opens_the_mail_server(directory: Path) -> None:
    """As it is in the variable, not a byte of it quoted by hand."""
    password = "p@ss/w#rd%? +:"
    with MailServer(account=("desk@example.org", password)) as server:
        url = "mailto://${MAIL_USER}:${MAIL_PASSWORD}@127.0.0.1:${PORT}?from=a@example.org&to=b@example.org&mode=insecure"
        environ = {"MAIL_USER": "desk@example.org", "MAIL_PASSWORD": password, "PORT": str(server.port)}
        filled = destination(directory, url, environ)
        assert apprise.Apprise.instantiate(filled).notify("hello")
        assert [mail["to"] for mail in server.mails] == ["b@example.org"]
        assert not apprise.Apprise.instantiate(filled.replace("%23", "%24")).notify("hello")


def test_a_book_that_waits_for_its_rules_holds_no_documents(directory: Path) -> None:
    """Ten languages and ten thousand sources with the lines of all their parts: thirty megabytes, for months."""

    def documents() -> int:
        gc.collect()
        return sum(isinstance(one, Document) for one in gc.get_objects())

    before = documents()
    book = load(directory, ENVIRON, wait=True)
    assert documents() == before
    assert book.rulebook.languages["en"].rules
