"""docs/delivery.md: what it shows works, destination by destination, and what it says of secrets is so."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import apprise
import pytest

from monitor.config import load
from monitor.core.specs import Settings
from monitor.errors import ConfigurationError
from tests.entrypoints.conftest import place, small_config

__all__ = ["place", "small_config"]  # fixtures

SECRETS = {
    "SMTP_USER": "tollwatch@example.org",
    "SMTP_PASSWORD": "p@ss/w#rd",
    "SLACK_WEBHOOK": "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "NTFY_TOKEN": "tk_abcdefghijklmnopqrstuvwxyz012",
    "MATTERMOST_TOKEN": "3ccdd113474722377935511fc85d3dd4",
    "TELEGRAM_BOT_TOKEN": "123456789:abcdefghijklmnopqrstuvwxyz-01234567",
    "ARCHIVE_TOKEN": "a+b/c==",
}


@pytest.fixture(scope="module")
def page(project: Path) -> str:
    return (project / "docs" / "delivery.md").read_text("utf-8")


@pytest.fixture
def config(place: Path, page: str) -> Path:
    """The small configuration with the page's destinations and routes."""
    [block] = re.findall(r"```yaml\n# config/monitor.yaml\n(.*?)```", page, re.DOTALL)
    (place / "config" / "monitor.yaml").write_text(block, "utf-8")
    return place / "config"


@pytest.fixture
def settings(config: Path) -> Settings:
    return load(config, SECRETS, wait=True).settings


def test_every_destination_of_the_page_is_one_that_apprise_can_send_to(settings: Settings) -> None:
    made = {one.id: apprise.Apprise.instantiate(one.url) for one in settings.destinations}
    assert len(made) == 7
    assert [name for name, service in made.items() if service is None] == []
    assert (made["desk-mail"].user, made["desk-mail"].password) == ("tollwatch@example.org", "p@ss/w#rd")
    assert made["field-telegram"].bot_token == SECRETS["TELEGRAM_BOT_TOKEN"]
    assert made["phones"].token == SECRETS["NTFY_TOKEN"]
    assert made["team-chat"].token == SECRETS["MATTERMOST_TOKEN"]
    assert made["archive"].headers["Authorization"] == "Bearer a+b/c=="


def test_every_destination_of_the_page_hears_of_something(settings: Settings) -> None:
    to = {destination for route in settings.routes for destination in route.to}
    assert to == {one.id for one in settings.destinations}


@pytest.mark.parametrize("name", sorted(SECRETS.keys() - {"SMTP_USER"}))
def test_every_secret_of_the_page_is_refused_where_it_is_written_out(name: str, config: Path) -> None:
    text = (config / "monitor.yaml").read_text("utf-8")
    written = SECRETS[name] if name == "SLACK_WEBHOOK" else quote(SECRETS[name], safe=":")
    (config / "monitor.yaml").write_text(text.replace(f"${{{name}}}", written), "utf-8")
    with pytest.raises(ConfigurationError, match="a secret stands in clear"):
        load(config, SECRETS, wait=True)


def test_a_secret_of_the_page_that_is_missing_is_named(config: Path) -> None:
    environ = {name: value for name, value in SECRETS.items() if name != "NTFY_TOKEN"}
    with pytest.raises(
        ConfigurationError, match=r"monitor\.yaml:8: the environment variable `NTFY_TOKEN` is not set"
    ):
        load(config, environ, wait=True)
