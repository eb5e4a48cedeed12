"""Rights as data: one line a role. Checked by services (the act) and by pages (the door)."""

from enum import StrEnum


class Permission(StrEnum):
    """One right; named after the act it allows."""

    IMPORT_SHEETS = "import_sheets"
    PREPARE_ROUND = "prepare_round"
    FREEZE_ROLL = "freeze_roll"
    ENTER_SEED = "enter_seed"
    RUN_ROUND = "run_round"
    PUBLISH_ROUND = "publish_round"
    ANNUL_ROUND = "annul_round"
    SEE_ROUNDS = "see_rounds"
    SEE_PERSONAL_DATA = "see_personal_data"
    SEE_REGISTER = "see_register"
    KEEP_ACCOUNTS = "keep_accounts"


class Role(StrEnum):
    """What a person is employed as."""

    COUNTY_REVIEWER = "county_reviewer"
    CENTRE = "centre"
    COUNTY_HEAD = "county_head"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CENTRE: frozenset(
        {
            Permission.IMPORT_SHEETS,
            Permission.PREPARE_ROUND,
            Permission.FREEZE_ROLL,
            Permission.RUN_ROUND,
            Permission.SEE_ROUNDS,
        }
    ),
    Role.COUNTY_REVIEWER: frozenset(
        {
            Permission.IMPORT_SHEETS,
            Permission.PREPARE_ROUND,
            Permission.FREEZE_ROLL,
            Permission.ENTER_SEED,
            Permission.RUN_ROUND,
            Permission.SEE_ROUNDS,
            Permission.SEE_PERSONAL_DATA,
        }
    ),
    Role.COUNTY_HEAD: frozenset(
        {
            Permission.ENTER_SEED,
            Permission.PUBLISH_ROUND,
            Permission.ANNUL_ROUND,
            Permission.SEE_ROUNDS,
            Permission.SEE_PERSONAL_DATA,
            Permission.SEE_REGISTER,
        }
    ),
    Role.AUDITOR: frozenset({Permission.SEE_ROUNDS, Permission.SEE_REGISTER}),
    Role.ADMINISTRATOR: frozenset({Permission.KEEP_ACCOUNTS, Permission.SEE_REGISTER}),
}
