"""One act behind a form: done, or its refusal is written above the form with all that was typed."""

from collections.abc import Callable

from flask_wtf import FlaskForm

from housing.core.errors import HousingError
from housing.core.work import Work
from housing.web.acting import acting
from housing.web.citing import explained


def kept(form: FlaskForm, act: Callable[[Work], object]) -> bool:
    """Run `act` in one transaction; a refusal becomes an error of the form, and False."""
    try:
        with acting() as work:
            act(work)
    except HousingError as refusal:
        form.form_errors.append(explained(refusal))
        return False
    return True
