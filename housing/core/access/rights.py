"""Who holds which right, one entry a role. Checked by services and by pages (the door)."""

from housing.core.access.permissions import Permission, Role

_P = Permission
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.APPLICANT: frozenset({_P.APPLY, _P.FILL_IN}),
    Role.EMPLOYER: frozenset({_P.FILE_COLLECTIVE, _P.SEE_OWN_STOCK}),
    Role.COMMUNITY: frozenset(
        {
            _P.SEE_DESK,
            _P.SEE_CASES,
            _P.INVESTIGATE,
            _P.CONFIRM_WISH,
            _P.REPORT_VIOLATION,
        }
    ),
    Role.STREET: frozenset(
        {
            _P.FILL_IN,
            _P.CONFIRM_WISH,
            _P.SEE_DESK,
            _P.SEE_CASES,
            _P.ACCEPT_APPLICATION,
            _P.RESOLVE_DUPLICATE,
            _P.INVESTIGATE,
            _P.REVIEW_AT_STREET,
            _P.REGISTER_WISHES,
            _P.SEE_CLOCKS,
            _P.SEE_LETTERS,
            _P.SEE_PERSONAL_DATA,
            _P.REPORT_VIOLATION,
        }
    ),
    Role.PARK: frozenset(
        {
            _P.SEE_OWN_STOCK,
            _P.FILE_ROUND,
            _P.SEE_ROUNDS,
            _P.SEE_DESK,
            _P.SEE_CASES,
            _P.ACCEPT_APPLICATION,
            _P.RESOLVE_DUPLICATE,
            _P.REVIEW_AT_PARK,
            _P.REGISTER_WISHES,
            _P.SEE_CLOCKS,
            _P.SEE_LETTERS,
            _P.SEE_PERSONAL_DATA,
        }
    ),
    Role.DEPARTMENT: frozenset({_P.SEE_DESK, _P.ANSWER_CHECKS, _P.SEE_CLOCKS}),
    Role.CENTRE: frozenset(
        {
            _P.FILE_ROUND,
            _P.CONFIRM_WISH,
            _P.SEE_RECHECKS,
            _P.SEE_STOCK,
            _P.KEEP_STOCK,
            _P.REPORT_ABANDONMENT,
            _P.KEEP_PROJECTS,
            _P.SEE_DESK,
            _P.IMPORT_SHEETS,
            _P.PREPARE_ROUND,
            _P.FREEZE_ROLL,
            _P.RUN_ROUND,
            _P.SEE_ROUNDS,
            _P.PROPOSE_VALUE,
            _P.TAKE_CALENDAR,
            _P.SEE_CASES,
            _P.REGISTER_ENTRY,
            _P.REGISTER_WISHES,
            _P.SEE_CLOCKS,
            _P.SEE_LETTERS,
            _P.SEE_LEASES,
            _P.KEEP_LEASES,
            _P.FILE_LEASE,
            _P.SEE_LEDGER,
            _P.KEEP_RENT,
            _P.PAY_SUBSIDY,
            _P.KEEP_UPKEEP,
            _P.REPORT_VIOLATION,
            _P.SELL_UNITS,
        }
    ),
    Role.COUNTY_REVIEWER: frozenset(
        {
            _P.REVIEW_FILING,
            _P.CLEAR_CLUSTER,
            _P.CONFIRM_WISH,
            _P.SEE_RECHECKS,
            _P.SEE_STOCK,
            _P.KEEP_STOCK,
            _P.REPORT_ABANDONMENT,
            _P.KEEP_PROJECTS,
            _P.SEE_DESK,
            _P.IMPORT_SHEETS,
            _P.PREPARE_ROUND,
            _P.FREEZE_ROLL,
            _P.ENTER_SEED,
            _P.RUN_ROUND,
            _P.SEE_ROUNDS,
            _P.SEE_PERSONAL_DATA,
            _P.PROPOSE_VALUE,
            _P.SEE_CASES,
            _P.RESOLVE_DUPLICATE,
            _P.RECHECK_CASE,
            _P.REGISTER_ENTRY,
            _P.REGISTER_WISHES,
            _P.SEE_CLOCKS,
            _P.SEE_LETTERS,
            _P.SEE_LEASES,
            _P.FILE_LEASE,
            _P.SEE_LEDGER,
            _P.REPORT_VIOLATION,
            _P.REVIEW_TENANCY,
        }
    ),
    Role.COUNTY_HEAD: frozenset(
        {
            _P.SEE_RECHECKS,
            _P.REVIEW_FILING,
            _P.CLEAR_CLUSTER,
            _P.HOLD_BACK,
            _P.SEE_STOCK,
            _P.TRANSFER_SURPLUS,
            _P.RECOGNISE_PROJECT,
            _P.SEE_DESK,
            _P.ENTER_SEED,
            _P.PUBLISH_ROUND,
            _P.ANNUL_ROUND,
            _P.SEE_ROUNDS,
            _P.SEE_PERSONAL_DATA,
            _P.SEE_REGISTER,
            _P.APPROVE_VALUE,
            _P.SEE_CASES,
            _P.DECIDE_CASE,
            _P.DECIDE_OBJECTION,
            _P.SEE_CLOCKS,
            _P.SEE_LETTERS,
            _P.SEE_LEASES,
            _P.SEE_LEDGER,
            _P.DECIDE_REDUCTION,
            _P.DECIDE_TENANCY,
            _P.DECIDE_SALE,
        }
    ),
    Role.PREFECTURE: frozenset(
        {
            _P.SEE_DESK,
            _P.RECEIVE_FILING,
            _P.SEE_CLOCKS,
            _P.SUPERVISE,
        }
    ),
    Role.PROVINCE: frozenset({_P.SEE_DESK, _P.SEE_CLOCKS}),
    Role.OPERATOR: frozenset(
        {
            _P.FILE_ROUND,
            _P.SEE_ROUNDS,
            _P.SEE_DESK,
            _P.SEE_STOCK,
            _P.KEEP_STOCK,
            _P.REPORT_ABANDONMENT,
            _P.SEE_LEASES,
            _P.KEEP_LEASES,
            _P.SEE_LEDGER,
            _P.KEEP_RENT,
            _P.KEEP_UPKEEP,
            _P.REPORT_VIOLATION,
        }
    ),
    Role.PRICE_FINANCE: frozenset(
        {
            _P.SEE_DESK,
            _P.PROPOSE_VALUE,
            _P.SEE_LEDGER,
            _P.APPROVE_PRICE,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            _P.SEE_DESK,
            _P.SEE_STOCK,
            _P.SEE_ROUNDS,
            _P.SEE_REGISTER,
            _P.SEE_CASES,
            _P.SEE_RECHECKS,
            _P.SEE_CLOCKS,
            _P.SEE_LETTERS,
            _P.SEE_LEASES,
            _P.SEE_LEDGER,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            _P.SEE_DESK,
            _P.KEEP_ACCOUNTS,
            _P.KEEP_OFFICES,
            _P.SEE_REGISTER,
            _P.TAKE_CALENDAR,
            _P.SEE_CLOCKS,
        }
    ),
}
