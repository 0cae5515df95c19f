"""`python -m bot`: what cannot start says why in one line, without a traceback."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.adapters.rasa.model import model_fingerprint
from bot.adapters.rasa.model_digest import digest_file

ROOT = Path(__file__).parents[1]
TOKEN = {"TELEGRAM_BOT_TOKEN": "123456:TEST", "TELEGRAM_API_URL": "http://127.0.0.1:9"}


def bot(
    *arguments: str, settings: dict[str, str] | None = None, where: Path = ROOT, umask: int = -1
) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=where, env=kept | (settings or {}), capture_output=True, text=True, timeout=60,
        check=False, umask=umask,
    )  # fmt: skip


def only_line(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    [line] = result.stderr.splitlines()
    return line


def modes(folder: Path) -> dict[str, int]:
    """Return the mode of the folder and of all that lies in it."""
    return {str(path): path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*"))}


@pytest.mark.parametrize("arguments", [("retention",), ("train",)])
def test_data_is_private_whichever_command_runs_first(
    copy: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Also where the user's umask lets everybody read."""
    for name in ("config.yml", "domain.yml", "rasa_server/requirements.txt"):
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    data = tmp_path / "data"
    # Training makes the folder and then fails, as this copy has no environment for Rasa.
    bot(*arguments, settings={"DATA_DIR": str(data)}, where=copy, umask=0o022)
    found = modes(data)
    assert len(found) > 1 and not any(mode & 0o077 for mode in found.values()), found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program with its content, to be broken."""
    for name in ("bot", "locales"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name)
    return tmp_path / "copy"


@pytest.mark.parametrize("command", ["run", "chat", "train"])
def test_invalid_setting_ends_every_command_with_one_line(command: str) -> None:
    line = only_line(bot(command, settings={"HTTP_PORT": "eighty"}))
    assert line.startswith("Egen Chef cannot start. HTTP_PORT: ")


def test_missing_secret_file_ends_with_one_line() -> None:
    line = only_line(bot("run", settings={"TELEGRAM_BOT_TOKEN_FILE": "/nowhere"}))
    assert "TELEGRAM_BOT_TOKEN_FILE" in line


def test_invalid_content_ends_with_file_and_line(copy: Path) -> None:
    content = copy / "bot" / "content" / "welcome.yml"
    content.write_text(content.read_text().replace("agreement:", "agreemnt:"))
    line = only_line(bot("run", settings=TOKEN | {"DATA_DIR": str(copy / "data")}, where=copy))
    assert "welcome.yml, line " in line and "agreement" in line


def test_uncompiled_catalogues_end_with_one_line(copy: Path) -> None:
    (copy / "locales" / "so" / "LC_MESSAGES" / "messages.mo").unlink()
    line = only_line(bot("run", settings=TOKEN | {"DATA_DIR": str(copy / "data")}, where=copy))
    assert "no compiled catalogue for so" in line


def test_outdated_catalogues_end_with_one_line(copy: Path) -> None:
    texts = copy / "locales" / "so" / "LC_MESSAGES" / "messages.po"
    texts.write_text(texts.read_text().replace('\nmsgstr "', '\nmsgstr "!', 2))
    line = only_line(bot("run", settings=TOKEN | {"DATA_DIR": str(copy / "data")}, where=copy))
    assert "so" in line and "run make" in line


def test_changed_model_ends_training_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    model = tmp_path / "models" / f"{model_fingerprint(ROOT)}.tar.gz"
    model.write_text("not what was trained")
    digest_file(model).write_text(f"{'0' * 64}  {model.name}\n")
    line = only_line(bot("train", settings={"DATA_DIR": str(tmp_path)}))
    assert str(model) in line and "`make train`" in line


def test_occupied_port_ends_with_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        settings = TOKEN | {"DATA_DIR": str(tmp_path), "HTTP_PORT": port}
        line = only_line(bot("run", settings=settings))
    assert "HTTP_PORT" in line


def test_group_without_consultants_is_refused(tmp_path: Path) -> None:
    """In such a set-up everybody in the group was a consultant."""
    data = {"DATA_DIR": str(tmp_path / "data")}
    line = only_line(bot("run", settings=TOKEN | data | {"CONSULTANT_CHAT_ID": "-1001"}))
    assert "CONSULTANT_IDS: " in line and "/pair" in line
    assert "python -m bot consultants add" in line and "python -m bot consultants list" in line


def test_administrator_adds_lists_and_removes_consultants(tmp_path: Path) -> None:
    settings = {"DATA_DIR": str(tmp_path / "data"), "CONSULTANT_IDS": "900"}

    def consultants(*arguments: str) -> subprocess.CompletedProcess[str]:
        return bot("consultants", *arguments, settings=settings)

    assert consultants("add", "901").returncode == 0
    assert consultants("list").stdout == "900 (CONSULTANT_IDS)\n901\n"
    assert "already" in only_line(consultants("add", "901"))
    assert "CONSULTANT_IDS" in only_line(consultants("remove", "900"))
    settings.pop("CONSULTANT_IDS")
    assert "last consultant" in only_line(consultants("remove", "901"))
    assert "above zero" in only_line(consultants("add", "-1001"))
    shipped = bot("audit", "ship", settings=settings).stdout.splitlines()
    assert [json.loads(row)["action"] for row in shipped] == ["consultant:add:901"]


def test_code_for_the_group_is_shown_unless_the_setting_wins(tmp_path: Path) -> None:
    data = {"DATA_DIR": str(tmp_path / "data")}
    shown = bot("pair", settings=data)
    assert shown.returncode == 0 and re.search(r"/pair \d{3}-\d{3}\n", shown.stderr)
    configured = bot("pair", settings=data | {"CONSULTANT_CHAT_ID": "-1001"})
    assert "CONSULTANT_CHAT_ID" in only_line(configured)


def test_uncreatable_data_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = TOKEN | {"DATA_DIR": str(tmp_path / "file" / "data")}
    line = only_line(bot("run", settings=settings))
    assert "DATA_DIR" in line


@pytest.mark.parametrize("database", ["{folder}", "{folder}/text", "{folder}/text/x.db"])
def test_unopenable_database_is_named(tmp_path: Path, database: str) -> None:
    (tmp_path / "text").write_text("This is no database. " * 100)
    url = f"sqlite+aiosqlite:///{database.format(folder=tmp_path)}"
    settings = TOKEN | {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": url}
    line = only_line(bot("run", settings=settings))
    assert "DATABASE_URL: " in line


def test_terminal_names_its_database_folder(tmp_path: Path) -> None:
    (tmp_path / "terminal.sqlite3").mkdir()
    settings = {"DATA_DIR": str(tmp_path), "DATABASE_URL": "sqlite+aiosqlite:///elsewhere.db"}
    assert "DATA_DIR: " in only_line(bot("chat", settings=settings))


def test_malformed_token_is_named() -> None:
    line = only_line(bot("run", settings=TOKEN | {"TELEGRAM_BOT_TOKEN": "our bot"}))
    assert line.startswith("Egen Chef cannot start. TELEGRAM_BOT_TOKEN: ")


def test_optional_modules_are_imported_on_demand() -> None:
    program = "import sys, bot.__main__; print({'telegram', 'sqlalchemy'} & {*sys.modules})"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True
    )
    assert result.stdout.strip() == "set()"


@pytest.mark.parametrize("arguments", [(), ("fly",), ("chat", "--language", "xx")])
def test_unknown_command_lists_the_commands(arguments: tuple[str, ...]) -> None:
    result = bot(*arguments)
    assert result.returncode == 2
    assert result.stderr.startswith("usage: python -m bot") and "Traceback" not in result.stderr


def test_help_lists_the_commands() -> None:
    result = bot("--help")
    assert result.returncode == 0
    assert all(command in result.stdout for command in ("run", "chat", "train"))
