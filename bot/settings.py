"""Settings from the environment; an invalid one is reported in one line that names it."""

import os
import re
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

# Each secret can also be given as NAME_FILE, the path of a file, as Docker and systemd do.
_SECRETS = (
    "TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET", "DATABASE_URL", "ACTIONS_TOKEN", "ENCRYPTION_KEYS",
    "TRANSLATE_API_KEY",
)  # fmt: skip


class SettingsError(Exception):
    """An invalid setting; `str()` is the one line to show."""

    def __init__(self, line: str) -> None:
        super().__init__(" ".join(line.split()))


def _http(url: str) -> str:
    if not _is_base(url):
        raise ValueError("give scheme, host and port, such as https://bot.example.org")
    return url.rstrip("/")


def _is_base(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # such as a port that is not a number
        return False
    ends_there = parts.path in ("", "/") and not parts.query and not parts.fragment
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0 and ends_there


def _https_unless_loopback(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        raise ValueError("the token is sent there: give https://, or http:// on this machine only")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost"


def _bot_token(token: SecretStr) -> SecretStr:
    if not re.fullmatch("[0-9]+:[A-Za-z0-9_-]+", token.get_secret_value()):
        raise ValueError("is no bot token; @BotFather gives one such as 123456:ABC-DEF")
    return token


def _telegrams_secret(secret: SecretStr) -> SecretStr:
    if not re.fullmatch("[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
        raise ValueError("has 1 to 256 of A-Z, a-z, 0-9, _ and -; Telegram takes nothing else")
    return secret


def _fernet_keys(keys: SecretStr) -> SecretStr:
    parts = [part.strip() for part in keys.get_secret_value().split(",") if part.strip()]
    if not parts or not all(re.fullmatch("[A-Za-z0-9_-]{43}=", part) for part in parts):
        raise ValueError("are 32 random bytes each in URL-safe base64, separated by commas")
    return SecretStr(",".join(parts))


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("is no time zone, such as Europe/Copenhagen") from None
    return name


def _database(url: str) -> str:
    from sqlalchemy.engine import make_url  # slow to import, and only needed here
    from sqlalchemy.exc import ArgumentError

    try:
        driver = make_url(url).drivername
    except ArgumentError:
        raise ValueError("is no database URL") from None
    if driver not in ("sqlite+aiosqlite", "postgresql+psycopg"):
        raise ValueError("starts with sqlite+aiosqlite:// or postgresql+psycopg://")
    return url


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _consultants(text: object) -> object:
    return [part for part in text.split(",") if part.strip()] if isinstance(text, str) else text


HttpUrl = Annotated[str, AfterValidator(_http)]
# How people reach somebody, in one line that is shown to them as it stands.
Contact = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]


class Settings(BaseSettings):
    """All settings; README.md documents them."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = None
    telegram_api_url: Annotated[HttpUrl, AfterValidator(_https_unless_loopback)] = (
        "https://api.telegram.org"
    )
    telegram_mode: Literal["polling", "webhook"] = "polling"
    public_url: HttpUrl | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_telegrams_secret)] | None = None
    consultant_chat_id: int | None = None
    consultant_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    database_url: Annotated[str, AfterValidator(_database)] | None = None
    data_dir: Path = Path("data")
    encryption_keys: Annotated[SecretStr, AfterValidator(_fernet_keys)] | None = None
    rasa_url: HttpUrl | None = None
    actions_token: SecretStr | None = None
    translate_url: HttpUrl | None = None
    translate_api_key: SecretStr | None = None
    http_host: str = "127.0.0.1"
    http_port: int = Field(8080, ge=0, le=65535)
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Copenhagen"
    municipality: str = Field("Ballerup", min_length=1, max_length=60)
    municipality_phone: str = Field("44 77 20 00", pattern=r"^[+0-9 ]{2,20}$")
    controller_contact: Contact | None = None
    dpo_contact: Contact | None = None
    keep_people_months: int = Field(6, ge=1, le=120)
    keep_messages_days: int = Field(180, ge=30, le=3650)
    keep_updates_days: int = Field(30, ge=2, le=3650)
    keep_withdrawn_days: int = Field(30, ge=1, le=365)
    keep_audit_months: int = Field(24, ge=1, le=120)
    # Files of one person: in any 24 hours, and kept at a time.
    files_a_day: int = Field(60, ge=1, le=10_000)
    megabytes_a_day: int = Field(200, ge=20, le=100_000)
    files_a_person: int = Field(600, ge=1, le=100_000)
    megabytes_a_person: int = Field(600, ge=20, le=1_000_000)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @model_validator(mode="before")
    @classmethod
    def _split_ids(cls, values: dict[str, object]) -> dict[str, object]:
        # An empty value in .env means "not set".
        given = {k: v for k, v in values.items() if v != ""}
        if "consultant_ids" in given:
            given["consultant_ids"] = _consultants(given["consultant_ids"])
        return given

    @model_validator(mode="after")
    def _webhook_is_complete(self) -> Self:
        if self.telegram_mode == "webhook" and not (self.public_url and self.webhook_secret):
            raise ValueError("TELEGRAM_MODE=webhook needs PUBLIC_URL and WEBHOOK_SECRET")
        return self

    @property
    def untold(self) -> list[str]:
        """Settings that the privacy notice needs and that are not set."""
        wanted = {
            "CONTROLLER_CONTACT": self.controller_contact, "DPO_CONTACT": self.dpo_contact,
        }  # fmt: skip
        return [name for name, given in wanted.items() if not given]

    @property
    def database(self) -> str:
        """URL of the database."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'egen-chef.sqlite3'}"


def read_settings() -> Settings:
    """Read the settings.  Raises SettingsError."""
    try:
        return Settings(**_secret_files())  # type: ignore[arg-type]  # pydantic checks each value
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else ""
        raise SettingsError(_line(name, first["msg"])) from None
    except UnicodeDecodeError:
        raise SettingsError(".env: is no text in UTF-8") from None


def _line(name: str, message: str) -> str:
    words = message.removeprefix("Value error, ")
    return f"{name}: {words}" if name else words


def _secret_files() -> dict[str, str]:
    """Read secrets given as files; NAME_FILE overrides NAME, the environment overrides .env."""
    in_env_file = DotEnvSettingsSource(Settings).env_vars
    found = {}
    for name in _SECRETS:
        file = os.environ.get(f"{name}_FILE")
        if not file and not os.environ.get(name):
            file = in_env_file.get(f"{name}_FILE".lower())
        if file:
            found[name.lower()] = _read(f"{name}_FILE", Path(file))
    return found


def _read(setting: str, file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{setting}: {error.strerror}: {file}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{setting}: is no text in UTF-8: {file}") from None


def settings_or_exit() -> Settings:
    """Read the settings, or exit with status 2 and one line on stderr."""
    try:
        return read_settings()
    except SettingsError as error:
        sys.stderr.write(f"Egen Chef cannot start. {error}\n")
        raise SystemExit(2) from None
