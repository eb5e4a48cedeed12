"""How the JSON interface says no: one form for every refusal, in both languages."""

from collections.abc import Iterator, Mapping

from flask import Response, jsonify, request
from werkzeug.http import HTTP_STATUS_CODES

PREFIX = "/api/v1"

#: What each status says where the refusal has no words of its own.
WORDS = {
    400: ("请求无法读取", "The request cannot be read"),
    401: ("请先登录，或出示有效的接口令牌", "Sign in first, or show a valid token"),
    403: ("没有权限", "You may not do this"),
    404: ("没有找到", "Not found"),
    405: ("此地址不接受这种方法", "This address does not take this method"),
    409: ("现在不能这样做", "This cannot be done now"),
    413: ("内容太大", "The content is too large"),
    415: ("内容类型应为 application/json", "Send application/json"),
    422: ("提交的内容不符合要求，见 errors", "What was sent does not fit; see errors"),
    429: ("访问太频繁，请稍后再试", "Too many requests; try again later"),
    503: ("系统正忙，请稍后再试", "The system is busy; try again shortly"),
    500: ("系统出错了，操作没有保存", "Something broke; nothing was kept"),
}
#: What marshmallow says, in Chinese; other words of a schema are its own and stand as they are.
FIELD_WORDS = {
    "Missing data for required field.": "必须填写",
    "Field may not be null.": "不能为空值",
    "Unknown field.": "没有这一项",
    "Invalid input type.": "应为 JSON 对象",
    "Invalid value.": "值不正确",
    "Not a valid string.": "应为文字",
    "Not a valid integer.": "应为整数",
    "Not a valid number.": "应为数字",
    "Not a valid boolean.": "应为 true 或 false",
    "Not a valid date.": "应为日期，例如 2026-09-01",
    "Not a valid datetime.": "应为时间，例如 2026-09-01T09:00:00+08:00",
    "Not a valid list.": "应为列表",
    "Not a valid mapping type.": "应为 JSON 对象",
    "Not a valid email address.": "不是有效的电子邮箱",
    "Not a valid UUID.": "不是有效的 UUID",
}


def is_api() -> bool:
    """Return whether the request asks the JSON interface rather than a page."""
    return request.path.startswith(f"{PREFIX}/")


def refusal(
    status: int, text: str = "", errors: Mapping[str, list[str]] | None = None, basis: str = ""
) -> Response:
    """Return a refusal as JSON; `text` is bilingual ("中文 / English") or empty.

    `errors`: for each field what is wrong with it; `basis`: what the place cites for it.
    """
    chinese, english = WORDS.get(status, WORDS[400])
    if text:
        chinese, separator, other = text.partition(" / ")
        english = other if separator else chinese
    answer = jsonify(
        code=status,
        status=HTTP_STATUS_CODES.get(status, ""),
        message=chinese,
        message_en=english,
        basis=basis,
        errors=dict(errors or {}),
    )
    answer.status_code = status
    return answer


def field_errors(messages: object) -> dict[str, list[str]]:
    """Return the errors of a schema flat: `{"json": {"people": {0: …}}}` gives `people-0`.

    The first level is where webargs read from (json, query, path) and is left out.
    """
    found: dict[str, list[str]] = {}
    inner = messages.values() if isinstance(messages, Mapping) else [messages]
    for part in inner:
        for name, words in _leaves(part, ()):
            found.setdefault(name, []).extend(words)
    return found


def _leaves(part: object, path: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    if isinstance(part, Mapping):
        for key, inner in part.items():
            yield from _leaves(inner, path if key == "_schema" else (*path, str(key)))
        return
    texts = part if isinstance(part, list) else [part]
    yield "-".join(path) or "_schema", [_bilingual(str(text)) for text in texts]


def _bilingual(text: str) -> str:
    chinese = FIELD_WORDS.get(text)
    return f"{chinese} / {text}" if chinese else text
