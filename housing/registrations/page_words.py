"""What states and ways of registrations are called on pages."""

from flask_babel import lazy_gettext as _l

from housing.registrations.models import Way
from housing.registrations.states import RegistrationState

STATES = {
    RegistrationState.REGISTERED: _l("已登记"),
    RegistrationState.WITHDRAWN: _l("已撤回"),
    RegistrationState.IN_REVIEW: _l("复审中"),
    RegistrationState.PASSED: _l("复审合格"),
    RegistrationState.FAILED: _l("复审不合格"),
}
WAYS = {
    Way.ACCOUNT: _l("自己网上登记"),
    Way.OFFICER: _l("窗口登记"),
    Way.SHEET: _l("按表登记"),
}
