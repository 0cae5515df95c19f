"""What stands in deploy/ names settings that there are, and opens nothing but the webhook."""

import re
from pathlib import Path

import pytest
import yaml

from bot.settings import _SECRETS, Settings

FOLDER = Path(__file__).parents[1] / "deploy"
KNOWN = {name.upper() for name in Settings.model_fields} | {f"{name}_FILE" for name in _SECRETS}


def test_the_compose_file_names_settings_that_there_are() -> None:
    compose = yaml.safe_load((FOLDER / "compose.yml").read_text())
    assert set(compose["x-assistant"]["environment"]) <= KNOWN
    assert set(compose["x-assistant"]["secrets"]) <= set(compose["secrets"])


def test_only_the_web_server_of_the_compose_file_is_reached_from_outside() -> None:
    services = yaml.safe_load((FOLDER / "compose.yml").read_text())["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    passed_on = re.findall(r"location (.*?) \{", (FOLDER / "nginx.conf").read_text())
    assert passed_on == ["= /telegram/webhook", "/"]


@pytest.mark.parametrize("unit", ["egen-chef.service", "egen-chef@.service"])
def test_a_unit_names_settings_that_there_are(unit: str) -> None:
    text = (FOLDER / unit).read_text()
    named = re.findall(r"(?:^Environment=| )([A-Z_]+)=", "\n".join(
        line for line in text.splitlines() if line.startswith("Environment=")
    ), re.MULTILINE)  # fmt: skip
    assert named and set(named) <= KNOWN


@pytest.mark.parametrize("unit", ["egen-chef.service", "egen-chef@.service"])
def test_a_unit_gives_it_time_to_end_and_no_more_rights_than_it_needs(unit: str) -> None:
    text = (FOLDER / unit).read_text()
    assert "TimeoutStopSec=15" in text and "NoNewPrivileges=yes" in text and "User=" in text


def test_the_image_is_made_without_anybodys_data_or_secrets() -> None:
    left_out = (FOLDER.parent / ".dockerignore").read_text().splitlines()
    assert {"data", ".env", "deploy/secrets", "deploy/tls", ".git", ".stamps"} <= set(left_out)
    assert {"data", ".env", "deploy/secrets/", "deploy/tls/"} <= set(
        (FOLDER.parent / ".gitignore").read_text().splitlines()
    )


def test_an_update_goes_to_the_other_assistant_where_one_fails_in_the_middle() -> None:
    assert "non_idempotent" in (FOLDER / "nginx.conf").read_text()  # else no POST is passed on


@pytest.mark.parametrize("unit", ["egen-chef.service", "egen-chef@.service"])
def test_a_unit_is_started_again_for_as_long_as_it_takes(unit: str) -> None:
    text = (FOLDER / unit).read_text()
    assert "Restart=always" in text and "StartLimitIntervalSec=0" in text
