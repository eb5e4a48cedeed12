"""What is wrong with an answer, field by field, in both languages."""

from collections.abc import Iterator, Mapping

from housing.core.errors import BadInput

#: What people call the fields of answers.
FIELD_NAMES: Mapping[str, str] = {
    "as_of": "查询截止日",
    "document": "回函文号",
    "dwellings": "现有住房",
    "disposals": "处分的房产",
    "policy_housing": "政策性住房",
    "owner": "产权人",
    "address": "坐落",
    "area": "建筑面积",
    "kind": "种类",
    "cause": "原因",
    "on": "日期",
    "person": "姓名",
    "marriages": "婚姻状况",
    "status": "婚姻状况",
    "spouse_in_application": "配偶是否在申请表中",
    "income_fen": "家庭月收入",
    "income_band": "收入认定",
    "assets_fen": "家庭净资产",
    "vehicles": "机动车",
    "rescue": "社会救助",
    "people": "家庭成员",
    "registered_here": "户籍是否在本地",
    "relation": "与户主关系",
    "household_size": "户内人数",
    "unknown_people": "申请表外的同户人",
    "months": "缴费月份",
    "employer": "缴费单位",
    "insured_here": "是否在本地参保",
}


class AnswerRefused(BadInput):
    """An answer that cannot be taken; `fields`: path (`dwellings.0.area`) to '中文 / English'."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        told = [(named(path), *_halves(text)) for path, text in self.fields.items()]
        super().__init__(
            "；".join(f"{name}：{zh}" for name, zh, _en in told)
            + " / "
            + "; ".join(
                f"{path}: {en}" for path, (_n, _zh, en) in zip(self.fields, told, strict=True)
            )
        )


def named(path: str) -> str:
    """Return what people call a field: `dwellings.0.area` is '现有住房 第 1 项 建筑面积'."""
    words = [
        f"第 {int(part) + 1} 项" if part.isdecimal() else FIELD_NAMES.get(part, part)
        for part in path.split(".")
    ]
    return " ".join(words)


def flattened(messages: Mapping[str, object] | Mapping[int, object]) -> dict[str, str]:
    """Return the nested messages of a schema as one text a path."""
    return dict(_leaves(messages, ""))


def _leaves(messages: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            whole = key == "_schema"
            yield from _leaves(inner, path if whole else f"{path}.{key}" if path else str(key))
    elif isinstance(messages, list):
        yield path or "answer", str(messages[0])
    else:
        yield path or "answer", str(messages)


def _halves(text: str) -> tuple[str, str]:
    zh, _slash, en = text.partition(" / ")
    return zh, en or zh
