"""The blueprint that all pages of applications hang on."""

from flask import Blueprint

blueprint = Blueprint("applications", __name__, template_folder="templates")
