"""How values are written on pages: areas, money, days, instants, scores, hashes."""

from datetime import date, datetime

from flask import Flask

from housing.core.clock import ZONE
from housing.core.money import Fen, yuan
from housing.web.language import language


def area(hundredths_m2: int) -> str:
    """3460 → '34.60 m²'."""
    return f"{hundredths_m2 // 100}.{hundredths_m2 % 100:02d} m²"


def money(fen: int) -> str:
    """12345 → '123.45 元', in English '123.45 yuan'."""
    return f"{yuan(Fen(fen))} {'yuan' if language() == 'en' else '元'}"


def points(hundredths: int) -> str:
    """1250 → '12.5'; whole points without a decimal point."""
    sign = "-" if hundredths < 0 else ""
    whole, part = divmod(abs(hundredths), 100)
    return f"{sign}{whole}" + (f".{part:02d}".rstrip("0") if part else "")


def day(value: date | None) -> str:
    """Return an ISO day, or a dash."""
    return value.isoformat() if value else "—"


def instant(value: datetime | str | None) -> str:
    """Return an instant (or its ISO text) as day and minute in Asia/Shanghai, or a dash."""
    if not value:
        return "—"
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def receipt(code: str) -> str:
    """Return a receipt code in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def write_values_of(app: Flask) -> None:
    """Make the formats known to the templates of `app`."""
    for write in (area, money, points, day, instant, receipt):
        app.add_template_filter(write, write.__name__)
