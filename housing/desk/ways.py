"""The ways from the desk to the lists; each officer sees those whose door is open to them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

#: Group by group: the list, what it is called, what it is for.
WAYS: tuple[tuple[LazyString, tuple[tuple[str, LazyString, LazyString], ...]], ...] = (
    (
        _l("申请和审核"),
        (
            ("reviews.listing", _l("案件"), _l("受理、调查、审核、公示、登记")),
            ("applications.at_counter", _l("柜台代填"), _l("替到柜台来的人填写申请")),
            ("checks.listing", _l("部门核查"), _l("按时限排列的核查请求，可在页面或表格中答复")),
            ("filings.county", _l("备案"), _l("报市州备案的案件和园区报来的轮候对象")),
            ("filings.park", _l("园区备案"), _l("报县住建部门备案的轮候对象")),
            ("filings.prefecture", _l("收到的备案"), _l("各县报来备案的案件")),
            ("objections.listing", _l("异议"), _l("公示期内收到的异议")),
        ),
    ),
    (
        _l("轮候和分配"),
        (
            ("waitlist.listing", _l("轮候"), _l("轮候顺序、到期提醒、资格复查")),
            ("rechecks.listing", _l("资格复查"), _l("轮候家庭的复查、复审和复核")),
            ("confirmations.listing", _l("意愿确认"), _l("没有答复的轮候家庭，要打电话或上门")),
            ("abandonments.listing", _l("放弃配租"), _l("报告、家庭说明、认定，不再配租的期间")),
            ("plans.desk", _l("分配方案"), _l("起草方案、公布八项内容、移出房源")),
            ("registrations_desk.rounds", _l("意向登记"), _l("窗口登记、按表登记、复审和名单")),
            ("rounds.desk", _l("分配轮次"), _l("立项、冻结、摇号、分配、公布")),
            ("offers.listing", _l("配租通知"), _l("待签约、今天到期、逾期、待交钥匙的家庭")),
        ),
    ),
    (
        _l("租赁"),
        (
            ("leases.listing", _l("租赁合同"), _l("签约、交钥匙、备案、到期，一户的全部经过")),
            ("rents.overview", _l("租金"), _l("每月计租、租金标准、减免、收支两条线")),
            ("payments.overview", _l("收款"), _l("银行流水、窗口收款、退款、公积金")),
            ("arrears.listing", _l("欠租"), _l("账龄、提醒、催缴、通报单位、分期")),
            ("subsidies.listing", _l("租赁补贴"), _l("测算、核定、发放、变更、停发、追回")),
            ("renewals.listing", _l("续租"), _l("到期提醒、申请、联合审核、批量办理")),
            ("joint_reviews.listing", _l("在租家庭审核"), _l("定期复查和部门联合审核")),
            ("exits.listing", _l("退出案件"), _l("取消资格、搬迁期、市场租金、诉讼")),
            ("violations.listing", _l("违规"), _l("举报、调查、整改、取消资格、强制执行")),
            ("exchanges.listing", _l("互换"), _l("互换意愿、多户轮换、批准和办理")),
            ("handovers.listing", _l("退房交接"), _l("验房、结算、交回钥匙")),
            ("repairs.listing", _l("报修"), _l("派工、修好、费用")),
            ("inspections.listing", _l("入户检查"), _l("计划检查和按举报检查")),
            ("sales.listing", _l("出售"), _l("出售批次、购房申请、定价、合同、收款、登记、回购")),
        ),
    ),
    (
        _l("房源"),
        (
            ("units.listing", _l("房源"), _l("项目、房源、状态、空置情况")),
            ("own_stock.listing", _l("单位、园区房源"), _l("优先保障的对象、剩余房源的调剂")),
            ("ownership.report", _l("权属"), _l("产权人和份额、登记附注、共有产权、缺少的资料")),
            ("units.empty", _l("空置房源"), _l("现在空着的房源，空置最久的在前")),
            ("occupancy.listing", _l("分配入住率"), _l("各项目的入住率和到期日")),
            (
                "rental_projects.listing",
                _l("租赁住房项目"),
                _l("项目认定、房源发布、企业、合同备案"),
            ),
            (
                "supply.listing",
                _l("租赁住房建设"),
                _l("规划、项目批文、奖补、规费、土地价款、企业备案"),
            ),
        ),
    ),
    (
        _l("监督和设置"),
        (
            ("counties.listing", _l("各县市区"), _l("各县的时限、按时率、入住率和未设定的参数")),
            ("clocks.listing", _l("时限"), _l("每一项时限由谁办、哪天到期")),
            ("letters.listing", _l("文书"), _l("已发出的文书和没有送达的文书")),
            ("values.listing", _l("参数"), _l("现行数值和待核准的调整")),
            ("offices.listing", _l("机构"), _l("街道、部门、园区、用人单位")),
            ("accounts.listing", _l("账号"), _l("开设、停用")),
            ("register.listing", _l("登记簿"), _l("每一项办理的记录和校验")),
        ),
    ),
)


# Who watches over a county or audits it also needs what everybody can see and check.
CHECKED = (
    _l("核验"),
    (
        ("board.listing", _l("公示和数据包"), _l("每一轮的结果，以及可自行核验的数据包")),
        ("digests.listing", _l("登记簿每日摘要"), _l("登记簿没有被改动过的证明")),
    ),
)
