"""The wheel, built as pip builds it and unpacked as pip unpacks it: what `pip install .` gives a user."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import monitor
from monitor.shipped import shipped_config


@pytest.fixture(scope="module")
def installed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the unpacked wheel."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=project, check=True, capture_output=True, timeout=60)
    [wheel] = out.glob("tollwatch-*.whl")
    assert monitor.__version__ in wheel.name
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(out / "site")
    return out / "site"


def files_below(top: Path) -> set[str]:
    """Every file that is meant to travel, relative to the top."""
    below = (path.relative_to(top) for path in top.rglob("*") if path.is_file())
    return {str(path) for path in below if "__pycache__" not in path.parts and not path.name.startswith(".")}


def test_the_wheel_holds_the_whole_configuration(project: Path, installed: Path) -> None:
    shipped = files_below(installed / "monitor" / "_shipped" / "config")
    assert "monitor.yaml" in shipped
    assert shipped == files_below(project / "config")


def test_the_wheel_holds_the_whole_package_and_nothing_beside_it(project: Path, installed: Path) -> None:
    package = {name for name in files_below(installed / "monitor") if not name.startswith("_shipped")}
    assert package == files_below(project / "monitor")
    assert {path.name for path in installed.iterdir()} == {
        "monitor",
        f"tollwatch-{monitor.__version__}.dist-info",
    }


def test_an_installed_tollwatch_finds_the_configuration_inside_itself(installed: Path) -> None:
    """It runs away from the checkout, without site-packages: the look-up needs the standard library only."""
    code = "from monitor.shipped import shipped_config; print(shipped_config())"
    run = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=installed, capture_output=True, text=True, check=True
    )
    assert Path(run.stdout.strip()) == installed / "monitor" / "_shipped" / "config"


def test_a_checkout_finds_its_own_configuration(project: Path) -> None:
    assert shipped_config() == project / "config"
