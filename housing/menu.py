"""What the menu offers, in order; each visitor sees what is meant for them and open to them.

What is not here stands on the desk.
"""

from flask_babel import lazy_gettext as _l

from housing.web.navigation import Audience

MENU = (
    ("applications.mine", _l("我的申请"), Audience.FAMILIES),
    ("my_waitlist.mine", _l("我的轮候"), Audience.FAMILIES),
    ("my_offers.mine", _l("我的配租"), Audience.FAMILIES),
    ("my_leases.mine", _l("我的租赁"), Audience.FAMILIES),
    ("my_violations.mine", _l("房屋使用情况"), Audience.FAMILIES),
    ("violations_public.report", _l("举报违规"), Audience.ALL),
    ("applications.employer", _l("单位申请"), Audience.FAMILIES),
    ("applications.start", _l("申请公租房"), Audience.FAMILIES),
    ("self_check.start", _l("自助测算"), Audience.FAMILIES),
    ("applications.look_up", _l("查申请进度"), Audience.FAMILIES),
    ("board.listing", _l("分配公示"), Audience.ALL),
    ("notices.board", _l("公示公告"), Audience.ALL),
    ("plans.listing", _l("分配方案"), Audience.FAMILIES),
    ("registrations.mine", _l("意向登记"), Audience.FAMILIES),
    ("waitlist.orders", _l("轮候顺序"), Audience.FAMILIES),
    ("rent_standards.published", _l("租金标准"), Audience.FAMILIES),
    ("own_stock.own", _l("本单位房源"), Audience.ALL),
    ("desk.home", _l("工作台"), Audience.OFFICERS),
    ("rounds.desk", _l("分配轮次"), Audience.OFFICERS),
    ("plans.desk", _l("分配方案"), Audience.OFFICERS),
    ("reviews.listing", _l("案件"), Audience.OFFICERS),
    ("checks.listing", _l("部门核查"), Audience.OFFICERS),
    ("imports.upload", _l("导入"), Audience.OFFICERS),
    ("units.listing", _l("房源"), Audience.OFFICERS),
    ("offers.listing", _l("配租通知"), Audience.OFFICERS),
    ("leases.listing", _l("租赁合同"), Audience.OFFICERS),
    ("violations.listing", _l("违规案件"), Audience.OFFICERS),
    ("rents.overview", _l("租金"), Audience.OFFICERS),
    ("payments.overview", _l("收款"), Audience.OFFICERS),
    ("households.listing", _l("家庭"), Audience.OFFICERS),
    ("waitlist.listing", _l("轮候"), Audience.OFFICERS),
    ("register.listing", _l("登记簿"), Audience.OFFICERS),
)
