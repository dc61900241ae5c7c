"""The desk's pages of places, units, the catalogue, people and the office itself."""

from flask import Blueprint

bp = Blueprint("organizations", __name__)
