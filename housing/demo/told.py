"""What the demonstration says at the end: what happened in ten lines, and where to look."""

import shutil
import sys
from pathlib import Path

from housing.applications.states import ApplicationState as S
from housing.core.settings import load_settings
from housing.demo.admission import Admission
from housing.demo.job import THROWS, MainJob
from housing.demo.officers import FAMILY_PHONE, REVIEWER, STREET
from housing.demo.tenants import TENANT_PHONE, TENANTS
from housing.rounds import queries
from housing.rounds.figures import Figures
from housing.rounds.models import Round

REGISTERED = (S.REGISTERED, S.PARK_REGISTERED, S.FILED)
REFUSED = (S.REFUSED, S.REFUSED_FINAL)
STEP_WORDS = {
    "interpreter": "启动",
    "migration": "迁移",
    "accounts": "账号",
    "import": "导入",
    "freeze": "冻结",
    "draw_engine_proofs": "摇号、分配与证明",
    "check": "复算",
    "package": "打包",
    "lists": "名单",
    "verify": "核验",
}


def told(
    job: MainJob, a_round: Round, address: str, admission: Admission | None = None
) -> list[str]:
    """Return the lines to print; `admission` where it was run."""
    with job.where.database.reads() as session:
        figures = queries.figures(session, a_round.id)
    head = (
        "全部办结 / done"
        if job.has_changed or (admission is not None and admission.stage.has_changed)
        else "上次已完成，本次只核验，未作改动 / finished before; verified again, nothing changed"
    )
    return [
        f"轮次 {a_round.code}：{head}",
        *_round_lines(job, a_round, figures),
        *(_admission_lines(admission) if admission else ()),
        _time_line(job),
        "到哪里看 / where to look:",
        *(f"  {line}" for line in _where_lines(job, address, admission is not None)),
    ]


def _round_lines(job: MainJob, a_round: Round, figures: Figures) -> list[str]:
    off = sum(figures.off_roll.values())
    verdict = job.verdict.lines[-1] if job.verdict and job.verdict.lines else "—"
    return [
        f"名册 {figures.households} 户，不入册 {off} 户；房源 {figures.units} 套"
        " / on the roll, off it, flats",
        f"名册哈希 roll SHA-256 {a_round.roll_sha256}",
        f"种子：掷骰 {THROWS} 次，{a_round.seed_bits} 比特；演示用，由本机随机数代替公证掷骰"
        " / dice thrown by this machine, for the demonstration only",
        f"排序公示至 {a_round.publicity_until} / order shown until then",
        f"得房 {figures.housed} 户，应发补贴 {figures.subsidy_due} 户，继续轮候"
        f" {figures.left_out - figures.subsidy_due} 户 / housed, due a subsidy, still waiting",
        f"数据包核验 package verified: {verdict}",
    ]


def _admission_lines(admission: Admission) -> list[str]:
    states = admission.states()
    registered = sum(states[state] for state in REGISTERED)
    refused = sum(states[state] for state in REFUSED)
    waiting = states.total() - registered - refused
    return [
        f"准入：申请 {states.total()} 户，登记轮候 {registered} 户，不予登记 {refused} 户，"
        f"在办 {waiting} 户 / admission: registered, refused, in hand",
        f"租赁：{TENANTS} 户原有租户，计租、收款、报修、违规、续租、退房"
        " / sitting tenants with rent, repairs, a violation, a renewal, an exit",
    ]


def _where_lines(job: MainJob, address: str, has_desks: bool) -> list[str]:
    home, folder = job.where.home, job.folder
    desks = [
        f"办事 desks: {address}/desk（街道 {STREET}、县级 {REVIEWER} 等 officers）",
        f"个人 own pages: {address}/my（申请人 applicant {FAMILY_PHONE}，"
        f"承租人 tenant {TENANT_PHONE}）",
        f"文书（未寄出，仅存档） letters kept, not sent: {home / 'letters.txt'}",
    ]
    return [
        f"网页 pages: {_serve(home)} → {address}；账号 accounts: {home / 'accounts.txt'}",
        *(desks if has_desks else ()),
        f"数据包 package: {folder / 'package.zip'}",
        f"名单 lists: {folder}（order、results：xlsx、pdf）",
        f"回执 receipts（不公开 private）: {job.receipts}",
    ]


def _serve(home: Path) -> str:
    """The command that opens the pages, as it can be typed here."""
    is_default = load_settings().home == home
    return f"{program()} serve" if is_default else f"{program()} --home {home} serve"


def program() -> str:
    """What was typed to start this program: `.venv/bin/housing` where no PATH leads to it."""
    typed = Path(sys.argv[0])
    found = shutil.which(typed.name)
    if found is not None and Path(found).absolute() == typed.absolute():
        return typed.name
    here = typed.absolute()
    return str(here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else here)


def _time_line(job: MainJob) -> str:
    parts = [
        f"{STEP_WORDS[name]} {(permille + 5) // 10}%"
        for name, permille in job.timings.shares().items()
        if permille >= 10
    ]
    return f"用时 {job.timings.total / 1000:.1f} 秒 / seconds: {'，'.join(parts)}"
