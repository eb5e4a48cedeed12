"""Every setting, read once from `config/default.toml` and the environment."""

import os
import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where this installation keeps its things; the reasons stand in `config/default.toml`."""

    home: Path
    database_url: str
    place: str
    host: str
    port: int
    public_address: str
    web_threads: int
    upload_limit_bytes: int
    session_minutes: int
    scheduler: str
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    smtp_password: str = field(repr=False)
    mail_from: str
    sms_url: str
    sms_key: str = field(repr=False)
    virus_scanner: str

    @property
    def address(self) -> str:
        """Where people reach this installation, without a slash at the end."""
        return self.public_address or f"http://{self.host}:{self.port}"


def config_folder() -> Path:
    """Return the folder `config/` of this installation (editable or installed)."""
    return Path(str(files("housing.config")))


def load_settings(environ: dict[str, str] | None = None) -> Settings:
    """Return the settings: defaults, overridden by `HOUSING_<NAME>` variables.

    `environ` defaults to the process environment. Whole numbers and words of a closed
    list are checked.

    Raises:
        ValueError: a variable that must be a whole number is not, or a word that is not known;
            names the variable.
    """
    env = dict(os.environ) if environ is None else environ
    raw = tomllib.loads((config_folder() / "default.toml").read_text(encoding="utf-8"))
    home = Path(env.get("HOUSING_HOME", str(raw["home"]))).expanduser().resolve()
    return Settings(
        home=home,
        database_url=env.get("HOUSING_DATABASE_URL", "") or f"sqlite:///{home / 'housing.db'}",
        place=env.get("HOUSING_PLACE", str(raw["place"])),
        host=env.get("HOUSING_HOST", str(raw["host"])),
        port=_whole(env, "port", raw),
        public_address=_word(env, "public_address", raw).rstrip("/"),
        web_threads=_whole(env, "web_threads", raw),
        upload_limit_bytes=_whole(env, "upload_limit_bytes", raw),
        session_minutes=_whole(env, "session_minutes", raw),
        scheduler=_one_of(env, "scheduler", raw, ("serve", "apart")),
        smtp_host=_word(env, "smtp_host", raw),
        smtp_port=_whole(env, "smtp_port", raw),
        smtp_security=_one_of(env, "smtp_security", raw, ("starttls", "tls", "none")),
        smtp_user=_word(env, "smtp_user", raw),
        smtp_password=env.get("HOUSING_SMTP_PASSWORD", ""),
        mail_from=_word(env, "mail_from", raw),
        sms_url=_word(env, "sms_url", raw),
        sms_key=env.get("HOUSING_SMS_KEY", ""),
        virus_scanner=_word(env, "virus_scanner", raw),
    )


def _word(env: dict[str, str], name: str, raw: dict[str, object]) -> str:
    return env.get(f"HOUSING_{name.upper()}", str(raw[name])).strip()


def _whole(env: dict[str, str], name: str, raw: dict[str, object]) -> int:
    variable = f"HOUSING_{name.upper()}"
    text = env.get(variable, str(raw[name]))
    if not text.strip().isdecimal():
        raise ValueError(f"{variable}: {text!r} is not a whole number; set e.g. {raw[name]}")
    return int(text)


def _one_of(env: dict[str, str], name: str, raw: dict[str, object], known: tuple[str, ...]) -> str:
    variable = f"HOUSING_{name.upper()}"
    word = env.get(variable, str(raw[name]))
    if word not in known:
        raise ValueError(f"{variable}: {word!r} is not one of {', '.join(known)}")
    return word
