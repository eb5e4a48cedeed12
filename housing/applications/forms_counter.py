"""What is asked of somebody who comes to the counter, before their application is filled in."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired, Optional

from housing.applications.form_fields import PhoneField
from housing.applications.forms import PersonForm
from housing.applications.forms_sign_up import NEEDED
from housing.applications.page_words import GROUP_CHOICES
from housing.applications.rules import WORKERS


class CounterForm(PersonForm):
    """The group, who applies, and how they are reached."""

    group = RadioField(
        _l("申请人属于哪一类？"),
        [InputRequired(_l("请选一类。"))],
        choices=[SelectChoice(group.value, words[0]) for group, words in GROUP_CHOICES.items()],
    )
    employer = RadioField(
        _l("有没有用人单位？"),
        [Optional()],
        choices=[SelectChoice("no", _l("没有，自己就业")), SelectChoice("yes", _l("有"))],
    )
    phone = PhoneField(_l("联系电话"), [NEEDED], render_kw={"inputmode": "tel", "maxlength": 20})

    def validate(self, extra_validators: Any = None) -> bool:
        """Staff are applied for by their employer. Basis: HN 13 (HN-13-2, HN-13-3)."""
        right = bool(super().validate(extra_validators))
        if self.group.data in [group.value for group in WORKERS]:
            if not self.employer.data:
                self.employer.errors = [_("请问清有没有用人单位，这决定向谁申请。")]
            elif self.employer.data == "yes":
                self.employer.errors = [_("有用人单位的，由单位统一申请，请告知申请人联系单位。")]
        return right and not self.employer.errors
