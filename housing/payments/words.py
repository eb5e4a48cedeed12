"""Closed lists of words about payments, and what people call them."""

from enum import StrEnum


class Channel(StrEnum):
    """How money came in. Basis: HN 26 (HN-26-4), HZR 23 (HZR-23-1)."""

    BANK = "bank"
    CASH = "cash"
    CARD = "card"
    PROVIDENT_FUND = "provident_fund"


class LineFate(StrEnum):
    """What became of a line of a bank sheet; `waiting` lines wait for a person."""

    WAITING = "waiting"
    MATCHED = "matched"
    CLEARED = "cleared"
    RETURNED = "returned"


class FoundBy(StrEnum):
    """By what a line was recognised; `person` matched it by hand."""

    LEASE_NUMBER = "lease_number"
    VIRTUAL_ACCOUNT = "virtual_account"
    PHONE = "phone"
    NAME_AND_AMOUNT = "name_and_amount"
    PERSON = "person"


class MarkKind(StrEnum):
    """What a lease is known by in the sheets of banks."""

    VIRTUAL_ACCOUNT = "virtual_account"
    PAYER_ACCOUNT = "payer_account"


class RefundSource(StrEnum):
    """Out of what a refund is paid."""

    PREPAID = "prepaid"
    SETTLEMENT = "settlement"
    SUSPENSE = "suspense"


class CertificateKind(StrEnum):
    """What a certificate for the provident fund attests. Basis: HN-26-4, HZR-23-2."""

    RENT = "rent"
    PLATFORM = "platform"


CHANNEL_WORDS = {
    Channel.BANK: "银行转账",
    Channel.CASH: "现金",
    Channel.CARD: "刷卡",
    Channel.PROVIDENT_FUND: "住房公积金",
}
FATE_WORDS = {
    LineFate.WAITING: "待认领",
    LineFate.MATCHED: "已入账",
    LineFate.CLEARED: "已核销在途资金",
    LineFate.RETURNED: "已退回",
}
FOUND_WORDS = {
    FoundBy.LEASE_NUMBER: "合同编号",
    FoundBy.VIRTUAL_ACCOUNT: "专属账号",
    FoundBy.PHONE: "手机号",
    FoundBy.NAME_AND_AMOUNT: "户名和金额",
    FoundBy.PERSON: "人工认领",
}
SOURCE_WORDS = {
    RefundSource.PREPAID: "预收款",
    RefundSource.SETTLEMENT: "退房结算应退款",
    RefundSource.SUSPENSE: "待认领款",
}
CERTIFICATE_WORDS = {
    CertificateKind.RENT: "公共租赁住房租金证明",
    CertificateKind.PLATFORM: "纳入交易平台管理证明",
}
