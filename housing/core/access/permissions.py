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


#: What people call the rights and the roles; `web.role_words` has the roles in English too.
RIGHT_NAMES: dict[Permission, str] = {
    Permission.IMPORT_SHEETS: "导入表格",
    Permission.PREPARE_ROUND: "立项",
    Permission.FREEZE_ROLL: "冻结名册",
    Permission.ENTER_SEED: "录入摇号种子",
    Permission.RUN_ROUND: "办理排序、分配与复算",
    Permission.PUBLISH_ROUND: "公布结果",
    Permission.ANNUL_ROUND: "作废轮次",
    Permission.SEE_ROUNDS: "查看轮次",
    Permission.SEE_PERSONAL_DATA: "查看个人信息",
    Permission.SEE_REGISTER: "查看登记簿",
    Permission.KEEP_ACCOUNTS: "管理账号",
}
ROLE_NAMES: dict[Role, str] = {
    Role.CENTRE: "住房保障中心经办",
    Role.COUNTY_REVIEWER: "县住建局复核",
    Role.COUNTY_HEAD: "县住建局负责人",
    Role.AUDITOR: "审计",
    Role.ADMINISTRATOR: "系统管理员",
}

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
