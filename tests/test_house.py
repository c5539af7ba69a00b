"""The rules of the house, read from the source: each is a checker, and each checker is shown a violation.

    entrypoints → app | shipped → pipeline | config → core | adapters | ports → model | errors

A room imports from rooms to its right only; rooms that share a place, divided by «|», never meet.
"""

from __future__ import annotations

import ast
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PLACES = (
    ("entrypoints",),
    ("app", "shipped"),
    ("pipeline", "config"),
    ("core", "adapters", "ports"),
    ("model", "errors"),
)
PLACE_OF = {room: place for place, rooms in enumerate(PLACES) for room in rooms}

# Core is pure: the clock, chance, the environment, files, processes, sockets and logs come in as values or not at all.
IMPURE_MODULES = frozenset(
    "os sys time random secrets uuid logging warnings socket ssl pathlib glob shutil tempfile subprocess signal "
    "threading multiprocessing asyncio concurrent contextvars sqlite3 http importlib "
    "aiohttp pycurl requests apprise apscheduler sqlalchemy alembic psycopg ruamel typer rich".split()
)
# Who may import inside a function, and what: only so that starting costs less.  Direction and circles count there too.
LATE = {
    "monitor.entrypoints.cli": "monitor.entrypoints",  # each command loads its own module
    "monitor.entrypoints.cli_sources": "monitor.entrypoints",
    # apprise, needed where there are destinations, and lxml, where there are pages
    "monitor.config.checks": ("monitor.adapters.notify", "monitor.core.page"),
    "monitor.config": "monitor.config.loading",  # pydantic and YAML, needed where a configuration is read
    "monitor.entrypoints.proving": "monitor.config",  # only the process that proves reads it
    "monitor.adapters.store": "monitor.adapters.migrations",  # Alembic, needed once an upgrade
}
IMPURE_CALLS = frozenset({"open", "print", "input", "exec", "eval"})
# Where a package is not called what it is imported as, and what is declared for others to load.
DISTRIBUTION = {
    "re2": "google-re2",
    "ruamel": "ruamel.yaml",
    "yaml": "pyyaml",
    "pydantic_core": "pydantic",
    "resvg_py": "resvg-py",
}
LOADED_BY_OTHERS = {"psycopg", "tzdata"}
CLOCK_CALLS = frozenset({"now", "utcnow", "today"})


@dataclass(frozen=True)
class Import:
    """One import statement of a monitor module: who, whom, where, and how openly."""

    importer: str
    imported: str
    line: int
    in_function: bool


# ── the checkers ────────────────────────────────────────────────────────────────────────────


def modules_of(top: Path) -> dict[str, Path]:
    """Dotted name → file of everything in top/monitor."""
    found = {}
    for path in sorted((top / "monitor").rglob("*.py")):
        parts = path.relative_to(top).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports_of(name: str, path: Path, known: set[str]) -> Iterator[Import]:
    """Every import of a monitor module in one file, also inside functions, conditions and TYPE_CHECKING."""

    def walk(node: ast.AST, in_function: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            for target in targets(child):
                yield Import(name, target, child.lineno, in_function)
            inside = in_function or isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            yield from walk(child, inside)

    def targets(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "monitor")
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
                base = ".".join(package[: len(package) - node.level + 1] + ([base] if base else []))
            if base.split(".")[0] == "monitor":
                for alias in node.names:
                    whole = f"{base}.{alias.name}"
                    yield whole if whole in known else base

    yield from walk(parsed(path), False)


def all_imports(top: Path) -> list[Import]:
    modules = modules_of(top)
    return [found for name, path in modules.items() for found in imports_of(name, path, set(modules))]


def room(module: str) -> str | None:
    """The room a module stands in; None for the package's own __init__, which holds nothing."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else None


def broken_imports(top: Path) -> list[str]:
    """Imports that go against the direction of the house, and rooms that nobody gave a place."""
    strangers = {room(name) for name in modules_of(top)} - set(PLACE_OF) - {None}
    faults = [f"monitor.{stranger} has no place in the house" for stranger in sorted(filter(None, strangers))]
    for found in all_imports(top):
        here, there = room(found.importer), room(found.imported)
        if here == there or there is None or {here, there} & strangers:
            continue
        if here is None:
            faults.append(f"monitor/__init__.py:{found.line} imports {found.imported}; it holds nothing")
        elif PLACE_OF[there] <= PLACE_OF[here]:
            faults.append(f"{found.importer}:{found.line} imports {found.imported}")
    return faults


def hidden_imports(top: Path) -> list[str]:
    """Imports of our own modules inside functions, but for the few that LATE names."""
    return [
        f"{found.importer}:{found.line} imports {found.imported} inside a function"
        for found in all_imports(top)
        if found.in_function and not found.imported.startswith(LATE.get(found.importer, "nothing"))
    ]


def circles(top: Path) -> list[str]:
    """Modules that import each other, wherever the import stands; one for types only is a circle too."""
    edges: dict[str, set[str]] = {}
    for found in all_imports(top):
        if found.imported != found.importer:
            edges.setdefault(found.importer, set()).add(found.imported)

    def reachable(start: str) -> set[str]:
        seen: set[str] = set()
        todo = [start]
        while todo:
            for following in edges.get(todo.pop(), set()) - seen:
                seen.add(following)
                todo.append(following)
        return seen

    return [f"{name} imports itself in a circle" for name in sorted(edges) if name in reachable(name)]


def impurities(top: Path) -> list[str]:
    """What in core touches the world: modules, built-ins, the clock."""
    faults = []
    for name, path in modules_of(top).items():
        if room(name) != "core":
            continue
        for node in ast.walk(parsed(path)):
            imported = []
            if isinstance(node, ast.Import):
                imported = [alias.name.split(".")[0] for alias in node.names]
                imported += ["http" for alias in node.names if alias.name == "urllib.request"]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported = [(node.module or "").split(".")[0]]
                imported += [
                    "http" for alias in node.names if (node.module, alias.name) == ("urllib", "request")
                ]
                imported += ["http"] if node.module == "urllib.request" else []
            faults += [
                f"{name}:{node.lineno} imports {module}" for module in imported if module in IMPURE_MODULES
            ]
            if isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Name) and called.id in IMPURE_CALLS:
                    faults.append(f"{name}:{node.lineno} calls {called.id}()")
                elif isinstance(called, ast.Attribute) and called.attr in CLOCK_CALLS:
                    faults.append(f"{name}:{node.lineno} reads the clock: {ast.unparse(called)}()")
    return faults


def foreign_imports(top: Path) -> set[str]:
    """The top-level names of every package that is neither ours nor Python's."""
    names = set()
    for path in modules_of(top).values():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names - {"monitor"}


def stray_prints(top: Path) -> list[str]:
    """Calls of print outside the entrypoints: everything else returns values or logs."""
    return [
        f"{name}:{node.lineno} prints"
        for name, path in modules_of(top).items()
        if room(name) != "entrypoints"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]


def undocumented(top: Path) -> list[str]:
    """Modules, and public classes and functions at their top level, that do not say what they are."""
    faults = []
    for name, path in modules_of(top).items():
        tree = parsed(path)
        documented = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        public = [
            node for node in tree.body if isinstance(node, documented) and not node.name.startswith("_")
        ]
        faults += [f"{name}:{node.lineno} {node.name}" for node in public if not ast.get_docstring(node)]
        if tree.body and not ast.get_docstring(tree):
            faults.append(f"{name}:1 the module")
    return faults


# A path of somebody's machine, but not the same words within a URL; and the hosts of package registries.
MACHINE_PATH = re.compile(r"(?<![\w./%-])/(?:home|root|work|Users)/[\w.]")
REGISTRY = re.compile(r"py" + r"pi\.org|python" + r"hosted\.org|--(?:extra-)?index-url", re.IGNORECASE)


def traces_of_a_machine(files: list[Path]) -> list[str]:
    """Lines that name a place on one machine or a registry; every text file is read, binaries are left out."""
    faults = []
    for path in files:
        try:
            lines = path.read_text("utf-8").splitlines()
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        for number, line in enumerate(lines, 1):
            if MACHINE_PATH.search(line) or REGISTRY.search(line):
                faults.append(f"{path.name}:{number}: {line.strip()[:100]}")
    return faults


def tracked_files(top: Path) -> list[Path]:
    """What git tracks; the test is skipped in a tree that came without git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=top, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [top / name for name in listed.stdout.decode().split("\0") if name]


# ── the house as it stands ──────────────────────────────────────────────────────────────────


def test_rooms_import_in_one_direction(project: Path) -> None:
    assert broken_imports(project) == []


def test_no_import_hides_in_a_function(project: Path) -> None:
    assert hidden_imports(project) == []


def test_modules_do_not_import_in_circles(project: Path) -> None:
    assert circles(project) == []


def test_core_touches_nothing_of_the_world(project: Path) -> None:
    assert impurities(project) == []


def test_only_entrypoints_print(project: Path) -> None:
    assert stray_prints(project) == []


def test_everything_public_says_what_it_is(project: Path) -> None:
    assert undocumented(project) == []


def test_no_tracked_file_names_a_machine_or_a_registry(project: Path) -> None:
    assert traces_of_a_machine(tracked_files(project)) == []


def test_what_is_imported_is_declared_and_what_is_declared_is_imported(project: Path) -> None:
    """A package that comes along with another one today may stay away tomorrow."""
    declared = tomllib.loads((project / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[<>=\[]", requirement)[0] for requirement in declared}
    assert {DISTRIBUTION.get(name, name) for name in foreign_imports(project)} == names - LOADED_BY_OTHERS


def test_every_locked_package_has_a_version_and_a_hash(project: Path) -> None:
    for lock in ("requirements.lock", "requirements-test.lock"):
        entries = (project / lock).read_text().replace("\\\n", " ").splitlines()
        loose = [
            entry for entry in entries if not re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+ .*--hash=sha256:", entry)
        ]
        assert loose == [], lock


def test_the_test_lock_holds_the_same_versions_as_the_runtime_lock(project: Path) -> None:
    """`./dev run` trusts a venv that `./dev test` made."""
    pin = re.compile(r"^([\w.-]+==[^\\]+?) *\\?$", re.MULTILINE)
    runtime = set(pin.findall((project / "requirements.lock").read_text()))
    everything = set(pin.findall((project / "requirements-test.lock").read_text()))
    assert len(runtime) > 20
    assert runtime - everything == set()


# ── each checker sees a violation ───────────────────────────────────────────────────────────


def house(top: Path, **files: str) -> Path:
    """A little house on paper: file name (with __ for /) → its source."""
    for name, source in files.items():
        path = top / "monitor" / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    return top


@pytest.mark.parametrize(
    ("importer", "source"),
    [
        ("core__decide", "from monitor.adapters import store"),
        ("core__decide", "import monitor.adapters.store"),
        ("core__decide", "from ..adapters.store import open_store"),
        ("core__decide", "def f():\n    from monitor.adapters.store import open_store"),
        (
            "core__decide",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from monitor.adapters import store",
        ),
        ("adapters__http", "from monitor.core.book import Book"),
        ("pipeline", "import monitor.config"),
        ("config", "from monitor import pipeline"),
        ("model", "from monitor.errors import TollwatchError"),
        ("app", "from monitor.entrypoints.cli import main"),
        ("app", "from monitor.shipped import shipped_config"),
        ("utils", "x = 1"),
    ],
)
def test_an_import_against_the_direction_is_seen(tmp_path: Path, importer: str, source: str) -> None:
    others = {"adapters__store": "", "pipeline": "", "config": "", "errors": "", "core__book": ""}
    assert len(broken_imports(house(tmp_path, **{**others, importer: source}))) == 1


def test_imports_in_the_direction_are_not_held_against_anybody(tmp_path: Path) -> None:
    top = house(
        tmp_path,
        model="import json",
        core__book="from monitor.model import Source",
        core__decide="from monitor.core import book",
        adapters__store="from monitor import errors, model",
        errors="",
        pipeline="from monitor.core.decide import judge\nfrom monitor.adapters.store import open_store",
        app="from monitor import pipeline",
        entrypoints__cli="from monitor.app import wire\nfrom .door import Door",
        entrypoints__door="",
    )
    assert broken_imports(top) + circles(top) + hidden_imports(top) == []


def test_an_import_inside_a_function_is_seen(tmp_path: Path) -> None:
    top = house(tmp_path, core__a="class A:\n    def f(self):\n        import monitor.core.b", core__b="")
    assert hidden_imports(top) == ["monitor.core.a:3 imports monitor.core.b inside a function"]


@pytest.mark.parametrize(
    "back",
    [
        "from monitor.core.a import A",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from monitor.core.a import A",
    ],
)
def test_a_circle_is_seen_also_where_it_is_for_types_only(tmp_path: Path, back: str) -> None:
    top = house(tmp_path, core__a="from monitor.core import b", core__b=back)
    assert len(circles(top)) == 2
    assert circles(house(tmp_path, core__b="")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import os.path",
        "from time import monotonic",
        "from logging import getLogger",
        "def f():\n    import random",
        "from urllib import request",
        "from urllib.request import urlopen",
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.date.today()",
        "x = open('f')",
    ],
)
def test_an_impurity_in_core_is_seen(tmp_path: Path, source: str) -> None:
    assert len(impurities(house(tmp_path, core__x=source))) == 1
    assert impurities(house(tmp_path, core__x="", adapters__x=source)) == []


def test_a_stray_print_is_seen(tmp_path: Path) -> None:
    top = house(tmp_path, app="def f():\n    print(1)", entrypoints__cli="print(2)")
    assert stray_prints(top) == ["monitor.app:2 prints"]


def test_a_missing_docstring_is_seen(tmp_path: Path) -> None:
    top = house(
        tmp_path, app='"""App."""\ndef f(): ...\ndef _g(): ...\nclass C:\n    "A class."\n', model="x = 1"
    )
    assert undocumented(top) == ["monitor.app:2 f", "monitor.model:1 the module"]


def test_a_foreign_import_is_seen(tmp_path: Path) -> None:
    top = house(
        tmp_path, app="import os\nimport numpy.linalg\ndef f():\n    from rich.table import Table", model=""
    )
    assert foreign_imports(top) == {"numpy", "rich"}


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("path = '/" + "home/somebody/tollwatch'", True),
        ("see /" + "root/.cache", True),
        ("https://files.python" + "hosted.org/x.whl", True),
        ("url: https://example.org/home/rss.xml", False),
        ("volumes: ./state:/state", False),
    ],
)
def test_traces_of_a_machine_are_seen(tmp_path: Path, line: str, seen: bool) -> None:
    (tmp_path / "f").write_text(line, "utf-8")
    assert bool(traces_of_a_machine([tmp_path / "f"])) is seen


# ── the network of the tests ────────────────────────────────────────────────────────────────


def test_a_connection_to_another_machine_is_refused(network_blocked: type[Exception]) -> None:
    with socket.socket() as sock, pytest.raises(network_blocked, match=r"192\.0\.2\.1"):
        sock.connect(("192.0.2.1", 80))


def test_a_name_is_not_looked_up(network_blocked: type[Exception]) -> None:
    with pytest.raises(network_blocked, match=r"example\.org"):
        socket.getaddrinfo("example.org", 80)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
