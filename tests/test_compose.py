"""deploy/compose.yml and what it mounts: least rights, separate networks, pinned images."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from bot.adapters.database.migrate import migrate
from tests.helpers.postgres import BIN, Server

FOLDER = Path(__file__).parents[1] / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
NETWORKS: dict[str, dict[str, Any]] = COMPOSE["networks"]
ASSISTANTS, RASA = ("first", "second"), ("rasa-first", "rasa-second")
NGINX = (FOLDER / "nginx.conf").read_text()
BASH = shutil.which("bash") or "/bin/bash"


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"] and service["pids_limit"] and service["ulimits"] == {"core": 0}
    assert not {"privileged", "cap_add", "devices", "network_mode", "pid"} & service.keys()
    assert all("noexec,nosuid,nodev" in mount for mount in service["tmpfs"])


def test_only_assistants_have_a_way_out_and_only_nginx_one_in() -> None:
    open_ = {name for name, network in NETWORKS.items() if not network.get("internal")}
    assert open_ == {"entrance", "outside"}
    ways = {name: open_ & set(service["networks"]) for name, service in SERVICES.items()}
    assert ways == {
        "first": {"outside"}, "second": {"outside"}, "nginx": {"entrance"},
        "database": set(), "rasa-first": set(), "rasa-second": set(),
    }  # fmt: skip
    [option] = NETWORKS["entrance"]["driver_opts"].items()
    assert option == ("com.docker.network.bridge.enable_ip_masquerade", "false")


def test_each_rasa_server_shares_a_network_with_its_assistant_only() -> None:
    for assistant, rasa in zip(ASSISTANTS, RASA, strict=True):
        assert SERVICES[rasa]["networks"] == [rasa]
        assert [n for n, s in SERVICES.items() if rasa in s["networks"]] == [assistant, rasa]
        assert SERVICES[assistant]["environment"]["RASA_URL"] == f"http://{rasa}:5005"
        called = SERVICES[rasa]["environment"]["ACTIONS_URL"]
        assert called == f"http://{assistant}:8080/actions/webhook"
    assert "database" not in {n for n, s in SERVICES.items() if "front" in s["networks"]}


@pytest.mark.parametrize("name", RASA)
def test_rasa_server_has_another_user_and_neither_keys_nor_data(name: str) -> None:
    service = SERVICES[name]
    assert service["user"] == "901:901" and service["secrets"] == ["actions_token"]
    assert "volumes" not in service


def test_no_service_runs_as_root() -> None:
    users = {name: service.get("user") for name, service in SERVICES.items()}
    assert all(users[name] is None for name in ASSISTANTS)  # the user of the image
    assert (FOLDER / "Dockerfile").read_text().count("\nUSER egen\n") == 1
    assert all(users[name] not in (None, "0", "root") for name in SERVICES.keys() - ASSISTANTS)


def test_every_image_is_pinned_by_a_digest() -> None:
    images = {service["image"] for service in SERVICES.values()} - {"egen-chef"}
    pinned = r"[a-z]+:[\w.-]+@\$\{[A-Z]+_DIGEST:\?run deploy/pin-images\.sh\}"
    assert len(images) == 2 and all(re.fullmatch(pinned, image) for image in images)
    bases = re.findall(r"^FROM (\S+)", (FOLDER / "Dockerfile").read_text(), re.MULTILINE)
    assert bases and all(base.endswith("@${PYTHON_DIGEST}") for base in bases)
    build = COMPOSE["x-assistant"]["build"]["args"]
    assert build == {"PYTHON_DIGEST": "${PYTHON_DIGEST:?run deploy/pin-images.sh}"}


def pin_images(folder: Path, told: str) -> subprocess.CompletedProcess[str]:
    """Run the script in a copy, with a `docker` that knows one digest."""
    shutil.copy(FOLDER / "pin-images.sh", folder)
    docker = folder / "bin" / "docker"
    docker.parent.mkdir(exist_ok=True)
    docker.write_text(f'#!{BASH}\n[[ $1 == pull ]] || echo "{told}"\n')
    docker.chmod(0o755)
    return subprocess.run(
        [BASH, str(folder / "pin-images.sh")],
        env={"PATH": f"{docker.parent}:{os.environ['PATH']}"},
        capture_output=True, text=True,
    )  # fmt: skip


def test_digests_are_written_beside_the_settings(tmp_path: Path) -> None:
    digest = "sha256:" + "ab" * 32
    (tmp_path / ".env").write_text("PUBLIC_URL=https://bot.example.org\nNGINX_DIGEST=old\n")
    assert pin_images(tmp_path, f"some@{digest}").returncode == 0
    expected = {f"{name}_DIGEST={digest}" for name in ("PYTHON", "NGINX", "POSTGRES")}
    lines = (tmp_path / ".env").read_text().splitlines()
    assert lines[0] == "PUBLIC_URL=https://bot.example.org" and set(lines[1:]) == expected
    assert len(lines) == 4
    images = (FOLDER / "pin-images.sh").read_text() + (FOLDER / "compose.yml").read_text()
    assert all(images.count(image) == 2 for image in ("nginx:1.29-alpine", "postgres:18-alpine"))


@pytest.mark.parametrize("told", ["", "nginx@sha256:short", "nginx:1.29-alpine"])
def test_what_is_no_digest_is_not_written(tmp_path: Path, told: str) -> None:
    (tmp_path / ".env").write_text("NGINX_DIGEST=old\n")
    result = pin_images(tmp_path, told)
    assert result.returncode == 1 and "No digest for python:3.11" in result.stderr
    assert (tmp_path / ".env").read_text() == "NGINX_DIGEST=old\n"


@pytest.mark.parametrize(
    "directive",
    [
        "server_tokens off;", "client_max_body_size 1m;", "ssl_protocols TLSv1.2 TLSv1.3;",
        "ssl_session_tickets off;", "access_log /dev/stdout safe;", "client_header_timeout 5s;",
        "limit_req zone=telegram burst=400 nodelay;", "limit_req zone=strangers burst=5 nodelay;",
        "limit_conn stranger_connections 5;", "limit_except POST { deny all; }",
        "proxy_set_header X-Forwarded-For $remote_addr;", "error_log /dev/stderr crit;",
        'add_header Strict-Transport-Security "max-age=31536000" always;',
        "add_header X-Content-Type-Options nosniff always;",
    ],
)  # fmt: skip
def test_nginx_is_hardened(directive: str) -> None:
    assert directive in {line.strip() for line in NGINX.splitlines()}


def test_nginx_logs_neither_queries_nor_headers_nor_paths() -> None:
    [form] = re.findall(r"log_format safe '(.*)';", NGINX)
    assert set(re.findall(r"\$(\w+)", form)) == {
        "time_iso8601", "remote_addr", "place", "status", "request_length", "request_time",
    }  # fmt: skip
    assert "map $uri $place { /telegram/webhook webhook; default other; }" in NGINX


@pytest.mark.slow
def test_role_of_the_assistants_owns_its_database_and_nothing_else(tmp_path: Path) -> None:
    server = Server()
    (tmp_path / "password").write_text("it's a 'secret'\n")
    try:
        subprocess.run(
            ["/bin/sh", str(FOLDER / "database-role.sh")], check=True, capture_output=True,
            env={
                "PATH": f"{BIN}:{os.environ['PATH']}", "PGHOST": server.socket,
                "DATABASE_PASSWORD_FILE": str(tmp_path / "password"),
            },
        )  # fmt: skip
        migrate(f"postgresql+psycopg://egen@/egen?host={server.socket}")
        with psycopg.connect(f"host={server.socket} user=egen dbname=egen") as connection:
            rights = connection.execute(
                "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles "
                "WHERE rolname = current_user"
            ).fetchone()
        assert rights == (False, False, False, False)
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(f"host={server.socket} user=egen dbname=postgres")
    finally:
        server.end()
