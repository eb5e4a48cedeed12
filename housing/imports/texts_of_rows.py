"""Sentences about a row as a whole and about rows compared with others."""

from housing.imports.fault_kinds import FaultKind as K
from housing.imports.fault_kinds import Text

ROW_TEXTS: dict[K, Text] = {
    K.EMPTY_RANK: Text(
        "第 {rank} 个意向是空的。",
        "请删去多余的分号或斜杠。",
        "Wish {rank} is empty.",
        "Remove the semicolon or slash too many.",
    ),
    K.WISH_TWICE: Text(
        "“{name}”出现了两次。",
        "请只保留一次。",
        "{name} is there twice.",
        "Keep it once.",
    ),
    K.UNKNOWN_CLASS: Text(
        "没有房源类别“{name}”。",
        "请改成房源表里已有的类别{suggestion}。",
        "There is no class {name}.",
        "Name a class that the stock has{suggestion}.",
    ),
    K.NO_WISH: Text(
        "申请实物配租，但没有意向登记（办法第二十一条）。",
        "请补登意向；本人改要补贴的，保障方式改为“租赁补贴”。",
        "Asks for a flat but has registered no interest (HN 21).",
        "Add the wishes, or change to 租赁补贴 if the household wants the subsidy.",
    ),
    K.REGISTERED_EARLY: Text(
        "登记日期 {registered} 早于受理日期 {accepted}。",
        "请按登记簿核对两个日期。",
        "Registered on {registered}, before the acceptance on {accepted}.",
        "Check both days in the papers.",
    ),
    K.ACCEPTED_LATER: Text(
        "受理日期晚于导入当天 {day}。",
        "请核对年份和月份。",
        "Accepted after the day of this import, {day}.",
        "Check year and month.",
    ),
    K.NUMBER_TWICE: Text(
        "申请编号重复，另见第 {rows} 行。",
        "请核对，只保留正确的一行，或改正编号。",
        "The application number is also in row {rows}.",
        "Keep the right row, or correct the number.",
    ),
    K.PERSON_TWICE: Text(
        "同一证件号码重复申请，另见第 {rows} 行。",
        "一人只能有一份申请：请核对证件，撤下重复的一行。",
        "The same person is also in row {rows}.",
        "One application a person: check the document, take the other row out.",
    ),
    K.PERSON_ON_FILE: Text(
        "此人在库中已有申请 {number}。",
        "请用原申请编号更新，或先核对两份申请。",
        "The same person already has application {number} on file.",
        "Update that application, or look into both.",
    ),
    K.PERSON_REPLACED: Text(
        "此申请编号在库中属于另一个人（姓名和证件号码都不同）。",
        "请核对申请编号；换了申请人的，应另用新的申请编号。",
        "On file this application belongs to somebody else: name and identity number differ.",
        "Check the application number; another applicant needs a number of their own.",
    ),
    K.UNIT_TWICE: Text(
        "房源编号重复，另见第 {rows} 行。",
        "请给每套房源唯一编号。",
        "The unit's code is also in row {rows}.",
        "Give every unit its own code.",
    ),
    K.FLOOR_ABOVE: Text(
        "楼层 {floor} 高于总层数 {floors}。",
        "请核对楼层和总层数{suggestion}。",
        "Floor {floor} lies above the building's {floors} floors.",
        "Check floor and number of floors{suggestion}.",
    ),
    K.ROOM_FLOOR: Text(
        "房号 {room} 表明在第 {encoded} 层，楼层写的是 {floor}。",
        "请核对房号和楼层。",
        "Room {room} says floor {encoded}, the column says {floor}.",
        "Check room and floor.",
    ),
    K.CLASS_DIFFERS: Text(
        "与本行其他各列不符，按各列应为“{expected}”（第 {floor} 层为{band}区）。",
        "请改正类别，或核对项目、户型、楼层、无障碍。",
        "Differs from the other columns of the row, which say {expected}.",
        "Correct the class, or check project, layout, floor and accessibility.",
    ),
    K.PROJECT_DIFFERS: Text(
        "同一项目编号 {code} 的{column}在第 {row} 行写作“{other}”。",
        "请统一，或改用不同的项目编号。",
        "Project {code} has another {column} in row {row}: {other}.",
        "Make them agree, or use another project code.",
    ),
    K.CLASS_OWNERS: Text(
        "同一类别的产权单位或定向对象与第 {row} 行（{other}）不同，不能混在一类里分配。",
        "请改用不同的房源类别，或核对产权单位和定向对象。",
        "Owner or intended group differs from row {row} of the same class ({other}).",
        "Use another class, or check owner and intended group.",
    ),
    K.UNIT_IN_ROUND: Text(
        "此房源正在分配轮次 {round} 中，不能改动：{columns}。",
        "请等轮次结束，或先依程序撤销该轮次。",
        "The unit is held by round {round}; these cannot change: {columns}.",
        "Wait for the round to end, or have it annulled first.",
    ),
    K.UNIT_STATE: Text(
        "库中状态为“{stored}”，不能由表格改成“{wanted}”。",
        "请按实际手续办理（签约、腾退、维修），或改正状态一栏。",
        "On file it is {stored}; a sheet cannot make it {wanted}.",
        "Go through the proper act, or correct the column.",
    ),
    K.EXTRA_COLUMN: Text(
        "不认识这一列，未导入。",
        "不需要处理；若是改过名的列，请改回原表头。",
        "An unknown column; it was left out.",
        "Nothing to do, unless it is a known column renamed.",
    ),
    K.ABSENT: Text(
        "库中有 {count} 条不在本表中，保持原样。",
        "不需要处理；要撤下的请另办手续。",
        "{count} on file are not in this sheet; they stay as they are.",
        "Nothing to do; taking one out is an act of its own.",
    ),
    K.TAKEN_BEFORE: Text(
        "同一文件已于 {day} 导入，之后又导入过别的表。",
        "请确认不是误选了旧表。",
        "This very file was taken on {day}, and another one since.",
        "Make sure that it is not an old sheet.",
    ),
    K.NO_PHONE: Text(
        "没有联系电话。",
        "请尽量补登，否则只能书面送达。",
        "No phone.",
        "Add one if possible; otherwise letters must do.",
    ),
    K.PHONE_TWICE: Text(
        "同一手机号也在第 {rows} 行。",
        "请确认是否为家人或代办人的号码。",
        "The same phone is in row {rows}.",
        "Make sure whose phone it is.",
    ),
    K.ADDRESS_TWICE: Text(
        "同一地址也在第 {rows} 行。",
        "请核对楼栋、单元、房号。",
        "The same address is in row {rows}.",
        "Check building, entrance and room.",
    ),
    K.REGISTERED_LATER: Text(
        "登记日期晚于导入当天 {day}。",
        "可以导入；到登记日期之前不进入分配名册。",
        "Registered after the day of this import, {day}.",
        "It can be taken; the household stays off any roll until that day.",
    ),
    K.YOUNG: Text(
        "申请人受理时 {age} 岁，未满 {least} 岁。",
        "请确认由监护人代为申请（办法第十一条）。",
        "The applicant was {age}, under {least}.",
        "Make sure that a guardian applied (HN 11).",
    ),
    K.RESCUE_GROUP: Text(
        "救助类型为“{rescue}”，申请类别却不是城镇低收入。",
        "请核对申请类别。",
        "A rescue household ({rescue}) outside of the low-income group.",
        "Check the group.",
    ),
    K.NO_INSURANCE: Text(
        "外来务工人员未填社保连续月数（办法第十二条第三项）。",
        "请补填。",
        "A migrant worker without months of insurance (HN 12(3)).",
        "Fill it in.",
    ),
    K.PERSON_CHANGED: Text(
        "此申请编号在库中是另一个证件号码。",
        "请确认是更正原号码，而不是换了申请人。",
        "On file this application has another identity number.",
        "Make sure that it is a correction, not another applicant.",
    ),
    K.STAIRS_ONLY: Text(
        "标为无障碍，但在第 {floor} 层且没有电梯。",
        "请核对无障碍、楼层和电梯。",
        "Accessible, but on floor {floor} without a lift.",
        "Check accessibility, floor and lift.",
    ),
    K.UNFINISHED: Text(
        "竣工日期晚于导入当天 {day}。",
        "请确认房源已可分配。",
        "Completed after the day of this import, {day}.",
        "Make sure that it can be allotted.",
    ),
}
