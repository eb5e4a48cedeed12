"""What an officer states about a project."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from housing.occupancy.service import ProjectDescription
from housing.units.words import Origin, Programme
from housing.web.typed_fields import DayField


class ProjectForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Start, high-rise and extension, origin and programme, and the document for it."""

    started_on = DayField(_l("开工日期"), render_kw={"placeholder": _l("年-月-日，如 2025-07-03")})
    highrise = BooleanField(_l("高层建筑"))
    extension_document = StringField(_l("延期批准文件文号"), [Length(max=256)])
    origin = SelectField(
        _l("房源来源"),
        choices=[
            SelectChoice(Origin.PUBLIC_RENTAL.value, _l("公共租赁住房")),
            SelectChoice(Origin.LOW_RENT.value, _l("原廉租住房")),
        ],
    )
    programme = SelectField(
        _l("管理体系"),
        choices=[
            SelectChoice(Programme.AFFORDABLE.value, _l("保障性住房")),
            SelectChoice(Programme.TALENT.value, _l("人才住房（不参加轮候配租）")),
        ],
    )
    document = StringField(_l("依据文件"), [InputRequired(_l("此项必须填写。")), Length(max=256)])

    def stated(self) -> ProjectDescription:
        """Return what was stated."""
        return ProjectDescription(
            started_on=self.started_on.data,
            highrise=bool(self.highrise.data),
            extension_document=self.extension_document.data or "",
            origin=Origin(self.origin.data),
            programme=Programme(self.programme.data),
            document=self.document.data or "",
        )
