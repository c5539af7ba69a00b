"""What the documents say is tried: commands exist, YAML loads, links lead somewhere, words are defined."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import typer.main
from ruamel.yaml import YAML

from monitor.config import load
from monitor.core.book import Book
from monitor.entrypoints.cli import app
from monitor.errors import ConfigurationError
from monitor.model import Basis, Bound

PROJECT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "CHANGELOG.md", *sorted(f"docs/{page.name}" for page in PROJECT.glob("docs/*.md")))
SECRETS = {
    "SMTP_PASSWORD": "not-a-password",
    "SLACK_WEBHOOK": "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
}
OF_THE_SCRIPT = {"test", "lint", "lock"}

_YAML = YAML(typ="safe")


def commands() -> Mapping[str, Any]:
    """Every command of tollwatch, by name."""
    group = typer.main.get_command(app)
    return dict(group.commands)  # type: ignore[attr-defined]


def named_commands(text: str) -> set[str]:
    """The commands that a document tells its reader to type: after `tollwatch` or ./dev, in code only."""
    code = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text))
    return set(
        re.findall(r"(?:^|[|;] *|tollwatch |run --rm )(?:tollwatch|\./dev) ([a-z]+)\b", code, re.MULTILINE)
    )


def unknown_commands(text: str) -> set[str]:
    """Those that do not exist."""
    return named_commands(text) - set(commands()) - OF_THE_SCRIPT


def yaml_blocks(text: str) -> list[str]:
    """The YAML in a document."""
    return re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)


def put_in_place(block: str, top: Path) -> None:
    """Do what the block's first line asks a reader to do: write a file, add to a list, set keys.

    The line reads `# config/FILE` or `# config/FILE, under KEY:`.
    """
    first = re.match(r"# (config/\S+?\.yaml)(?:, under (\w+):)?\n", block)
    assert first, f"a YAML block must begin with the file it belongs to: {block[:60]!r}"
    path, key, new = top / first[1], first[2], _YAML.load(block)
    if path.exists() and (key or isinstance(new, dict)):
        whole = _YAML.load(path.read_text("utf-8")) or {}
        if key:
            whole[key] = [*whole.get(key, ()), *new]
        else:
            whole.update(new)
        new = whole
    with path.open("w", encoding="utf-8") as file:
        _YAML.dump(new, file)


@pytest.fixture
def copied(project: Path, tmp_path: Path) -> Path:
    """A copy of the project's configuration, in tmp_path/config."""
    shutil.copytree(project / "config", tmp_path / "config")
    return tmp_path


@pytest.fixture(scope="session")
def readme(project: Path) -> str:
    return (project / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_a_document_names_exists(project: Path, name: str) -> None:
    assert unknown_commands((project / name).read_text("utf-8")) == set()


def test_the_readme_names_every_command(readme: str) -> None:
    assert set(commands()) - named_commands(readme) == set()


def test_a_command_that_does_not_exist_is_seen() -> None:
    assert unknown_commands("Say `tollwatch shout` or\n```sh\n./dev whisper   # quietly\n```\n") == {
        "shout",
        "whisper",
    }


def test_the_blocks_of_the_readme_make_a_good_configuration(copied: Path, readme: str) -> None:
    """All of them together: the source is there, the rule passes its own examples, the routes lead somewhere."""
    blocks = yaml_blocks(readme)
    assert len(blocks) == 3
    for block in blocks:
        put_in_place(block, copied)
    book: Book = load(copied / "config", SECRETS)
    assert book.sources["example-tribune"].grade == "B2"
    assert {destination.id for destination in book.settings.destinations} == {"desk-mail", "newsroom-slack"}
    assert any(rule.id == "killed-en-laid-down-lives" for rule in book.metrics["killed"].rules)


def test_the_rule_of_the_readme_is_really_proven(copied: Path, readme: str) -> None:
    """With another number in its example it must be refused."""
    [block] = [block for block in yaml_blocks(readme) if "counter_examples" in block]
    put_in_place(block.replace("low: 14", "low: 15"), copied)
    with pytest.raises(ConfigurationError, match="killed-en-laid-down-lives"):
        load(copied / "config", SECRETS)


def test_the_shipped_configuration_loads_without_any_secret(project: Path) -> None:
    assert len(load(project / "config", {}, wait=True).sources) >= 30


def test_the_alert_in_the_readme_is_what_the_demo_prints(project: Path, readme: str) -> None:
    """Line by line; which lines the README leaves out is its own business."""
    [shown] = re.findall(r"```text\n(.*?)```", readme, re.DOTALL)
    main = "from monitor.entrypoints.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", main, "demo", "--once", "--seconds", "1"],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
        timeout=90,
    )
    assert len(shown.splitlines()) >= 4
    assert set(shown.splitlines()) - set(run.stdout.splitlines()) == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_between_documents_lead_somewhere(project: Path, name: str) -> None:
    page = project / name
    targets = re.findall(r"\]\((?!https?://)([^)#\s]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_glossary_has_every_bound_basis_and_metric(project: Path) -> None:
    glossary = (project / "docs" / "glossary.md").read_text("utf-8")
    metrics = {path.stem for path in (project / "config" / "metrics").glob("*.yaml")}
    assert len(metrics) >= 10
    words = {*map(str, Bound), *map(str, Basis), *metrics}
    assert {word for word in words if not re.search(rf"\b{word}\b", glossary)} == set()


def test_every_help_shows_an_example() -> None:
    group = typer.main.get_command(app)
    examples = {"demo": group.epilog, **{name: command.epilog for name, command in commands().items()}}
    plain = re.compile(r"Example: .*\btollwatch (\w+)")
    assert {name for name, text in examples.items() if plain.findall(text or "") != [name]} == set()
