"""What the tests of the commands stand on: a small good configuration, and the shipped rules loaded once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from monitor.config import load
from monitor.core.book import Book

MONITOR = "polling: {allow_private: true, timeout: 5s}\ntiming: {settle: 1s}\n"
SOURCES = """\
sources:
  - {id: nobody, title: Nobody, url: "http://127.0.0.1:9/feed", language: en, grade: B2}
  - {id: hrana-demo, title: HRANA, url: "http://127.0.0.1:9/hrana", language: en, grade: B2, claimant: hrana}
"""


@pytest.fixture(scope="session")
def shipped_book(project: Path) -> Book:
    """The shipped configuration; its examples are proven elsewhere."""
    return load(project / "config", {}, wait=True)


@pytest.fixture(scope="session")
def small_config(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good configuration with one metric and two sources that nobody serves; not to be written to."""
    directory = tmp_path_factory.mktemp("small") / "config"
    for name in (
        "languages/en.yaml",
        "claimants/iran-monitors.yaml",
        "topics/iran-protests-2026.yaml",
        "metrics/killed.yaml",
    ):
        (directory / name).parent.mkdir(parents=True)
        shutil.copyfile(project / "config" / name, directory / name)
    # An example whose other number belongs to a metric that is not here.
    killed = directory / "metrics" / "killed.yaml"
    killed.write_text(
        killed.read_text("utf-8").replace("A further 43 deaths are", "More deaths are"), "utf-8"
    )
    (directory / "sources").mkdir()
    topic = directory / "topics" / "iran-protests-2026.yaml"
    lines = [line for line in topic.read_text("utf-8").splitlines() if not line.startswith("metrics:")]
    topic.write_text("\n".join([*lines, "metrics: [killed]", ""]), "utf-8")
    (directory / "monitor.yaml").write_text(MONITOR)
    (directory / "sources" / "some.yaml").write_text(SOURCES)
    return directory


@pytest.fixture
def place(small_config: Path, tmp_path: Path) -> Path:
    """A directory with the small configuration as ./config, to work in and to change."""
    shutil.copytree(small_config, tmp_path / "config")
    return tmp_path
