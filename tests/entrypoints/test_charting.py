"""`tollwatch chart`: files, a sentence, and what is said where there is nothing to draw."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.store import open_store
from monitor.entrypoints.charting import chart
from monitor.errors import UsageError
from monitor.model import Basis, Bound, Claim, Entry, Figure, Series

BEGIN = datetime(2026, 1, 10, tzinfo=UTC)
TOPIC = "iran-protests-2026"


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A month in which HRANA's number rises, and children are counted once."""
    url = f"sqlite:///{tmp_path}/toll.db"
    with closing(open_store(url)) as store, store.transaction() as facts:
        for day, number, subject in ((0, 116, None), (1, 544, None), (4, 2615, None), (9, 42, "children")):
            at = BEGIN + timedelta(days=day)
            entry = Entry("outlet", f"g{day}", "", "Toll", f"{number} killed", "en", at, at)
            figure = Figure(
                entry.id, "killed", number, number, Bound.EXACT, Basis.TOTAL, "rule", entry.text, "text", 0, 3
            )
            series = Series(TOPIC, "killed", "hrana", subject, Basis.TOTAL)
            facts.add_entries([entry])
            facts.add_figures([figure])
            facts.add_claims([Claim(series, figure.id, "outlet", number, number, Bound.EXACT, at, at)])
    return url


def drawn(config: Path, database: str, tmp_path: Path, **other: object) -> int:
    given = {"topic": TOPIC, "metric": "killed", "subject": None, "since": None, "dark": False, **other}
    return chart(config, database, svg=tmp_path / "c.svg", png=tmp_path / "c.png", **given)  # type: ignore[arg-type]


def test_a_chart_is_written_and_said(
    small_config: Path, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drawn(small_config, database, tmp_path) == 0
    assert "HRANA" in capsys.readouterr().out
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
    light = (tmp_path / "c.svg").read_text("utf-8")
    assert light.startswith("<svg ") and "2,615" in light
    drawn(small_config, database, tmp_path, dark=True)
    assert "#121212" in (tmp_path / "c.svg").read_text("utf-8")


def test_it_is_of_all_victims_of_a_group_or_of_late(
    small_config: Path, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for other in ({}, {"subject": "children"}, {"since": "2026-01-11"}):
        drawn(small_config, database, tmp_path, **other)
        said.append(capsys.readouterr().out.split("unverified: ")[1])
    assert [line.split(" ", 1)[1].strip() for line in said if line.startswith("HRANA")] == [
        "from 116 to 2,615.", "42.", "from 544 to 2,615.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"metric": "injured"}, "nothing is stored of 'injured'"),
        ({"topic": "elsewhere"}, "`tollwatch series` lists what is"),
        ({"subject": "judges"}, "no figure counts judges; there is all, children"),
        ({"since": "soon"}, "--since soon"),
    ],
)
def test_what_is_not_there_is_named(
    small_config: Path, database: str, tmp_path: Path, other: dict[str, object], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        drawn(small_config, database, tmp_path, **other)


def test_without_a_database_none_is_made(small_config: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing was stored so far"):
        drawn(small_config, f"sqlite:///{tmp_path}/none.db", tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_named(small_config: Path, database: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        drawn(small_config, database, tmp_path / "no" / "such")
