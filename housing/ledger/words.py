"""Kinds of accounts and of transfers, and what people call them."""

from enum import StrEnum


class AccountKind(StrEnum):
    """What an account holds; with `ref` it belongs to one lease, household, owner or sale."""

    RENT_DUE = "rent_due"
    FEE_DUE = "fee_due"
    DEPOSIT_DUE = "deposit_due"
    DAMAGE_DUE = "damage_due"
    PREPAID = "prepaid"
    DEPOSIT_HELD = "deposit_held"
    REFUND_PAYABLE = "refund_payable"
    RENT_INCOME = "rent_income"
    FEE_INCOME = "fee_income"
    OWNER_INCOME = "owner_income"
    DAMAGE_INCOME = "damage_income"
    BUDGET_GRANT = "budget_grant"
    TREASURY = "treasury"
    SPENDING = "spending"
    OWNER_BANK = "owner_bank"
    SUSPENSE = "suspense"
    CLEARING = "clearing"
    SUBSIDY_FUND = "subsidy_fund"
    SUBSIDY_EXPENSE = "subsidy_expense"
    SUBSIDY_PAYABLE = "subsidy_payable"
    SUBSIDY_DUE = "subsidy_due"
    REPAIR_EXPENSE = "repair_expense"
    MANAGEMENT_EXPENSE = "management_expense"
    LOAN_REPAYMENT = "loan_repayment"
    OWNER_EXPENSE = "owner_expense"
    WRITTEN_OFF = "written_off"
    SALE_DUE = "sale_due"
    SALE_ACCOUNT = "sale_account"
    SALE_PROCEEDS = "sale_proceeds"
    SALE_PAYABLE = "sale_payable"
    SALE_USE = "sale_use"
    MAINTENANCE_FUND = "maintenance_fund"

    @property
    def side(self) -> int:
        """1 when debits make it grow (what is owed to us, money, costs), -1 when credits do."""
        return 1 if self in _GROWS_BY_DEBIT else -1


_GROWS_BY_DEBIT = frozenset(
    {
        AccountKind.RENT_DUE,
        AccountKind.FEE_DUE,
        AccountKind.DEPOSIT_DUE,
        AccountKind.DAMAGE_DUE,
        AccountKind.TREASURY,
        AccountKind.SPENDING,
        AccountKind.OWNER_BANK,
        AccountKind.CLEARING,
        AccountKind.SUBSIDY_FUND,
        AccountKind.SUBSIDY_EXPENSE,
        AccountKind.SUBSIDY_DUE,
        AccountKind.REPAIR_EXPENSE,
        AccountKind.MANAGEMENT_EXPENSE,
        AccountKind.LOAN_REPAYMENT,
        AccountKind.OWNER_EXPENSE,
        AccountKind.WRITTEN_OFF,
        AccountKind.SALE_DUE,
        AccountKind.SALE_ACCOUNT,
        AccountKind.SALE_USE,
    }
)

#: What a lease owes, in the order in which a payment is set against it.
LEASE_DUES = (
    AccountKind.RENT_DUE,
    AccountKind.FEE_DUE,
    AccountKind.DEPOSIT_DUE,
    AccountKind.DAMAGE_DUE,
)


class TransferKind(StrEnum):
    """Why money moved."""

    RENT_CHARGE = "rent_charge"
    RENT_REDUCTION = "rent_reduction"
    RENT_SHARE = "rent_share"
    FEE_CHARGE = "fee_charge"
    RENT_CORRECTION = "rent_correction"
    FEE_CORRECTION = "fee_correction"
    DEPOSIT_CHARGE = "deposit_charge"
    DEPOSIT_USED = "deposit_used"
    DEPOSIT_REFUND = "deposit_refund"
    DAMAGE_CHARGE = "damage_charge"
    PAYMENT = "payment"
    ALLOCATION = "allocation"
    UNMATCHED = "unmatched"
    REFUND = "refund"
    WRITE_OFF = "write_off"
    OPENING = "opening"
    BUDGET = "budget"
    SPENT = "spent"
    SUBSIDY = "subsidy"
    SUBSIDY_PAID = "subsidy_paid"
    SUBSIDY_RETURNED = "subsidy_returned"
    SUBSIDY_RECOVERY = "subsidy_recovery"
    SALE_PRICE = "sale_price"
    SALE_PAYMENT = "sale_payment"
    SALE_REFUND = "sale_refund"
    SALE_SPENT = "sale_spent"
    MAINTENANCE_FUND = "maintenance_fund"
    REVERSAL = "reversal"
    OTHER = "other"


#: Of these a lease has at most one for each month; the database refuses a second.
ONCE_A_MONTH = (
    TransferKind.RENT_CHARGE,
    TransferKind.RENT_REDUCTION,
    TransferKind.FEE_CHARGE,
)


def lease_ref(lease_id: int) -> str:
    """Return the `ref` of the accounts of a lease."""
    return f"lease:{lease_id}"


def household_ref(household_id: int) -> str:
    """Return the `ref` of the accounts of a household."""
    return f"household:{household_id}"


def owner_ref(owner: str) -> str:
    """Return the `ref` of the accounts of an owner of units."""
    return f"owner:{owner}"


ACCOUNT_NAMES: dict[AccountKind, str] = {
    AccountKind.RENT_DUE: "应收租金",
    AccountKind.FEE_DUE: "应收物业费",
    AccountKind.DEPOSIT_DUE: "应收履约保证金",
    AccountKind.DAMAGE_DUE: "应收损坏赔偿",
    AccountKind.PREPAID: "预收款",
    AccountKind.DEPOSIT_HELD: "履约保证金",
    AccountKind.REFUND_PAYABLE: "应退款",
    AccountKind.RENT_INCOME: "租金收入（政府）",
    AccountKind.FEE_INCOME: "物业费收入",
    AccountKind.OWNER_INCOME: "租金收入（其他产权人）",
    AccountKind.DAMAGE_INCOME: "损坏赔偿收入",
    AccountKind.BUDGET_GRANT: "财政预算安排",
    AccountKind.TREASURY: "财政专户（收入）",
    AccountKind.SPENDING: "财政支出户",
    AccountKind.OWNER_BANK: "产权人收款账户",
    AccountKind.SUSPENSE: "待认领款",
    AccountKind.CLEARING: "在途资金（现金、刷卡、公积金）",
    AccountKind.SUBSIDY_FUND: "租赁补贴专项资金",
    AccountKind.SUBSIDY_EXPENSE: "租赁补贴支出",
    AccountKind.SUBSIDY_PAYABLE: "应付租赁补贴",
    AccountKind.SUBSIDY_DUE: "应收回租赁补贴",
    AccountKind.REPAIR_EXPENSE: "维护支出",
    AccountKind.MANAGEMENT_EXPENSE: "管理支出",
    AccountKind.LOAN_REPAYMENT: "偿还贷款本息",
    AccountKind.OWNER_EXPENSE: "产权人维修支出",
    AccountKind.WRITTEN_OFF: "核销",
    AccountKind.SALE_DUE: "应收售房款",
    AccountKind.SALE_ACCOUNT: "售房资金专户",
    AccountKind.SALE_PROCEEDS: "售房收入",
    AccountKind.SALE_PAYABLE: "应退售房款",
    AccountKind.SALE_USE: "售房资金使用",
    AccountKind.MAINTENANCE_FUND: "住宅专项维修资金",
}

TRANSFER_NAMES: dict[TransferKind, str] = {
    TransferKind.RENT_CHARGE: "应缴租金",
    TransferKind.RENT_REDUCTION: "租金减免",
    TransferKind.RENT_SHARE: "政府份额租金",
    TransferKind.FEE_CHARGE: "应缴物业费",
    TransferKind.RENT_CORRECTION: "租金更正",
    TransferKind.FEE_CORRECTION: "物业费更正",
    TransferKind.DEPOSIT_CHARGE: "应缴保证金",
    TransferKind.DEPOSIT_USED: "保证金抵扣",
    TransferKind.DEPOSIT_REFUND: "退还保证金",
    TransferKind.DAMAGE_CHARGE: "损坏赔偿",
    TransferKind.PAYMENT: "缴款",
    TransferKind.ALLOCATION: "分配到应缴款",
    TransferKind.UNMATCHED: "待认领",
    TransferKind.REFUND: "退款",
    TransferKind.WRITE_OFF: "核销",
    TransferKind.OPENING: "期初余额",
    TransferKind.BUDGET: "财政拨款",
    TransferKind.SPENT: "支出",
    TransferKind.SUBSIDY: "核发补贴",
    TransferKind.SUBSIDY_PAID: "发放补贴",
    TransferKind.SUBSIDY_RETURNED: "补贴退回",
    TransferKind.SUBSIDY_RECOVERY: "追回补贴",
    TransferKind.SALE_PRICE: "售房价款",
    TransferKind.SALE_PAYMENT: "收到售房款",
    TransferKind.SALE_REFUND: "退还售房款",
    TransferKind.SALE_SPENT: "使用售房资金",
    TransferKind.MAINTENANCE_FUND: "缴存维修资金",
    TransferKind.REVERSAL: "冲正",
    TransferKind.OTHER: "其他",
}
