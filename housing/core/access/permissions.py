"""Rights as data: one line a role. Checked by services (the act) and by pages (the door)."""

from enum import StrEnum


class Permission(StrEnum):
    """One right; named after the act it allows."""

    SEE_DESK = "see_desk"
    IMPORT_SHEETS = "import_sheets"
    PREPARE_ROUND = "prepare_round"
    FREEZE_ROLL = "freeze_roll"
    ENTER_SEED = "enter_seed"
    RUN_ROUND = "run_round"
    PUBLISH_ROUND = "publish_round"
    ANNUL_ROUND = "annul_round"
    FILE_ROUND = "file_round"
    REVIEW_FILING = "review_filing"
    CLEAR_CLUSTER = "clear_cluster"
    HOLD_BACK = "hold_back"
    SEE_ROUNDS = "see_rounds"
    SEE_PERSONAL_DATA = "see_personal_data"
    SEE_REGISTER = "see_register"
    KEEP_ACCOUNTS = "keep_accounts"
    KEEP_OFFICES = "keep_offices"
    KEEP_PROJECTS = "keep_projects"
    RECOGNISE_PROJECT = "recognise_project"
    PROPOSE_VALUE = "propose_value"
    APPROVE_VALUE = "approve_value"
    TAKE_CALENDAR = "take_calendar"
    APPLY = "apply"
    FILL_IN = "fill_in"
    FILE_COLLECTIVE = "file_collective"
    SEE_CASES = "see_cases"
    ACCEPT_APPLICATION = "accept_application"
    RESOLVE_DUPLICATE = "resolve_duplicate"
    INVESTIGATE = "investigate"
    REVIEW_AT_STREET = "review_at_street"
    REVIEW_AT_PARK = "review_at_park"
    ANSWER_CHECKS = "answer_checks"
    RECHECK_CASE = "recheck_case"
    DECIDE_CASE = "decide_case"
    REGISTER_ENTRY = "register_entry"
    DECIDE_OBJECTION = "decide_objection"
    RECEIVE_FILING = "receive_filing"
    CONFIRM_WISH = "confirm_wish"
    SEE_RECHECKS = "see_rechecks"
    REGISTER_WISHES = "register_wishes"
    SEE_CLOCKS = "see_clocks"
    SEE_LETTERS = "see_letters"
    SEE_STOCK = "see_stock"
    KEEP_STOCK = "keep_stock"
    SEE_OWN_STOCK = "see_own_stock"
    TRANSFER_SURPLUS = "transfer_surplus"
    REPORT_ABANDONMENT = "report_abandonment"


class Role(StrEnum):
    """What a person is employed as."""

    APPLICANT = "applicant"
    EMPLOYER = "employer"
    COMMUNITY = "community"
    STREET = "street"
    PARK = "park"
    DEPARTMENT = "department"
    CENTRE = "centre"
    COUNTY_REVIEWER = "county_reviewer"
    COUNTY_HEAD = "county_head"
    PREFECTURE = "prefecture"
    PROVINCE = "province"
    OPERATOR = "operator"
    PRICE_FINANCE = "price_finance"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


#: What people call the rights and the roles; `web.role_words` has the roles in English too.
RIGHT_NAMES: dict[Permission, str] = {
    Permission.SEE_DESK: "进入工作台",
    Permission.IMPORT_SHEETS: "导入表格",
    Permission.PREPARE_ROUND: "立项",
    Permission.FREEZE_ROLL: "冻结名册",
    Permission.ENTER_SEED: "录入摇号种子",
    Permission.RUN_ROUND: "办理排序、分配与复算",
    Permission.PUBLISH_ROUND: "公布结果",
    Permission.ANNUL_ROUND: "作废轮次",
    Permission.FILE_ROUND: "报送自有房源的分配备案",
    Permission.REVIEW_FILING: "备案审查",
    Permission.CLEAR_CLUSTER: "核实集中情形",
    Permission.HOLD_BACK: "暂缓公布部分结果",
    Permission.SEE_ROUNDS: "查看轮次",
    Permission.SEE_PERSONAL_DATA: "查看个人信息",
    Permission.SEE_REGISTER: "查看登记簿",
    Permission.KEEP_ACCOUNTS: "管理账号",
    Permission.KEEP_OFFICES: "管理机构",
    Permission.KEEP_PROJECTS: "管理项目",
    Permission.RECOGNISE_PROJECT: "认定租赁住房项目",
    Permission.PROPOSE_VALUE: "提出参数调整",
    Permission.APPROVE_VALUE: "核准参数调整",
    Permission.TAKE_CALENDAR: "录入放假安排",
    Permission.APPLY: "申请公租房",
    Permission.FILL_IN: "填写申请（本人，或在柜台代填）",
    Permission.FILE_COLLECTIVE: "单位统一申请",
    Permission.SEE_CASES: "查看案件",
    Permission.ACCEPT_APPLICATION: "受理申请",
    Permission.RESOLVE_DUPLICATE: "处理重复申请",
    Permission.INVESTIGATE: "入户调查",
    Permission.REVIEW_AT_STREET: "街道初审、公示与报送",
    Permission.REVIEW_AT_PARK: "园区审核",
    Permission.ANSWER_CHECKS: "答复部门核查",
    Permission.RECHECK_CASE: "县级复核",
    Permission.DECIDE_CASE: "审核决定",
    Permission.REGISTER_ENTRY: "登记轮候对象",
    Permission.DECIDE_OBJECTION: "处理异议",
    Permission.RECEIVE_FILING: "接收备案",
    Permission.CONFIRM_WISH: "联系轮候家庭并记录答复",
    Permission.SEE_RECHECKS: "查看资格复查",
    Permission.REGISTER_WISHES: "代家庭登记意向",
    Permission.SEE_CLOCKS: "查看时限",
    Permission.SEE_LETTERS: "查看文书",
    Permission.SEE_STOCK: "查看房源",
    Permission.KEEP_STOCK: "管理房源",
    Permission.SEE_OWN_STOCK: "查看本单位房源",
    Permission.TRANSFER_SURPLUS: "调剂单位、园区剩余房源",
    Permission.REPORT_ABANDONMENT: "报告放弃配租",
}
ROLE_NAMES: dict[Role, str] = {
    Role.APPLICANT: "申请人",
    Role.EMPLOYER: "用人单位经办",
    Role.COMMUNITY: "社区工作人员",
    Role.STREET: "街道（镇乡）经办",
    Role.PARK: "园区管理机构经办",
    Role.DEPARTMENT: "核查部门经办",
    Role.CENTRE: "住房保障中心经办",
    Role.COUNTY_REVIEWER: "县住建局复核",
    Role.COUNTY_HEAD: "县住建局负责人",
    Role.PREFECTURE: "市州住建部门经办",
    Role.PROVINCE: "省住建厅",
    Role.OPERATOR: "运营单位经办",
    Role.PRICE_FINANCE: "物价、财政经办",
    Role.AUDITOR: "审计",
    Role.ADMINISTRATOR: "系统管理员",
}

_P = Permission
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.APPLICANT: frozenset({_P.APPLY, _P.FILL_IN}),
    Role.EMPLOYER: frozenset({_P.FILE_COLLECTIVE, _P.SEE_OWN_STOCK}),
    Role.COMMUNITY: frozenset({_P.SEE_DESK, _P.SEE_CASES, _P.INVESTIGATE, _P.CONFIRM_WISH}),
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
        }
    ),
    Role.PREFECTURE: frozenset({_P.SEE_DESK, _P.RECEIVE_FILING, _P.SEE_CLOCKS}),
    Role.PROVINCE: frozenset({_P.SEE_DESK, _P.SEE_CLOCKS}),
    Role.OPERATOR: frozenset(
        {
            _P.FILE_ROUND,
            _P.SEE_ROUNDS,
            _P.SEE_DESK,
            _P.SEE_STOCK,
            _P.KEEP_STOCK,
            _P.REPORT_ABANDONMENT,
        }
    ),
    Role.PRICE_FINANCE: frozenset({_P.SEE_DESK, _P.PROPOSE_VALUE}),
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
