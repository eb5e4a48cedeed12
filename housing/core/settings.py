"""Every setting, read once from `config/default.toml` and the environment."""

import os
import tomllib
from dataclasses import dataclass
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
    web_threads: int
    upload_limit_bytes: int
    session_minutes: int
    scheduler: str


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
        web_threads=_whole(env, "web_threads", raw),
        upload_limit_bytes=_whole(env, "upload_limit_bytes", raw),
        session_minutes=_whole(env, "session_minutes", raw),
        scheduler=_one_of(env, "scheduler", raw, ("serve", "apart")),
    )


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
