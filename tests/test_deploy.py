"""The files in deploy/ use existing settings and expose only the webhook."""

import re
from pathlib import Path

import pytest
import yaml

from bot.settings import _SECRETS, Settings

FOLDER = Path(__file__).parents[1] / "deploy"
KNOWN = {name.upper() for name in Settings.model_fields} | {f"{name}_FILE" for name in _SECRETS}


def test_compose_file_uses_existing_settings() -> None:
    compose = yaml.safe_load((FOLDER / "compose.yml").read_text())
    assert set(compose["x-assistant"]["environment"]) <= KNOWN
    assert set(compose["x-assistant"]["secrets"]) <= set(compose["secrets"])


def test_only_nginx_is_exposed() -> None:
    services = yaml.safe_load((FOLDER / "compose.yml").read_text())["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    passed_on = re.findall(r"location (.*?) \{", (FOLDER / "nginx.conf").read_text())
    assert passed_on == ["= /telegram/webhook", "/"]


@pytest.mark.parametrize("unit", ["egen-chef.service", "egen-chef@.service"])
def test_unit_uses_existing_settings(unit: str) -> None:
    text = (FOLDER / unit).read_text()
    named = re.findall(r"(?:^Environment=| )([A-Z_]+)=", "\n".join(
        line for line in text.splitlines() if line.startswith("Environment=")
    ), re.MULTILINE)  # fmt: skip
    assert named and set(named) <= KNOWN


@pytest.mark.parametrize("unit", ["egen-chef.service", "egen-chef@.service"])
def test_unit_has_a_stop_timeout_and_restricted_rights(unit: str) -> None:
    text = (FOLDER / unit).read_text()
    assert "TimeoutStopSec=15" in text and "NoNewPrivileges=yes" in text and "User=" in text


def test_image_contains_no_data_or_secrets() -> None:
    left_out = (FOLDER.parent / ".dockerignore").read_text().splitlines()
    assert {"data", ".env", "deploy/secrets", "deploy/tls", ".git", ".stamps"} <= set(left_out)
    assert {"data", ".env", "deploy/secrets/", "deploy/tls/"} <= set(
        (FOLDER.parent / ".gitignore").read_text().splitlines()
    )


def test_failed_update_is_retried_on_the_other_assistant() -> None:
    assert "non_idempotent" in (FOLDER / "nginx.conf").read_text()  # else no POST is passed on


@pytest.mark.parametrize("unit", ["egen-chef.service", "egen-chef@.service"])
def test_unit_is_restarted_without_limit(unit: str) -> None:
    text = (FOLDER / unit).read_text()
    assert "Restart=always" in text and "StartLimitIntervalSec=0" in text
