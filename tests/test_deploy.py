"""The files in deploy/ use existing settings and expose only the webhook."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.settings import _SECRETS, Settings

FOLDER = Path(__file__).parents[1] / "deploy"
ASSISTANTS = ["egen-chef.service", "egen-chef@.service"]
RASA_UNIT = "egen-chef-rasa@.service"
UNITS = [*ASSISTANTS, RASA_UNIT]
HARDENING = [
    "CapabilityBoundingSet=", "NoNewPrivileges=yes", "PrivateTmp=yes", "PrivateDevices=yes",
    "PrivateUsers=yes", "PrivateIPC=yes", "ProtectSystem=strict", "ProtectHome=yes",
    "ProtectClock=yes", "ProtectHostname=yes", "ProtectKernelTunables=yes",
    "ProtectKernelModules=yes", "ProtectKernelLogs=yes", "ProtectControlGroups=yes",
    "ProtectProc=invisible", "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces=yes", "RestrictRealtime=yes", "RestrictSUIDSGID=yes",
    "LockPersonality=yes", "MemoryDenyWriteExecute=yes", "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service", "SystemCallFilter=~@privileged @resources",
    "UMask=0077", "LimitCORE=0",
]  # fmt: skip
KNOWN = {name.upper() for name in Settings.model_fields} | {f"{name}_FILE" for name in _SECRETS}


def settings_of(unit: str) -> dict[str, list[str]]:
    """Return the values of each key of a unit file."""
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^([A-Za-z]+)=(.*)$", (FOLDER / unit).read_text(), re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


def test_compose_file_uses_existing_settings() -> None:
    compose = yaml.safe_load((FOLDER / "compose.yml").read_text())
    assert set(compose["x-assistant"]["environment"]) <= KNOWN
    assert set(compose["x-assistant"]["secrets"]) <= set(compose["secrets"])


def test_only_nginx_is_exposed() -> None:
    services = yaml.safe_load((FOLDER / "compose.yml").read_text())["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    passed_on = re.findall(r"location (.*?) \{", (FOLDER / "nginx.conf").read_text())
    assert passed_on == ["= /telegram/webhook", "/"]


@pytest.mark.parametrize("unit", ASSISTANTS)
def test_unit_uses_existing_settings(unit: str) -> None:
    text = (FOLDER / unit).read_text()
    named = re.findall(r"(?:^Environment=| )([A-Z_]+)=", "\n".join(
        line for line in text.splitlines() if line.startswith("Environment=")
    ), re.MULTILINE)  # fmt: skip
    assert named and set(named) <= KNOWN


@pytest.mark.parametrize("unit", ASSISTANTS)
def test_unit_has_a_stop_timeout_and_restricted_rights(unit: str) -> None:
    text = (FOLDER / unit).read_text()
    assert "TimeoutStopSec=15" in text and "NoNewPrivileges=yes" in text and "User=" in text


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("directive", HARDENING)
def test_unit_is_hardened(unit: str, directive: str) -> None:
    assert directive in (FOLDER / unit).read_text().splitlines()


@pytest.mark.parametrize("unit", UNITS)
def test_unit_has_limits(unit: str) -> None:
    assert {"MemoryMax", "MemoryHigh", "TasksMax"} <= settings_of(unit).keys()


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_rates_the_exposure_of_the_unit_at_most_3(unit: str) -> None:
    """Of 10; a unit without any restriction has 9.6."""
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=30"]
    done = subprocess.run([*command, str(FOLDER / unit)], capture_output=True, text=True)
    if "unrecognized option" in done.stderr or "unknown option" in done.stderr.lower():
        pytest.skip("this systemd-analyze rates running units only")
    assert done.returncode == 0, done.stdout[-300:] + done.stderr[-300:]
    assert "Overall exposure level" in done.stdout


def test_rasa_runs_as_a_user_of_its_own_and_reaches_this_machine_only() -> None:
    rasa = settings_of(RASA_UNIT)
    assistants = {settings_of(unit)["User"][0] for unit in ASSISTANTS}
    assert rasa["User"] == ["egen-chef-rasa"] and "egen-chef-rasa" not in assistants
    assert (rasa["IPAddressDeny"], rasa["IPAddressAllow"]) == (["any"], ["localhost"])
    assert "/var/lib/egen-chef" in rasa["InaccessiblePaths"][0]
    assert rasa["LoadCredential"] == ["actions:/etc/egen-chef/actions_token"]
    assert "EnvironmentFile" not in rasa and "StateDirectory" not in rasa


@pytest.mark.parametrize(
    ("unit", "instance", "port"),
    [("egen-chef.service", "8080", "8080"), ("egen-chef@.service", "%i", "%i")],
)
def test_assistant_and_its_rasa_server_find_each_other(
    unit: str, instance: str, port: str
) -> None:
    text = (FOLDER / unit).read_text()
    assert f"Wants=network-online.target egen-chef-rasa@{instance}.service" in text
    assert f"HTTP_PORT={port}" in text and f"RASA_URL=http://127.0.0.1:1{port}" in text
    rasa = (FOLDER / RASA_UNIT).read_text()
    assert "ACTIONS_URL=http://127.0.0.1:%i/actions/webhook" in rasa and "--port 1%i" in rasa


def test_image_contains_no_data_or_secrets() -> None:
    left_out = (FOLDER.parent / ".dockerignore").read_text().splitlines()
    assert {"data", ".env", "deploy/secrets", "deploy/tls", ".git", ".stamps"} <= set(left_out)
    assert {"data", ".env", "deploy/secrets/", "deploy/tls/"} <= set(
        (FOLDER.parent / ".gitignore").read_text().splitlines()
    )


def test_failed_update_is_retried_on_the_other_assistant() -> None:
    assert "non_idempotent" in (FOLDER / "nginx.conf").read_text()  # else no POST is passed on


@pytest.mark.parametrize("unit", ASSISTANTS)
def test_unit_is_restarted_without_limit(unit: str) -> None:
    text = (FOLDER / unit).read_text()
    assert "Restart=always" in text and "StartLimitIntervalSec=0" in text
