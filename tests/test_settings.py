"""The environment, read once; what is not understood is refused with one line that names it."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

SECRETS = {
    "TELEGRAM_BOT_TOKEN": "1:TOKEN", "WEBHOOK_SECRET": "s3cret", "ACTIONS_TOKEN": "hush hush",
    "TRANSLATE_API_KEY": "a key",
    "DATABASE_URL": "sqlite+aiosqlite:///secret.db",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment without settings, in a folder without .env."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal() -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return str(caught.value)


def test_defaults_apply_without_settings() -> None:
    settings = read_settings()
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert (settings.telegram_mode, settings.log_level) == ("polling", "INFO")
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert (settings.timezone, settings.municipality) == ("Europe/Copenhagen", "Ballerup")
    assert settings.database == "sqlite+aiosqlite:///data/egen-chef.sqlite3"
    assert settings.translate_url is None and settings.translate_api_key is None
    assert settings.consultant_chat_id is None and settings.consultant_ids == frozenset()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_MODE", "pigeon"), ("TELEGRAM_API_URL", "localhost:8081"),
        ("TELEGRAM_API_URL", "http://localhost/bot123"), ("PUBLIC_URL", "ftp://example.org"),
        ("PUBLIC_URL", "https://example.org/bot"), ("RASA_URL", "localhost:5005"),
        ("PUBLIC_URL", "http://"), ("PUBLIC_URL", "https://:8443"), ("RASA_URL", "http://x:y"),
        ("TELEGRAM_API_URL", "https://[::1"), ("PUBLIC_URL", "https://example.org?a=1"),
        ("TELEGRAM_BOT_TOKEN", "our bot"), ("TELEGRAM_BOT_TOKEN", "123456"),
        ("CONSULTANT_CHAT_ID", "our group"), ("CONSULTANT_CHAT_ID", "1.5"),
        ("CONSULTANT_IDS", "1,Kirsten"), ("CONSULTANT_IDS", "1;2"),
        ("DATABASE_URL", "mysql://localhost/x"), ("DATABASE_URL", "sqlite:///x.db"),
        ("DATABASE_URL", "x"), ("HTTP_PORT", "http"), ("HTTP_PORT", "-1"), ("HTTP_PORT", "65536"),
        ("TIMEZONE", "Mars/Phobos"), ("TIMEZONE", "../etc/passwd"), ("MUNICIPALITY", "x" * 61),
        ("LOG_LEVEL", "LOUD"), ("TRANSLATE_URL", "localhost:5000"),
        ("TRANSLATE_URL", "https://x.org/translate"),
    ],
)  # fmt: skip
def test_invalid_setting_is_rejected_by_name_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    line = refusal()
    assert line.startswith(f"{name}: ") and "\n" not in line


@pytest.mark.parametrize(
    "url",
    [
        "http://api.telegram.org", "http://10.0.0.7:8081", "http://telegram-api:8081",
        "http://localhost.example.org", "http://127.0.0.1.example.org", "http://0.0.0.0:8081",
        "http://127.0.0.1@example.org", "http://[::2]:8081", "HTTP://example.org",
    ],
)  # fmt: skip
def test_bot_token_never_leaves_this_machine_without_tls(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", url)
    assert refusal().startswith("TELEGRAM_API_URL: ")


@pytest.mark.parametrize(
    "url",
    [
        "https://api.telegram.org", "https://10.0.0.7:8443", "http://localhost:8081",
        "http://127.0.0.1:8081", "http://127.8.0.1", "http://[::1]:8081", "http://LOCALHOST",
    ],
)  # fmt: skip
def test_api_server_with_tls_or_on_this_machine_is_accepted(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", url)
    assert read_settings().telegram_api_url == url


@pytest.mark.parametrize("secret", ["has a space", "söt", "x" * 257])
def test_webhook_secret_invalid_for_telegram_is_rejected(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    """Telegram takes 1 to 256 of A-Z, a-z, 0-9, _ and -."""
    monkeypatch.setenv("WEBHOOK_SECRET", secret)
    line = refusal()
    assert line.startswith("WEBHOOK_SECRET: ") and secret not in line


@pytest.mark.parametrize("missing", ["PUBLIC_URL", "WEBHOOK_SECRET"])
def test_webhook_requires_address_and_secret(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    complete = {"PUBLIC_URL": "https://bot.example.org", "WEBHOOK_SECRET": "s3cret"}
    monkeypatch.setenv("TELEGRAM_MODE", "webhook")
    for name, value in complete.items():
        monkeypatch.setenv(name, value)
    assert read_settings().telegram_mode == "webhook"
    monkeypatch.delenv(missing)
    assert missing in refusal() and "\n" not in refusal()


def test_valid_settings_are_read(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://localhost:8081/")
    monkeypatch.setenv("CONSULTANT_CHAT_ID", "-1001234")
    monkeypatch.setenv("CONSULTANT_IDS", " 1, 22 ,,333,")
    monkeypatch.setenv("DATA_DIR", str(folder / "elsewhere"))
    monkeypatch.setenv("MUNICIPALITY", "Høje-Taastrup")
    settings = read_settings()
    assert settings.telegram_api_url == "http://localhost:8081"
    assert settings.consultant_chat_id == -1001234
    assert settings.consultant_ids == {1, 22, 333}
    assert settings.database.endswith("/elsewhere/egen-chef.sqlite3")
    assert settings.municipality == "Høje-Taastrup"


def test_contacts_of_the_notice_are_one_line_and_missing_ones_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read_settings().untold == ["CONTROLLER_CONTACT", "DPO_CONTACT"]
    monkeypatch.setenv("CONTROLLER_CONTACT", " Town Hall 7,\n phone 12 34 56 78 ")
    monkeypatch.setenv("DPO_CONTACT", "  ")
    settings = read_settings()
    assert settings.controller_contact == "Town Hall 7, phone 12 34 56 78"
    assert settings.untold == ["DPO_CONTACT"]
    monkeypatch.setenv("DPO_CONTACT", "x" * 201)
    assert refusal().startswith("DPO_CONTACT: ")


@pytest.mark.parametrize("url", ["postgresql+psycopg://u:p@db/x", "sqlite+aiosqlite:///x.db"])
def test_custom_database_can_be_configured(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert read_settings().database == url


@pytest.mark.parametrize("name", [n.upper() for n in Settings.model_fields])
def test_empty_setting_counts_as_unset(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = read_settings()
    monkeypatch.setenv(name, "")
    assert read_settings() == before


@pytest.mark.parametrize("name", SECRETS)
def test_secret_can_be_read_from_a_file(
    monkeypatch: pytest.MonkeyPatch, folder: Path, name: str
) -> None:
    secret = SECRETS[name]
    (folder / "secret").write_text(f"{secret}\n")
    monkeypatch.setenv(f"{name}_FILE", str(folder / "secret"))
    read = getattr(read_settings(), name.lower())
    assert secret == (read if isinstance(read, str) else read.get_secret_value())


@pytest.mark.parametrize("name", SECRETS)
def test_missing_secret_file_is_reported(
    monkeypatch: pytest.MonkeyPatch, folder: Path, name: str
) -> None:
    monkeypatch.setenv(f"{name}_FILE", str(folder / "nowhere"))
    assert refusal() == f"{name}_FILE: No such file or directory: {folder / 'nowhere'}"


def test_binary_secret_file_is_reported(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "secret").write_bytes(b"\xff\xfe\x00")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(folder / "secret"))
    assert refusal().startswith("TELEGRAM_BOT_TOKEN_FILE: ")


def test_invalid_value_in_a_secret_file_is_rejected_by_name(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    (folder / "secret").write_text("mysql://u:hush@db/x")
    monkeypatch.setenv("DATABASE_URL_FILE", str(folder / "secret"))
    assert refusal().startswith("DATABASE_URL: ") and "hush" not in refusal()


def test_env_file_is_read(folder: Path) -> None:
    lines = '# ours\nMUNICIPALITY="Herlev"\nCONSULTANT_IDS=1,2\nHTTP_PORT=\nSOMEBODY_ELSES=1\n'
    (folder / ".env").write_text(lines)
    settings = read_settings()
    assert (settings.municipality, settings.http_port) == ("Herlev", 8080)
    assert settings.consultant_ids == {1, 2}


def test_env_file_can_point_to_a_secret_file(folder: Path) -> None:
    (folder / "secret").write_text("1:TOKEN")
    (folder / ".env").write_text(f"TELEGRAM_BOT_TOKEN_FILE={folder / 'secret'}\n")
    token = read_settings().telegram_bot_token
    assert token is not None and token.get_secret_value() == "1:TOKEN"


def test_environment_secret_overrides_a_secret_file_of_the_env_file(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    (folder / ".env").write_text("ACTIONS_TOKEN_FILE=/nowhere\n")
    monkeypatch.setenv("ACTIONS_TOKEN", "hush")
    token = read_settings().actions_token
    assert token is not None and token.get_secret_value() == "hush"


def test_binary_env_file_is_reported(folder: Path) -> None:
    (folder / ".env").write_bytes(b"MUNICIPALITY=\xff\xfe\n")
    assert refusal().startswith(".env: ")


def test_environment_overrides_the_env_file(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / ".env").write_text("MUNICIPALITY=Herlev\n")
    monkeypatch.setenv("MUNICIPALITY", "Gladsaxe")
    assert read_settings().municipality == "Gladsaxe"


def test_invalid_value_in_the_env_file_is_rejected_by_name(folder: Path) -> None:
    (folder / ".env").write_text("HTTP_PORT=eighty\n")
    assert refusal().startswith("HTTP_PORT: ")


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET", "ACTIONS_TOKEN"])
def test_printed_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, SECRETS[name])
    assert SECRETS[name] not in repr(read_settings())
