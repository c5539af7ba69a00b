"""`tollwatch backtest`: an analyst's table, and the stored history, against the policy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.entrypoints.backtesting import Tuning, over_table
from monitor.entrypoints.demo.setting import write_config
from monitor.entrypoints.demo.timeline import load_timeline
from monitor.entrypoints.table import read_table
from monitor.errors import UsageError
from monitor.model import Bound, Value
from tests.entrypoints.command import PROJECT, tollwatch

GAZA = PROJECT / "tests" / "streams" / "series_gaza_killed_cum.csv"
IRAN = PROJECT / "tests" / "streams" / "series_iran_2026_protests.csv"


def table(place: Path, text: str) -> Path:
    file = place / "toll.csv"
    file.write_text(text, "utf-8")
    return file


def counts(file: Path, **columns: str) -> list[tuple[str, Value, str | None]]:
    named = {"value": None, "date": None, "claimant": None, **columns}
    rows, _ = read_table(file, named["value"], named["date"], named["claimant"], ())
    return [(f"{row.at:%Y-%m-%d}", row.value, row.claimant) for row in rows]


# ── reading a table ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("544", Value(544, 544, Bound.EXACT)),
        ("2,615", Value(2615, 2615, Bound.EXACT)),
        ("1 200", Value(1200, 1200, Bound.EXACT)),
        ("2300.0", Value(2300, 2300, Bound.EXACT)),
        ("≥544", Value(544, None, Bound.AT_LEAST)),
        ("at least 544", Value(544, None, Bound.AT_LEAST)),
        ("3’000", Value(3000, 3000, Bound.EXACT)),
        ("1 200 – 1 500", Value(1200, 1500, Bound.RANGE)),
        ("3000+", Value(3000, None, Bound.MORE_THAN)),
        ("up to 20", Value(None, 20, Bound.AT_MOST)),
        ("about 650", Value(650, 650, Bound.ABOUT)),
        ("40-50", Value(40, 50, Bound.RANGE)),
    ],
)
def test_a_cell_is_read_as_people_write_it(written: str, value: Value, tmp_path: Path) -> None:
    assert counts(table(tmp_path, f"day;killed\n2026-01-14;{written}\n")) == [("2026-01-14", value, "killed")]


def test_columns_are_found_and_rows_put_in_order(tmp_path: Path) -> None:
    file = table(tmp_path, "note,day,killed,by\nx,14.01.2026,2615,HRANA\ny,11.01.2026,544,HRANA\n")
    read = counts(file, claimant="by")
    assert [(day, value.low, who) for day, value, who in read] == [
        ("2026-01-11", 544, "HRANA"),
        ("2026-01-14", 2615, "HRANA"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("day,killed\n2026-01-14,many\n", "toll.csv: no column holds numbers; name it with --value-column"),
        ("day,killed\nsoon,544\n", "toll.csv: no column holds dates only; name it with --date-column"),
        ("", "toll.csv: the file is empty"),
        ("day,killed\n", "toll.csv: no row is left"),
    ],
)
def test_a_table_that_cannot_be_read_is_named_with_the_remedy(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=says):
        counts(table(tmp_path, text))


def test_a_cell_that_is_no_count_is_named_with_its_line(tmp_path: Path) -> None:
    file = table(tmp_path, "day,killed\n2026-01-13,544\n2026-01-14,many\n")
    with pytest.raises(UsageError, match=r"toll.csv:3: `many` in column killed is no count"):
        counts(file, value="killed")


def test_a_column_with_a_slip_is_still_found_and_the_slip_named_with_its_line(tmp_path: Path) -> None:
    file = table(tmp_path, "\ufeffday;killed\n2026-01-16;700\n2026-01-13;544\n2026-01-14;-5\n")
    with pytest.raises(UsageError, match=r"toll.csv:4: `-5` in column killed is no count; expected 544"):
        counts(file)
    file = table(tmp_path, "day,killed\n2026-01-13,544\n2026-13-14,700\n")
    with pytest.raises(UsageError, match=r"toll.csv:3: `2026-13-14` in column day is no date; expected"):
        counts(file)


@pytest.mark.parametrize("ratio", [0.5, 1.0, float("nan"), float("inf")])
def test_a_rise_that_is_none_is_refused(ratio: float) -> None:
    with pytest.raises(UsageError, match=r"--up \S+: expected how many times"):
        Tuning(up=ratio).conditions()


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no column dead; expected one of day, killed"):
        counts(table(tmp_path, "day,killed\n2026-01-13,544\n"), value="dead")


# ── the policy over a table ─────────────────────────────────────────────────────────────────


def told(
    capsys: pytest.CaptureFixture[str], file: Path, tuning: Tuning, where: tuple[str, ...] = (), by: str = ""
) -> tuple[int, list[str]]:
    columns = {"value": None, "date": None, "claimant": by or None}
    assert over_table(file, PROJECT / "config", columns, where, "killed", tuning, as_json=True) == 0
    document = json.loads(capsys.readouterr().out.splitlines()[-1])
    return document["alerts"], document["dates"]


@pytest.mark.parametrize(("ratio", "rises"), [(1.05, 60), (1.1, 37), (1.2, 23)])
def test_gaza_is_told_as_often_as_the_field_counted(
    ratio: float, rises: int, capsys: pytest.CaptureFixture[str]
) -> None:
    number, dates = told(capsys, GAZA, Tuning(("first", "up"), ratio, 0))
    assert number == len(dates) == rises + 1
    assert dates[0] == "2023-10-07"
    assert told(capsys, GAZA, Tuning(("up",), ratio, 0))[0] == rises


def test_a_column_of_claimants_gives_each_a_baseline(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = table(
        tmp_path,
        "day,by,killed\n2026-01-17,HRANA,3308\n2026-01-18,intl,16500\n2026-01-23,HRANA,5002\n2026-01-26,HRANA,6300\n",
    )
    number, dates = told(capsys, file, Tuning(), by="by")
    assert dates == ["2026-01-17", "2026-01-18", "2026-01-23", "2026-01-26"]
    assert number == 4


def test_rows_can_be_chosen_and_the_outcome_is_a_page(tmp_path: Path) -> None:
    done = tollwatch("backtest", "--series", IRAN, "--where", "metric=killed", cwd=PROJECT)
    assert done.returncode == 0, done.stderr
    assert "2026-01-14  killed: ≥ 2,615 (value), was 544" in done.stdout
    assert "would have alerted 6 times in 8 rows, 09 January 2026 to 26 January 2026" in done.stdout


def test_a_condition_that_there_is_not_is_named(tmp_path: Path) -> None:
    done = tollwatch("backtest", "--series", GAZA, "--only", "upp", cwd=PROJECT)
    assert done.returncode == 2
    assert "--only upp: there is no such condition; one of first," in done.stderr


# ── what is stored ──────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The database that the demo leaves behind."""
    database = f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.db"
    done = tollwatch("demo", "--once", "--seconds", "2", "--database", database, cwd=PROJECT)
    assert done.returncode == 0, done.stderr
    return database


def test_the_same_configuration_would_tell_the_same(demo: str, tmp_path: Path) -> None:
    """The demo's own, whose sources and claimants the shipped one does not know."""
    directory = tmp_path / "config"
    directory.mkdir()
    write_config(directory, PROJECT / "config", load_timeline(), "http://127.0.0.1:9")
    done = tollwatch("backtest", "--config", directory, "--database", demo, "--format", "json", cwd=PROJECT)
    document = json.loads(done.stdout.splitlines()[-1])
    assert document["alerts"] == document["told"] == len(document["dates"]) > 10
    assert (document["more"], document["fewer"]) == (0, 0)


def test_a_backtest_writes_nothing(demo: str) -> None:
    file = Path(demo.removeprefix("sqlite:///"))
    before = tollwatch("alerts", "--format", "json", "--database", demo, cwd=PROJECT).stdout
    size = file.stat().st_size
    tollwatch("backtest", "--database", demo, cwd=PROJECT)
    assert tollwatch("alerts", "--format", "json", "--database", demo, cwd=PROJECT).stdout == before
    assert file.stat().st_size == size


def test_an_alert_is_acknowledged_silenced_and_explained(demo: str) -> None:
    alerts = json.loads(tollwatch("alerts", "--format", "json", "--database", demo, cwd=PROJECT).stdout)
    last = alerts[0]

    def run(*words: str) -> str:
        done = tollwatch(*words, "--database", demo, cwd=PROJECT)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("ack", last["id"][:8], "--author", "Noor", "--note", "calling")
    assert "seen by Noor on" in run("alerts", last["id"])
    [seen] = json.loads(run("alerts", last["id"], "--format", "json"))["acknowledged"]
    assert (seen["author"], seen["note"]) == ("Noor", "calling")
    assert json.loads(run("alerts", "--format", "json"))[0]["acknowledged"] == [seen]
    assert "seen by Noor" in run("alerts")
    made = run("silence", "--metric", "killed", "--for", "2d", "--reason", "known").split()[1].rstrip(":")
    [silence] = json.loads(run("silence", "--list", "--format", "json"))
    assert (silence["id"], silence["matchers"]["metric"], silence["holds"]) == (made, "killed", True)
    run("silence", "--end", made[:8])
    assert not json.loads(run("silence", "--list", "--format", "json"))[0]["holds"]
    page = run("why", last["entry_id"])
    assert last["id"] in page
    assert ": no: " in page
    assert json.loads(run("why", last["figure_id"][:10], "--format", "json"))["figures"][0]["rulings"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("silence", "--for", "2d"), "a silence of everything is not meant"),
        (("silence", "--topic", "x"), "say how long: --for 1d or --until"),
        (("silence", "--topic", "x", "--for", "soon"), "expected a length of time such as 30m"),
        (("silence", "--topic", "x", "--until", "2001-01-01"), "would be over already"),
        (("silence", "--end", "0000"), "no silence has an id that begins with '0000'"),
        (("ack", "0000"), "no alert or notice has an id that begins with '0000'"),
        (("why", "zzzz"), "nor has an entry one"),
    ],
)
def test_what_cannot_be_meant_is_said_with_the_remedy(words: tuple[str, ...], says: str, demo: str) -> None:
    done = tollwatch(*words, "--database", demo, cwd=PROJECT)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_text_is_tried_against_what_is_stored(demo: str, tmp_path: Path) -> None:
    text = "At least 9,500 people have been killed in the protests in Iran, HRANA said."
    done = tollwatch("try", "iran-protests-2026", "--text", text, "--database", demo, cwd=PROJECT)
    assert "would be told:" in done.stdout
    assert "up_claimant: yes: HRANA rose from ≥ 6,126 to ≥ 9,500" in done.stdout
    before = tollwatch("alerts", "--format", "json", "--database", demo, cwd=PROJECT).stdout
    assert "9500" not in before
    file = tmp_path / "page.html"
    file.write_text(f"<html><body><p>{text}</p></body></html>")
    again = tollwatch("try", "killed-en-passive", "--file", file, "--database", demo, cwd=PROJECT)
    assert "killed: ≥ 9,500" in again.stdout
    other = tollwatch("try", "injured-en-passive", "--text", text, "--database", demo, cwd=PROJECT)
    assert "no topic would get a figure of this" in other.stdout


def test_trying_makes_no_database(place: Path) -> None:
    done = tollwatch("try", "iran-protests-2026", "--text", "HRANA: 544 killed in Iran protests.", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "first: yes" in done.stdout
    assert not (place / "state").exists()
