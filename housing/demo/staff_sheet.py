"""An employer's sheet of its staff in the demonstration, filed with the park."""

import csv
import io
from datetime import date, timedelta

from housing.applications import queries as applications
from housing.applications.collective import StaffUpload, file_staff
from housing.applications.models import Collective
from housing.core.work import Work
from housing.demo.admission_acts import bring_papers
from housing.demo.families import STAFF, STREET_NAME, Family, insured_months
from housing.documents.examine import Examined
from housing.documents.folder import Folder
from housing.households.words import GROUP_WORDS
from housing.imports.columns import STAFF_COLUMNS
from housing.offices import queries as offices


def file_sheet(work: Work, folder: Folder, sheet: Examined) -> Collective:
    """File the staff as their employer, and bring each one's papers."""
    park = offices.by_code(work.session, work.place, "GAOXIN")
    upload = StaffUpload("职工.csv", staff_csv(work.day), park.id if park else 0, sheet)
    collective = file_staff(work, folder, upload)
    for application in applications.of_collective(work.session, collective.id):
        bring_papers(work, application, folder, sheet)
    return collective


def staff_csv(day: date) -> bytes:
    """Return the sheet of the staff as CSV (UTF-8), filled in on `day`."""
    held = io.StringIO()
    writer = csv.DictWriter(held, STAFF_COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(family, day) for family in STAFF)
    return held.getvalue().encode("utf-8-sig")


def _row(family: Family, day: date) -> dict[str, str]:
    worker, months = family.applicant, insured_months(day)
    return {
        "姓名": worker.name,
        "证件类型": "居民身份证",
        "证件号码": worker.number,
        "手机": f"137{worker.number[6:14]}",
        "与申请人关系": "本人",
        "申请类别": GROUP_WORDS[family.group],
        "婚姻状况": "未婚",
        "户籍地址": "外县示例镇",
        "现住址": f"{STREET_NAME}工业路 {worker.born[-2:]} 号宿舍",
        "现住房建筑面积": "12.5",
        "本地自有住房面积": "0",
        "自有住房种类": "无",
        "两年内处置房产": "无",
        "政策性住房": "无",
        "车辆现值": "0",
        "救助类型": "无",
        "月收入": str(worker.income_fen // 100),
        "家庭财产": "8000",
        "入职日期": f"{day - timedelta(days=600)}",
        "毕业日期": f"{day - timedelta(days=620)}",
        "工作地址": f"{STREET_NAME}工业路 8 号",
        "社保起缴月份": months[0],
        "社保缴至月份": months[-1],
        "需无障碍": "否",
        "保障方式": "实物配租",
        "书面同意编号": f"TY-{worker.number[-4:]}",
    }
