"""Selling dwellings: the list, the share, the buyer, the price, the contract and the money."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.bans import queries as bans
from housing.core.access.actor import system_actor
from housing.core.db.session import Database
from housing.core.errors import (
    BadInput,
    BrokenRule,
    MissingPolicyValue,
    NotAllowed,
    NotFound,
    WrongState,
)
from housing.core.keyring import Keyring
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind, owner_ref
from housing.ownership.words import InvestmentType
from housing.sales import account, contract, holding, queries, service
from housing.sales.states import SaleState
from housing.sales.words import (
    BuyerCategory,
    MoneySource,
    PriceBasis,
    Purpose,
    SubsidyLevel,
    Trade,
)
from housing.units.states import UnitState
from tests.factories.hanzhong import HANTAI
from tests.factories.sales import (
    CENTRE,
    FINANCE,
    HEAD,
    PRICE,
    PRICE_FEN,
    SECOND,
    VALUES,
    SaleCounty,
    add_unit,
    code,
    person,
    wanted,
)
from tests.refusing import breaks

S = SaleState


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> SaleCounty:
    """A county with ten dwellings, four of which may be sold."""
    return SaleCounty(sqlite_database, keyring).fill(10)


def test_a_sale_is_walked_from_the_list_to_the_lock(county: SaleCounty) -> None:
    county.released(1)
    sale = county.registered(1)
    assert sale.state is S.LOCKED
    assert sale.price_fen == PRICE_FEN
    assert sale.maintenance_fen == 50 * 5000
    assert sale.lock_until == date(2031, 9, 9)
    assert county.unit_state(code(1)) is UnitState.SOLD
