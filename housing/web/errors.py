"""Refusals as pages: a status for machines and a sentence for people."""

from flask import Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from housing.core.errors import (
    BadInput,
    BrokenRule,
    Busy,
    Conflict,
    HousingError,
    MissingPolicyValue,
    NotAllowed,
    NotFound,
    WrongState,
)
from housing.web.acting import somebody
from housing.web.api_answers import field_errors, is_api, refusal
from housing.web.citing import basis_of, explained
from housing.web.guards import guard_of

STATUS: dict[type[HousingError], int] = {
    BadInput: 400,
    NotAllowed: 403,
    NotFound: 404,
    WrongState: 409,
    BrokenRule: 409,
    Conflict: 409,
    MissingPolicyValue: 409,
    Busy: 503,
}
TITLES = {
    400: _l("提交的内容有误"),
    401: _l("请重新登录"),
    403: _l("没有权限"),
    404: _l("没有找到"),
    405: _l("不能这样访问此页"),
    409: _l("现在不能这样做"),
    413: _l("文件太大"),
    429: _l("访问太频繁"),
    500: _l("系统出错了"),
    503: _l("系统正忙"),
}
ADVICE = {
    404: _l("网址可能写错了，或者内容已经移走。"),
    405: _l("请从页面上的按钮进入。"),
    413: _l("请减小文件，或分开上传。"),
    429: _l("为保护家庭信息，查询次数有限制。请过几分钟再试。"),
    500: _l("您的操作没有保存。请再试一次；如仍不行，请告知管理员发生的时间。"),
}

# What is no longer than this was chosen or is quickly typed again.
SHORT = 3


def handle_errors_of(app: Flask) -> None:
    """Answer every error of `app` with a page in words."""
    app.register_error_handler(HousingError, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)


def status_of(error: HousingError) -> int:
    """Return the HTTP status of a refusal."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def _refused(error: HousingError) -> ResponseReturnValue:
    if is_api():
        fields = {name: [text] for name, text in getattr(error, "fields", {}).items()}
        return refusal(status_of(error), str(error), fields, basis_of(error))
    return _page(status_of(error), explained(error))


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    guard = guard_of(current_app.view_functions[request.endpoint or ""])
    if guard is not None and guard.signed_out is not None:
        return guard.signed_out()
    if is_api():
        return refusal(400, "缺少或过期的 X-CSRFToken / X-CSRFToken is missing or stale")
    if somebody() is None and guard is not None and not guard.everybody:
        return _ended()
    return _page(400, str(_l("此页打开太久，已经失效。请返回上一页，刷新后再提交。")))


def _ended() -> ResponseReturnValue:
    """Say that the session has ended, and give back what was typed, to be copied."""
    sent = request.form.items(multi=True)
    typed = [text for name, text in sent if "token" not in name and "password" not in name]
    text = _l("登录已经过期，这次没有办理。请重新登录后再办。")
    return render_template(
        "error.html",
        status=400,
        title=TITLES[401],
        text=text,
        typed=[text for text in typed if len(text) > SHORT],
        sign_in=True,
    ), 400


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    answer = _json(error, status) if is_api() else make_response(_advice(error, status))
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    return answer


def _json(error: HTTPException, status: int) -> Response:
    # webargs leaves what a schema found in `data`.
    return refusal(status, "", field_errors(getattr(error, "data", {}).get("messages", {})))


def _advice(error: HTTPException, status: int) -> ResponseReturnValue:
    return _page(status, str(ADVICE.get(status, error.description)))


def _page(status: int, text: str) -> ResponseReturnValue:
    title = TITLES.get(status, TITLES[400])
    return render_template("error.html", status=status, title=title, text=text), status
