"""Publishing a round from its page, and handing out its package to anybody."""

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.errors import NotFound
from housing.core.work import Work
from housing.packages import service
from housing.rounds import queries
from housing.rounds.deeds import Deed
from housing.rounds.forms import ConfirmForm
from housing.rounds.pages import add_act
from housing.rounds.states import RoundAct
from housing.web import guards
from housing.web.acting import reading
from housing.web.installation import installation

blueprint = Blueprint("packages", __name__)


@blueprint.get("/rounds/<code>/package.zip")
@guards.public
def archive(code: str) -> ResponseReturnValue:
    """Hand out the package of a published round."""
    here = installation()
    with reading() as session:
        round_ = queries.by_code(session, here.settings.place, code)
    path = here.settings.home / "rounds" / round_.code / "package.zip"
    if round_.published_at is None or not path.is_file():
        raise NotFound(f"轮次 {code} 还没有公布数据包 / round {code} has no package yet")
    return send_file(path, as_attachment=True, download_name=f"{round_.code}.zip")


def _publish(work: Work, round_id: int, _form: FlaskForm) -> object:
    home = installation().settings.home
    code = queries.get(work.session, round_id).code
    return service.publish_round(work, round_id, home / "rounds" / code)


add_act(
    blueprint,
    Deed(
        RoundAct.PUBLISH,
        ConfirmForm,
        _publish,
        (
            _l("将制作并签名数据包，用包内的 verify.py 在另一个进程中核验；核验不符就不会公布。"),
            _l("冻结名册和录入种子的人不能公布。"),
            _l("公布后结果、理由和数据包对所有人公开，只能作废，不能更改。"),
        ),
        is_grave=True,
    ),
)
