"""The papers of a sale: the contract and the application form, as content, hash and PDF."""

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from housing.core.errors import MissingPolicyValue
from housing.core.keyring import Keyring
from housing.core.money import Fen, capitals, hundredths, yuan
from housing.core.settings import config_folder
from housing.leases.paper import typeset
from housing.ownership.words import INVESTMENT_WORDS
from housing.policies.instruments import divisions_of
from housing.sales import listings
from housing.sales.models import Sale, SaleUnit
from housing.sales.pricing import reckoning
from housing.sales.words import CATEGORY_WORDS
from housing.units import queries as units

TEMPLATE = str(Path(__file__).parent / "contract.typ")


@dataclass(frozen=True, slots=True)
class SaleText:
    """One version of a place's texts; `sha256` is that of its file."""

    id: str
    place: str
    first_day: date
    title: str
    form_title: str
    undertaking: str
    clauses: tuple[tuple[str, str], ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Line:
    """One fact or clause: its name and its words."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed: the same for PDF and hash."""

    title: str
    number: str
    facts: tuple[Line, ...]
    clauses: tuple[Line, ...]
    closing: str
    left: str
    right: str
    text: str


@cache
def load_texts() -> tuple[SaleText, ...]:
    """Return the texts of every place, the oldest first."""
    paths = sorted((config_folder() / "sales").glob("*.toml"))
    return tuple(sorted((_read(path.read_bytes()) for path in paths), key=lambda t: t.first_day))


def text_of(place: str, day: date) -> SaleText:
    """Return the newest texts of a place, or of the city or province above it.

    Raises:
        MissingPolicyValue: there are none.
    """
    for level in divisions_of(place):
        fitting = [each for each in load_texts() if each.place == level and each.first_day <= day]
        if fitting:
            return fitting[-1]
    raise MissingPolicyValue(
        f"{place} 没有出售合同文本，请在 config/sales 中补上"
        f" / {place} has no text of a sale contract; add one to config/sales",
        rules=("HZS-15-3",),
    )


def of_sale(session: Session, sale: Sale) -> Paper:
    """Return the contract of a priced sale, with the title of the instrument.

    Identity numbers are written in by hand at the counter, so that the paper needs no keys.
    Basis: HZS 10 (HZS-10-1), HZS 15 (HZS-15-3).
    """
    text = text_of(sale.place, sale.opened_on)
    unit = units.by_id(session, sale.place, sale.unit_id)
    listing = session.get_one(SaleUnit, sale.sale_unit_id)
    held = listings.price(session, sale.place, sale.price_id or 0)
    price = yuan(Fen(sale.price_fen or 0))
    facts = {
        "location": sale.location,
        "room": sale.room,
        "unit_code": sale.unit_code,
        "area": hundredths(sale.area),
        "investment": INVESTMENT_WORDS[listing.investment],
        "reckoning": reckoning(held, sale.area),
        "price": price,
        "price_words": capitals(sale.price_fen or 0),
        "cooling_until": str(sale.cooling_until),
    }
    people = "、".join(person.name for person in sale.people)
    return Paper(
        title=text.title,
        number=f"{sale.number}-HT",
        facts=(
            Line("甲方（出售人）", unit.owner),
            Line("乙方（买受人）", sale.buyer),
            Line("居住人", people),
        ),
        clauses=tuple(Line(title, words.format_map(facts)) for title, words in text.clauses),
        closing="本合同一式四份，双方签字或者盖章后生效。",
        left="甲方（盖章）：",
        right="乙方（签字）：",
        text=f"{text.id}（{text.sha256[:12]}）",
    )


def form_of(session: Session, keyring: Keyring, sale: Sale) -> Paper:
    """Return the application form of a purchase, to be printed and signed.

    Basis: HZS 14 (HZS-14-2, HZS-14-3, HZS-14-4).
    """
    text = text_of(sale.place, sale.opened_on)
    people = "；".join(
        f"{each.relation} {each.name} {keyring.unseal(each.identity_sealed)}"
        for each in sale.people
    )
    facts = (
        Line("申购人", sale.buyer),
        Line("家庭成员", people),
        Line("购买对象类别", CATEGORY_WORDS[sale.category]),
        Line("单位", sale.employer or "无"),
        Line("房屋坐落", sale.location),
        Line("房号", sale.room),
        Line("建筑面积", f"{hundredths(sale.area)} 平方米"),
        Line("申购比例", f"{sale.share}%"),
        Line("申请日期", str(sale.opened_on)),
    )
    return Paper(
        title=text.form_title,
        number=sale.number,
        facts=facts,
        clauses=(),
        closing=f"承诺：{text.undertaking}",
        left="申购人（签字）：",
        right="审核意见：",
        text=f"{text.id}（{text.sha256[:12]}）",
    )


def content_sha256(paper: Paper) -> str:
    """Return the hash of what a paper says."""
    said = json.dumps(asdict(paper), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def pdf(paper: Paper, written_on: date, fonts: Path | None = None) -> bytes:
    """Return a paper as PDF.

    Raises:
        BadInput: a character that no font can show; names the remedy.
    """
    code = code_of(content_sha256(paper))
    return typeset(TEMPLATE, {**asdict(paper), "code": code}, written_on, fonts)


def code_of(sha256: str) -> str:
    """Return the short code that is printed under a paper and asked for when it was signed."""
    return sha256[:12]


def _read(content: bytes) -> SaleText:
    raw = tomllib.loads(content.decode())
    return SaleText(
        id=raw["id"],
        place=raw["place"],
        first_day=raw["from"],
        title=raw["title"],
        form_title=raw["form_title"],
        undertaking=raw["undertaking"],
        clauses=tuple((each["title"], each["text"]) for each in raw["clause"]),
        sha256=hashlib.sha256(content).hexdigest(),
    )
