"""Headers that tell browsers what this site never does: foreign code, frames, guessing types."""

from flask import Flask, Response, request
from flask_login import current_user
from secure import Secure
from secure.headers import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

_POLICY = (
    ContentSecurityPolicy()
    .default_src("'self'")
    .script_src("'self'")
    .style_src("'self'")
    .img_src("'self'", "data:")  # Bootstrap's own style sheet draws its marks as data: images.
    .object_src("'none'")
    .base_uri("'none'")
    .frame_ancestors("'none'")
    .form_action("'self'")
)


def _secure(hsts: StrictTransportSecurity | None) -> Secure:
    return Secure(
        csp=_POLICY,
        coop=CrossOriginOpenerPolicy().same_origin(),
        hsts=hsts,
        permissions=PermissionsPolicy().geolocation().camera().microphone(),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )


_PLAIN = _secure(None)
_ENCRYPTED = _secure(StrictTransportSecurity().max_age(31_536_000))


def protect(app: Flask) -> None:
    """Set the headers on every answer of `app`; pages of a signed-in person are not kept."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        # HSTS over plain HTTP would be ignored; behind a proxy the request counts as encrypted.
        own = response.headers.get("Content-Security-Policy")
        (_ENCRYPTED if request.is_secure else _PLAIN).set_headers(response)
        if own:  # A document that somebody sent is held tighter than a page.
            response.headers["Content-Security-Policy"] = own
        if request.endpoint not in ("static", "bootstrap.static") and current_user:
            private = current_user.is_authenticated or request.method == "POST"
            response.headers.setdefault("Cache-Control", "no-store" if private else "no-cache")
        return response
