"""The blueprint of the residents' pages."""

from flask import Blueprint

public_bp = Blueprint("appeals_public", __name__)
