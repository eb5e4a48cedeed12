"""What every member of an applying family agrees to, and what the applicant states to be true."""

from flask_babel import lazy_gettext as _l

#: Basis: HN 14 (HN-14-3).
STATEMENT = _l(
    "本人同意审核机关为办理公共租赁住房申请，向不动产登记、民政、公安、人力资源社会保障等部门"
    "调查核实本人申报的住房、人口、婚姻、收入、财产和社会保险情况。本人知道核实结果只用于住房保障。"
)
#: Signed on paper where somebody else types. Basis: HN 14 (HN-14-2).
TRUTHFUL = _l("本人对申请所填内容和所提交材料的真实性负责。")
